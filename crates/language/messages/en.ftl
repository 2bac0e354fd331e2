# A message is a key and what it says. `crates/language/build.rs` makes a function of each, with the same name and what
# stands behind a dollar sign as arguments, in alphabetical order.

## Toasts

toast-new = New in TakeCare
toast-old = Waits in TakeCare
toast-count =
    { $count ->
        [one] { $count } new notification
       *[other] { $count } new notifications
    }
toast-one = 1 notification
toast-woken = { $title }, snoozed until now
toast-due = { $title }, to follow up now
toast-reminders =
    { $count ->
        [one] { $count } reminder
       *[other] { $count } reminders
    }
toast-unlock = Unlock TakeCare to read
toast-signed-out = Signed out
toast-failed = TakeCare could not do that
toast-mark-read = Mark read
toast-snooze = Snooze 1 h
toast-open = Open

# So many notifications of a type of icons/types.json, or of another by its own name.
kind-count =
    { $kind ->
        [APPOINTMENT]
            { $count ->
                [one] { $count } appointment
               *[other] { $count } appointments
            }
        [PRESCRIPTION]
            { $count ->
                [one] { $count } prescription
               *[other] { $count } prescriptions
            }
        [REFERRAL]
            { $count ->
                [one] { $count } referral
               *[other] { $count } referrals
            }
        [MEDICAL] { $count } medical
        [MEDICAL_RECORD]
            { $count ->
                [one] { $count } medical record
               *[other] { $count } medical records
            }
        [ISSUE]
            { $count ->
                [one] { $count } issue
               *[other] { $count } issues
            }
        [MESSAGE]
            { $count ->
                [one] { $count } message
               *[other] { $count } messages
            }
        [SYSTEM] { $count } system
       *[other] { $count } { $kind }
    }

repair-file-title = Damaged file replaced
repair-rows-title = Damaged notifications
repair-file = The stored notifications were damaged. They are fetched again from the server; the damaged file was kept.
repair-rows = Some stored notifications were damaged. They are fetched again from the server.
repair-saved =
    { $count ->
        [one] One action not sent yet could be saved.
       *[other] { $count } actions not sent yet could be saved.
    }
repair-lost =
    { $count ->
        [one] One action could not: please check what you marked or deleted last.
       *[other] { $count } actions could not: please check what you marked or deleted last.
    }

no-tray-title = No tray icon on this desktop
no-tray = TakeCare runs and shows toasts. Its window opens instead; start TakeCare again to see it when you have closed it.

## The tray

menu-open = Open TakeCare
menu-unlock = Unlock…
menu-sign-in = Sign in…
menu-mark-read = Mark all shown as read
menu-pause = Pause toasts
menu-pause-half-hour = For 30 minutes
menu-pause-hour = For 1 hour
menu-pause-tomorrow = Until tomorrow 07:00
menu-resume = Show toasts again
menu-consult = Consult mode
menu-consult-end = End consult mode
menu-lock = Lock
menu-settings = Settings…
menu-sign-out = Sign out…
menu-quit = Quit
menu-notification = Notification

## The state, as parts of a sentence

state-unread = { $count } unread
state-nothing-unread = nothing unread
state-locked = locked
state-paused = toasts paused until { $until }
state-consult = consult mode until { $until }
state-signed-out = signed out
state-signed-out-why = signed out: { $why }
state-connecting = connecting
state-live = live, last heard { $heard }
state-checking = checking every { $seconds } s
state-offline = offline since { $since }: { $why }
state-blocked = stopped: { $why }

# The time on a day of this week, and on any other.
moment-weekday =
    { $day ->
        [mon] Mon
        [tue] Tue
        [wed] Wed
        [thu] Thu
        [fri] Fri
        [sat] Sat
       *[sun] Sun
    } { $clock }
moment-date = { $year }-{ $month }-{ $day } { $clock }

length-seconds = { $seconds }s
length-minutes = { $minutes }m
length-minutes-seconds = { $minutes }m { $seconds }s
length-hours = { $hours }h
length-hours-minutes = { $hours }h { $minutes }m
ago = { $length } ago

## What the server or the way to it answered instead

server-unknown = There is no server called { $host }. Check the address and the network.
server-unreachable = { $host } does not answer. Check the address and the network.
server-slow = { $host } did not answer in time.
server-certificate = The certificate of { $host } is not trusted on this computer. Nothing was sent. Ask your administrator.
server-proxy-absent = The proxy on the way to { $host } does not answer. Check this computer's proxy settings and the network.
server-proxy-sign-in = The proxy on the way to { $host } wants a name and a password. Ask your administrator.
server-proxy-refused = The proxy on the way to { $host } does not let TakeCare through. Ask your administrator.
server-other = What answers at { $host } is not TakeCare. Check the address, or sign in to the network first.
server-credentials = E-mail or password are not right, or the account is closed.
server-signed-out = Your session has ended. Sign in again to go on.
server-forbidden = { $host } does not allow this.
server-status = { $host } has a problem of its own (status { $status }).
server-no-address = This is not a server's address. It looks like clinic.example or https://clinic.example:8443.
server-only = On this computer people sign in at { $server } only. Use that address.
server-refused-for-good = The server does not allow this.

## What was asked and can't be done

gone = This notification is not there any more.
locked = TakeCare is locked. Unlock it first.
nobody = Nobody is signed in. Sign in first.
too-late = It is too late to take this back.
only-unread-snoozed = Only what is unread can be snoozed.
busy = The desktop is busy. Try again.
ending = TakeCare is ending. Start it again.
window-open = TakeCare's window is open already.
window-missing = TakeCare's window can't be started: its program takecare-window is missing or broken. Install TakeCare again.
window-version = TakeCare { $ours } is running, and this is version { $theirs }. Quit TakeCare from its tray icon and start it again.
hotkey-taken = { $hotkey } does nothing here: another program has it, or this keyboard lacks the key. Choose another one in TakeCare's settings.

pin-type = Type your PIN.
pin-wrong = That is not your PIN. Try again.
pin-wanted = Your administrator wants a PIN here. Choose one.
pin-tries = Too many wrong PINs. Wait { $seconds } s before the next try.
pin-short = That can't be a PIN: a PIN has at least { $least } characters.
pin-long = That can't be a PIN: a PIN has at most { $most } characters.

## Why nothing can be kept

store-newer = The stored notifications were made by a newer version of TakeCare Desktop. Update it to read them.
store-key = The keyring no longer holds the key of the stored notifications. Sign in again to start afresh from the server.
store-pin = The stored notifications are locked. Unlock them with your PIN.
store-full = The disk is full or can't be written. Make room; TakeCare goes on by itself.
store-damaged = The stored notifications are damaged. Sign in again to start afresh from the server.
store-unusable = The stored notifications can't be used. Ask your administrator.
keyring-absent = This desktop has no keyring, so notifications can't be kept safely and nothing is stored. Start a keyring such as GNOME Keyring or KWallet.
keyring-locked = The keyring is locked. Unlock it; until then nothing is stored.
keyring-silent = The keyring does not answer. Until it does, nothing is stored.
keyring-refused = The keyring refused. Until it allows TakeCare to keep its key, nothing is stored.

## Settings

setting-unknown = There is no such setting.
setting-managed = Only your administrator can change this.
setting-refused = That can't be set: { $why }.
setting-wanted = it should be { $what }
setting-administrator = only the administrator can set it
setting-left-out = it should be left out: no such setting is known
setting-not-followed = `{ $key }` is not followed: { $why }
setting-flag = true or false
setting-number = a whole number from { $least } to { $most }
setting-choice = one of { $words }
setting-time = a time of day such as "07:30"
setting-kinds = a list of types such as ["MEDICAL", "ISSUE"]
setting-per-kind = for each type that is named one of { $words }
setting-keys = keys such as "Ctrl+Alt+H", or nothing
setting-text = a text
setting-path = a path on the clinic's server such as "/referrals/detail/{"{"}id{"}"}/"

file-not-used = { $path } is not used: { $why }. Correct or remove it, then try again.
file-not-written = { $path } can't be written: { $why }. Nothing was changed.
file-unreadable = it can't be read: { $why }
file-malformed = line { $line }: { $why }
file-newer = it was written by a newer TakeCare

autostart-no-home = there is no home folder to keep settings in: set HOME
autostart-program = TakeCare can't find its own program: { $why }
autostart-unnameable = TakeCare's own path { $path } can't be written where the desktop looks: install it in a folder whose name is plain text without `=` and `%`
autostart-turned-off = the desktop's own settings keep TakeCare from starting: switch it on there, or remove { $path } and try again
autostart-file = { $path } can't be used: { $why }
autostart-absent = on this platform TakeCare can't start by itself yet

policy-unusable = The administrator's settings in { $path } can't be used: { $why }. Until they are right, TakeCare asks no server. Ask your administrator, then start TakeCare again.
policy-authority-file = `network.extra-ca`: { $path } can't be read: { $why }
policy-authority = `network.extra-ca`: { $path } can't be used: { $why }
policy-proxy = `network.proxy`: { $why }
network-no-proxy = this is not a proxy's address; it looks like http://proxy.clinic.example:3128
network-no-certificate = there is no certificate in it; a PEM file with one or more is needed
network-bad-certificate = a certificate in it can't be read

## What a self-check found

check-nobody = Nobody is signed in.
check-keyring = The keyring answers.
check-store = The stored notifications can be read and written.
check-address = { $host } is { $addresses }.
check-proxy = Everything goes through { $proxy }
check-no-proxy = There is no proxy on the way.
check-plain = Nothing is encrypted on the way: the server's address begins with http. Use https if the server can.
check-trusted = The certificate of { $host } is trusted by this computer.
check-trusted-extra = The certificate of { $host } is trusted by the administrator's own authority (extra-ca).
check-server = { $server } is TakeCare.
check-server-offers = { $server } is TakeCare. It offers { $capabilities }.
check-session = The server accepts the session.
check-uncompared = What is stored has not been compared with the server's since the start or the sign-in.
check-covered = What is stored was the server's { $checked }. Nothing was missed in the last { $since }.
check-uncovered = What is stored was the server's { $checked }. What came since is not known here.
check-gap = Before, a gap of { $length } was closed { $ended }; { $arrived } came in it.
check-refused = Refused by the server for good: { $count }. Their rows in the window say why.
check-pending = Not confirmed by the server yet: { $count }. They are sent again until they are.
check-confirmed = Every action is confirmed by the server.
check-clock = The server's clock and this computer's agree.
check-clock-ahead = The server's clock is { $length } ahead of this computer's: dates look wrong by as much.
check-clock-behind = The server's clock is { $length } behind this computer's: dates look wrong by as much.

check-socket = The socket is open: news comes at once.
check-socket-opening = The socket is being opened.
check-socket-silent = The last socket went silent and was given up; a new one is being opened.
check-socket-failed = No socket: { $why }
check-socket-origin = The server refuses the socket though the session is good: it does not take the Origin { $origin }. Add { $host } to ALLOWED_HOSTS on the server.
check-socket-intercepted = Something on the way to { $host } answers the socket itself. Let WebSockets through the proxy or firewall.
check-socket-crashed = The server accepts the socket and closes it with an error (1011): its replay of undelivered notifications is broken. { $which } Reading or marking them does not help: on the server, set their `delivered_at` or delete them for good; repairing the replay cures it for ever.
check-undelivered-none = None of the newest { $rows } rows has `delivered_at` null, so an older or a deleted one must.
check-undelivered = Of the newest { $rows } rows, { $undelivered } have `delivered_at` null.
check-meanwhile = Meanwhile the desktop checks every { $seconds } s, and nothing is missed.

check-test-again = Another test was begun meanwhile.
check-test-back = A test notification came back after { $seconds }.{ $tenths } s.
check-test-lost = The server took a test notification, and did not bring it. Ask its administrator, with this self-check, whether it pushes and lists notifications.
check-test-shown = Its toast was shown.
check-test-not-shown = No toast was shown for it. Unless toasts are paused, in quiet hours, or off for its type in the settings, this desktop's notification service is missing or broken.

check-panel = A panel shows the icon.
check-no-panel = No panel shows tray icons. On GNOME, an extension such as AppIndicator does; toasts and window work without.
check-toasts = { $service } shows toasts.
check-toasts-off = { $service } shows no toasts at the moment: do-not-disturb is on. The icon counts what comes meanwhile.
check-no-toasts = Nobody shows toasts: this desktop has no notification service, or it hangs.
check-idle = This desktop tells when nobody touches it: TakeCare can lock then.
check-no-idle = TakeCare can't lock here when nobody touches the computer: { $why }. Let the desktop lock itself after a while: TakeCare locks with it.
idle-no-screen = there is no screen
idle-wayland = this Wayland desktop does not tell: { $why }
idle-screen = the X server does not tell: { $why }
idle-silent = the desktop does not answer
check-absent-tray = On this platform TakeCare has no icon yet: start it again to see its window.
check-absent-toasts = On this platform toasts are shown, but a click in them does nothing yet, and they stay when they are read.
check-absent-lock = On this platform TakeCare does not lock by itself yet: lock it by hand.

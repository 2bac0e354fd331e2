# Te same klucze co w en.ftl.

## Dymki

toast-new = Nowe w TakeCare
toast-old = Czeka w TakeCare
toast-count =
    { $count ->
        [one] { $count } nowe powiadomienie
        [few] { $count } nowe powiadomienia
       *[many] { $count } nowych powiadomień
    }
toast-one = 1 powiadomienie
toast-woken = { $title }, odłożono do teraz
toast-due = { $title }, do załatwienia teraz
toast-reminders =
    { $count ->
        [one] { $count } przypomnienie
        [few] { $count } przypomnienia
       *[many] { $count } przypomnień
    }
toast-unlock = Odblokuj TakeCare, aby przeczytać
toast-signed-out = Wylogowano
toast-failed = Tego nie udało się zrobić
toast-mark-read = Przeczytane
toast-snooze = Odłóż na godzinę
toast-open = Otwórz

kind-count =
    { $kind ->
        [APPOINTMENT]
            { $count ->
                [one] { $count } wizyta
                [few] { $count } wizyty
               *[many] { $count } wizyt
            }
        [PRESCRIPTION]
            { $count ->
                [one] { $count } recepta
                [few] { $count } recepty
               *[many] { $count } recept
            }
        [REFERRAL]
            { $count ->
                [one] { $count } skierowanie
                [few] { $count } skierowania
               *[many] { $count } skierowań
            }
        [MEDICAL]
            { $count ->
                [one] { $count } medyczne
                [few] { $count } medyczne
               *[many] { $count } medycznych
            }
        [MEDICAL_RECORD]
            { $count ->
                [one] { $count } dokumentacja
                [few] { $count } dokumentacje
               *[many] { $count } dokumentacji
            }
        [ISSUE]
            { $count ->
                [one] { $count } zgłoszenie
                [few] { $count } zgłoszenia
               *[many] { $count } zgłoszeń
            }
        [MESSAGE]
            { $count ->
                [one] { $count } wiadomość
                [few] { $count } wiadomości
               *[many] { $count } wiadomości
            }
        [SYSTEM]
            { $count ->
                [one] { $count } systemowe
                [few] { $count } systemowe
               *[many] { $count } systemowych
            }
       *[other] { $count } { $kind }
    }

repair-file-title = Zastąpiono uszkodzony plik
repair-rows-title = Uszkodzone powiadomienia
repair-file = Zapisane powiadomienia były uszkodzone. Są ponownie pobierane z serwera; uszkodzony plik zachowano.
repair-rows = Część zapisanych powiadomień była uszkodzona. Są ponownie pobierane z serwera.
repair-saved =
    { $count ->
        [one] Udało się zachować jedną niewysłaną czynność.
        [few] Udało się zachować { $count } niewysłane czynności.
       *[many] Udało się zachować { $count } niewysłanych czynności.
    }
repair-lost =
    { $count ->
        [one] Jednej niewysłanej czynności nie udało się zachować: sprawdź, co ostatnio oznaczono lub usunięto.
        [few] { $count } niewysłanych czynności nie udało się zachować: sprawdź, co ostatnio oznaczono lub usunięto.
       *[many] { $count } niewysłanych czynności nie udało się zachować: sprawdź, co ostatnio oznaczono lub usunięto.
    }

no-tray-title = Ten pulpit nie pokazuje ikon w zasobniku
no-tray = TakeCare działa i pokazuje dymki. Zamiast ikony otwiera się okno; po zamknięciu otworzysz je, uruchamiając TakeCare ponownie.

## Zasobnik

menu-open = Otwórz TakeCare
menu-unlock = Odblokuj…
menu-sign-in = Zaloguj się…
menu-mark-read = Oznacz wszystkie jako przeczytane
menu-pause = Wstrzymaj dymki
menu-pause-half-hour = Na 30 minut
menu-pause-hour = Na godzinę
menu-pause-tomorrow = Do jutra, 07:00
menu-resume = Wznów dymki
menu-consult = Tryb konsultacji
menu-consult-end = Zakończ tryb konsultacji
menu-lock = Zablokuj
menu-settings = Ustawienia…
menu-sign-out = Wyloguj się…
menu-quit = Zakończ
menu-notification = Powiadomienie

## Stan, jako części zdania

state-unread =
    { $count ->
        [one] { $count } nieprzeczytane
        [few] { $count } nieprzeczytane
       *[many] { $count } nieprzeczytanych
    }
state-nothing-unread = wszystko przeczytane
state-locked = zablokowane
state-paused = dymki wstrzymane do { $until }
state-consult = tryb konsultacji do { $until }
state-signed-out = wylogowano
state-signed-out-why = wylogowano: { $why }
state-connecting = łączenie
state-live = na żywo, ostatni znak { $heard }
state-checking = sprawdzanie co { $seconds } s
state-offline = offline od { $since }: { $why }
state-blocked = zatrzymano: { $why }

moment-weekday =
    { $day ->
        [mon] pon.
        [tue] wt.
        [wed] śr.
        [thu] czw.
        [fri] pt.
        [sat] sob.
       *[sun] niedz.
    } { $clock }
moment-date = { $day }.{ $month }.{ $year } { $clock }

length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-minutes-seconds = { $minutes } min { $seconds } s
length-hours = { $hours } godz.
length-hours-minutes = { $hours } godz. { $minutes } min
ago = { $length } temu

## Co zamiast tego odpowiedział serwer albo droga do niego

server-unknown = Nie ma serwera o nazwie { $host }. Sprawdź adres i sieć.
server-unreachable = Serwer { $host } nie odpowiada. Sprawdź adres i sieć.
server-slow = Serwer { $host } nie odpowiedział na czas.
server-certificate = Certyfikat serwera { $host } nie jest zaufany na tym komputerze. Nic nie wysłano. Zwróć się do administratora.
server-proxy-absent = Serwer proxy na drodze do { $host } nie odpowiada. Sprawdź ustawienia proxy tego komputera i sieć.
server-proxy-sign-in = Serwer proxy na drodze do { $host } żąda nazwy i hasła. Zwróć się do administratora.
server-proxy-refused = Serwer proxy na drodze do { $host } nie przepuszcza TakeCare. Zwróć się do administratora.
server-other = To, co odpowiada pod adresem { $host }, to nie TakeCare. Sprawdź adres albo najpierw zaloguj się do sieci.
server-credentials = E-mail lub hasło są nieprawidłowe albo konto jest zamknięte.
server-signed-out = Twoja sesja wygasła. Zaloguj się ponownie, aby kontynuować.
server-forbidden = Serwer { $host } na to nie pozwala.
server-status = Serwer { $host } ma własny problem (status { $status }).
server-no-address = To nie jest adres serwera. Powinien wyglądać jak clinic.example albo https://clinic.example:8443.
server-only = Na tym komputerze można się zalogować tylko na serwerze { $server }. Użyj tego adresu.
server-refused-for-good = Serwer na to nie pozwala.

## O co poproszono, a czego nie da się zrobić

gone = Tego powiadomienia już nie ma.
locked = TakeCare jest zablokowane. Najpierw je odblokuj.
nobody = Nikt nie jest zalogowany. Najpierw się zaloguj.
too-late = Jest za późno, aby to cofnąć.
only-unread-snoozed = Odłożyć można tylko to, co nieprzeczytane.
busy = Pulpit jest zajęty. Spróbuj ponownie.
ending = TakeCare kończy działanie. Uruchom je ponownie.
window-open = Okno TakeCare jest już otwarte.
window-missing = Nie da się otworzyć okna TakeCare: brakuje programu takecare-window albo jest uszkodzony. Zainstaluj TakeCare ponownie.
window-version = Działa TakeCare { $ours }, a to jest wersja { $theirs }. Zakończ TakeCare z menu ikony w zasobniku i uruchom ponownie.
hotkey-taken = Klawisze { $hotkey } nic tu nie robią: zajął je inny program albo ta klawiatura ich nie ma. Wybierz inne w ustawieniach TakeCare.

pin-type = Wpisz swój PIN.
pin-wrong = To nie jest Twój PIN. Spróbuj ponownie.
pin-wanted = Administrator wymaga tu PIN-u. Wybierz go.
pin-tries = Za dużo błędnych PIN-ów. Następna próba za { $seconds } s.
pin-short =
    { $least ->
        [one] To nie może być PIN: PIN ma co najmniej { $least } znak.
        [few] To nie może być PIN: PIN ma co najmniej { $least } znaki.
       *[many] To nie może być PIN: PIN ma co najmniej { $least } znaków.
    }
pin-long =
    { $most ->
        [one] To nie może być PIN: PIN ma najwyżej { $most } znak.
        [few] To nie może być PIN: PIN ma najwyżej { $most } znaki.
       *[many] To nie może być PIN: PIN ma najwyżej { $most } znaków.
    }

## Dlaczego niczego nie da się zapisać

store-newer = Zapisane powiadomienia pochodzą z nowszej wersji TakeCare Desktop. Zaktualizuj program, aby je czytać.
store-key = Pęk kluczy nie ma już klucza do zapisanych powiadomień. Zaloguj się ponownie, aby pobrać je na nowo z serwera.
store-pin = Zapisane powiadomienia są zablokowane. Odblokuj je swoim PIN-em.
store-full = Dysk jest pełny albo nie da się na nim zapisywać. Zwolnij miejsce; TakeCare samo wznowi pracę.
store-damaged = Zapisane powiadomienia są uszkodzone. Zaloguj się ponownie, aby pobrać je na nowo z serwera.
store-unusable = Nie da się korzystać z zapisanych powiadomień. Zwróć się do administratora.
keyring-absent = Ten pulpit nie ma pęku kluczy, więc powiadomień nie da się bezpiecznie przechowywać i nic nie jest zapisywane. Uruchom pęk kluczy, na przykład GNOME Keyring albo KWallet.
keyring-locked = Pęk kluczy jest zablokowany. Odblokuj go; do tego czasu nic nie jest zapisywane.
keyring-silent = Pęk kluczy nie odpowiada. Dopóki nie odpowie, nic nie jest zapisywane.
keyring-refused = Pęk kluczy odmówił. Dopóki nie pozwoli TakeCare przechowywać klucza, nic nie jest zapisywane.

## Ustawienia

setting-unknown = Nie ma takiego ustawienia.
setting-managed = To może zmienić tylko administrator.
setting-refused = Tego nie da się ustawić: { $why }.
setting-wanted = powinno to być: { $what }
setting-administrator = może to ustawić tylko administrator
setting-left-out = należy to pominąć, nie ma takiego ustawienia
setting-not-followed = `{ $key }` jest pomijane: { $why }
setting-flag = true albo false
setting-number = liczba całkowita od { $least } do { $most }
setting-choice = jedno z: { $words }
setting-time = godzina, na przykład "07:30"
setting-kinds = lista rodzajów, na przykład ["MEDICAL", "ISSUE"]
setting-per-kind = dla każdego wymienionego rodzaju jedno z: { $words }
setting-keys = klawisze, na przykład "Ctrl+Alt+H", albo nic
setting-text = tekst
setting-path = ścieżka na serwerze przychodni, na przykład "/referrals/detail/{"{"}id{"}"}/"

file-not-used = Plik { $path } jest pomijany: { $why }. Popraw go albo usuń, potem spróbuj ponownie.
file-not-written = Nie da się zapisać pliku { $path }: { $why }. Nic nie zmieniono.
file-unreadable = nie da się go odczytać: { $why }
file-malformed = wiersz { $line }: { $why }
file-newer = zapisało go nowsze TakeCare

autostart-no-home = nie ma folderu domowego na ustawienia: ustaw HOME
autostart-program = TakeCare nie może znaleźć własnego programu: { $why }
autostart-unnameable = ścieżki TakeCare { $path } nie da się zapisać tam, gdzie szuka pulpit: zainstaluj je w folderze, którego nazwa jest zwykłym tekstem bez `=` i `%`
autostart-turned-off = ustawienia pulpitu nie pozwalają uruchamiać TakeCare: włącz je tam albo usuń { $path } i spróbuj ponownie
autostart-file = nie da się użyć pliku { $path }: { $why }
autostart-absent = na tej platformie TakeCare nie może jeszcze uruchamiać się samo

policy-unusable = Nie da się użyć ustawień administratora z pliku { $path }: { $why }. Dopóki nie zostaną poprawione, TakeCare nie pyta żadnego serwera. Zwróć się do administratora, potem uruchom TakeCare ponownie.
policy-authority-file = `network.extra-ca`: nie da się odczytać pliku { $path }: { $why }
policy-authority = `network.extra-ca`: nie da się użyć pliku { $path }: { $why }
policy-proxy = `network.proxy`: { $why }
network-no-proxy = to nie jest adres serwera proxy; powinien wyglądać jak http://proxy.clinic.example:3128
network-no-certificate = nie ma w nim certyfikatu; potrzebny jest plik PEM z jednym lub kilkoma
network-bad-certificate = nie da się odczytać certyfikatu, który w nim jest

## Co wykazał autotest

check-nobody = Nikt nie jest zalogowany.
check-keyring = Pęk kluczy odpowiada.
check-store = Zapisane powiadomienia można czytać i zapisywać.
check-address = { $host } to { $addresses }.
check-proxy = Wszystko idzie przez { $proxy }
check-no-proxy = Na drodze nie ma serwera proxy.
check-plain = Nic na drodze nie jest szyfrowane: adres serwera zaczyna się od http. Użyj https, jeśli serwer to potrafi.
check-trusted = Ten komputer ufa certyfikatowi serwera { $host }.
check-trusted-extra = Za certyfikat serwera { $host } ręczy własny urząd certyfikacji administratora (extra-ca).
check-server = { $server } to TakeCare.
check-server-offers = { $server } to TakeCare. Oferuje: { $capabilities }.
check-session = Serwer akceptuje sesję.
check-uncompared = Od uruchomienia lub zalogowania nie porównano jeszcze zapisanych powiadomień z serwerem.
check-covered = Zapisane powiadomienia zgadzały się z serwerem { $checked }. Przez ostatnie { $since } nic nie umknęło.
check-uncovered = Zapisane powiadomienia zgadzały się z serwerem { $checked }. Nie wiadomo tu, co przyszło potem.
check-gap = Wcześniejszą przerwę ({ $length }) zamknięto { $ended }; liczba powiadomień z tego czasu: { $arrived }.
check-refused = Czynności ostatecznie odrzucone przez serwer: { $count }. Ich wiersze w oknie mówią dlaczego.
check-pending = Czynności jeszcze niepotwierdzone przez serwer: { $count }. Są wysyłane ponownie aż do skutku.
check-confirmed = Serwer potwierdził wszystkie czynności.
check-clock = Zegary serwera i tego komputera są zgodne.
check-clock-ahead = Zegar serwera spieszy się względem tego komputera o { $length }: o tyle daty wyglądają na błędne.
check-clock-behind = Zegar serwera spóźnia się względem tego komputera o { $length }: o tyle daty wyglądają na błędne.

check-socket = Gniazdo jest otwarte: nowe powiadomienia przychodzą od razu.
check-socket-opening = Gniazdo jest otwierane.
check-socket-silent = Ostatnie gniazdo zamilkło i zostało porzucone; otwierane jest nowe.
check-socket-failed = Brak gniazda: { $why }
check-socket-origin = Serwer odmawia gniazda, choć sesja jest dobra: nie przyjmuje Origin { $origin }. Dodaj { $host } do ALLOWED_HOSTS na serwerze.
check-socket-intercepted = Coś na drodze do { $host } samo odpowiada na gniazdo. Przepuść WebSocket przez serwer proxy lub zaporę.
check-socket-crashed = Serwer przyjmuje gniazdo i zamyka je z błędem (1011): powtarzanie niedoręczonych powiadomień jest zepsute. { $which } Przeczytanie ani oznaczenie ich nie pomoże: na serwerze ustaw ich `delivered_at` albo usuń je na stałe; naprawa powtarzania usunie przyczynę na zawsze.
check-undelivered-none = Wśród najnowszych wierszy ({ $rows }) żaden nie ma pustego `delivered_at`, więc musi go mieć starszy albo usunięty.
check-undelivered = Wśród najnowszych wierszy ({ $rows }) puste `delivered_at` ma tyle: { $undelivered }.
check-meanwhile = W tym czasie TakeCare sprawdza serwer co { $seconds } s i nic nie umyka.

check-test-again = Tymczasem rozpoczęto inną próbę.
check-test-back = Powiadomienie próbne wróciło po { $seconds },{ $tenths } s.
check-test-lost = Serwer przyjął powiadomienie próbne i go nie dostarczył. Zapytaj jego administratora, pokazując ten autotest, czy serwer wysyła i wymienia powiadomienia.
check-test-shown = Pokazano jego dymek.
check-test-not-shown = Nie pokazano jego dymka. Jeśli dymki nie są wstrzymane, nie trwają godziny ciszy i ten rodzaj nie jest wyłączony w ustawieniach, to na tym pulpicie brakuje usługi powiadomień albo jest zepsuta.

check-panel = Panel pokazuje ikonę.
check-no-panel = Żaden panel nie pokazuje ikon w zasobniku. W GNOME robi to rozszerzenie takie jak AppIndicator; dymki i okno działają bez niego.
check-toasts = Dymki pokazuje { $service }.
check-toasts-off = { $service } nie pokazuje teraz dymków: włączono tryb „nie przeszkadzać”. To, co w tym czasie przychodzi, liczy ikona.
check-no-toasts = Nikt nie pokazuje dymków: ten pulpit nie ma usługi powiadomień albo ona się zawiesiła.
check-idle = Ten pulpit mówi, kiedy nikt nie dotyka komputera: TakeCare może się wtedy zablokować.
check-no-idle = TakeCare nie może się tu zablokować, gdy nikt nie dotyka komputera: { $why }. Niech pulpit blokuje się sam po pewnym czasie: TakeCare zablokuje się razem z nim.
idle-no-screen = nie ma ekranu
idle-wayland = ten pulpit Wayland tego nie mówi: { $why }
idle-screen = serwer X tego nie mówi: { $why }
idle-silent = pulpit nie odpowiada
check-absent-tray = Na tej platformie TakeCare nie ma jeszcze ikony: uruchom je ponownie, aby zobaczyć okno.
check-absent-toasts = Na tej platformie dymki są pokazywane, ale kliknięcie w nich jeszcze nic nie robi i zostają po przeczytaniu.
check-absent-lock = Na tej platformie TakeCare jeszcze samo się nie blokuje: zablokuj je ręcznie.

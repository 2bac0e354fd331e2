/** Every word the window says, in one place, so that a second language can follow. */
const LOCALE = 'en-GB';

const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'long' });
const thisYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long' });
const anyYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric' });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'always' });

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

export const words = {
  product: 'TakeCare',
  clock: (date: Date) => clock.format(date),
  today: 'Today',
  yesterday: 'Yesterday',
  date: (date: Date, sameYear: boolean) => `${weekday.format(date)} ${(sameYear ? thisYear : anyYear).format(date)}`,
  minutes: (n: number) => (n === 0 ? 'now' : `${n} min`),
  ago: (n: number, unit: 'minute' | 'hour' | 'day') => (n === 0 ? 'just now' : relative.format(-n, unit)),

  starting: 'Starting…',
  places: { title: 'Places', types: 'Types', all: 'All', unread: 'Unread', switchUser: 'Switch user', signOut: 'Sign out' },
  unreadCount: (n: number) => `${n} unread`,
  list: {
    name: (place: string) => `${place}: notifications`,
    search: (place: string | null) => `Search ${place === null ? 'everything' : place.toLowerCase()}, also offline`,
    searchName: 'Search notifications',
    clear: 'Clear the search',
    markShown: (n: number) => (n === 0 ? 'All read' : `Mark ${n} shown as read`),
    arrived: (n: number) => `${n} new`,
    more: 'Fetching more…',
    dismiss: 'Dismiss',
  },
  empty: {
    all: 'No notifications yet',
    unread: 'Nothing unread',
    kind: (place: string) => `Nothing under ${place}`,
    found: (query: string) => `Nothing contains “${query}”`,
    covered: (since: string) => `Nothing missed since ${since}.`,
    uncovered: 'What the server holds will appear here.',
    everywhere: 'Search everything',
  },
  done: {
    read: (n: number) => (n === 1 ? 'Marked as read' : `${n} marked as read`),
    unread: (n: number) => (n === 1 ? 'Marked as unread' : `${n} marked as unread`),
    deleted: (n: number) => (n === 1 ? 'Deleted' : `${n} deleted`),
    undo: 'Undo',
  },
  announce: (kinds: string[]) => (kinds.length === 1 ? `New: ${kinds[0]}` : `${kinds.length} new notifications`),
  row: {
    unread: 'Unread.',
    waiting: { read: 'read, waiting to be sent', unread: 'unread, waiting to be sent', delete: 'deleted, waiting to be sent' },
    refused: (why: string) => `Refused: ${why}`,
  },
  detail: {
    name: 'Notification',
    choose: 'Choose a notification to read it here.',
    received: 'Received',
    about: 'About',
    state: 'State',
    states: { unread: 'unread', read: 'read' },
    open: 'Open in TakeCare',
    markRead: 'Mark read',
    markUnread: 'Mark unread',
    delete: 'Delete',
    back: 'Back to the list',
  },
  about: {
    appointment: 'Appointment',
    prescription: 'Prescription',
    referral: 'Referral',
    medical_record: 'Medical record',
    issue: 'Issue',
    chat: 'Conversation',
  } as Record<string, string>,
  confirm: {
    cancel: 'Cancel',
    signOut: {
      title: 'Sign out?',
      text: 'Everything stored on this computer for you is wiped. It stays on the server.',
      waiting: (n: number) => `${count(n, 'action')} not yet sent will be lost.`,
      yes: 'Sign out',
    },
  },
  keys: {
    title: 'Keys',
    hint: 'keys',
    close: 'Close',
    list: [
      [['j', '↓'], 'Next'],
      [['k', '↑'], 'Previous'],
      [['Enter'], 'Read it in full'],
      [['e'], 'Mark read'],
      [['u'], 'Mark unread'],
      [['#'], 'Delete'],
      [['z'], 'Undo'],
      [['/'], 'Search'],
      [['Esc'], 'Back'],
      [['?'], 'Show these keys'],
    ] as [string[], string][],
  },
  signIn: {
    title: 'Sign in to TakeCare',
    intro: 'Your notifications stay encrypted on this computer until you sign out.',
    switchIntro: (who: string) =>
      `What is stored for ${who} stays here, encrypted, and waits for the next sign-in. Nothing of it is shown meanwhile.`,
    server: 'Server',
    serverHint: 'care.example.org',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in…',
    back: 'Back',
    ended: 'Your session has ended.',
  },
  blocked: {
    keyring: 'Nothing can be kept safe here',
    store: 'Nothing can be stored here',
    other: 'TakeCare can’t work here',
    after: 'Until this is solved nothing is fetched, and nothing is stored on this computer.',
  },
  absent: {
    title: 'TakeCare is not running',
    after: 'You get no notifications meanwhile. It is being started again.',
  },
  status: {
    name: 'Connection',
    covered: 'You’re covered',
    live: 'Live',
    liveHeard: (at: string) => `live, last heard ${at}`,
    lastHeard: (at: string) => `last heard ${at}`,
    connecting: 'Connecting',
    checking: (every: number) => `Checking every ${every} s`,
    lastChecked: (at: string) => `last checked ${at}`,
    offline: (since: string) => `Offline since ${since}`,
    stored: 'showing what was stored',
    signedOut: 'Signed out',
    blocked: 'Nothing new can be kept',
    absent: 'Not running',
    absentPart: 'showing what was last seen',
    nothingMissed: (since: string) => `nothing missed since ${since}`,
    receipt: (arrived: number, from: string, to: string) => `${arrived} arrived while away, ${from} to ${to}`,
    waiting: (n: number) => `${count(n, 'action')} waiting`,
  },
};

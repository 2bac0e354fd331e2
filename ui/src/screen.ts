/** What can cover the list. */
export type Screen = 'overview' | 'hand-over' | 'settings';

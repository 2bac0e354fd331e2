/** What somebody who has never signed in here is led through. */
export const STEPS = ['server', 'sign-in', 'privacy'] as const;
export type Step = (typeof STEPS)[number];

/** Moments of a clinic's day that one puts things off to. */
export type MomentName = 'morning-end' | 'shift-end' | 'next-day';

export interface Moment {
  name: MomentName;
  at: Date;
}

/** When they are, as times of day such as `12:00`. */
export type Clinic = Record<MomentName, string>;

const SETTINGS: Record<MomentName, [key: string, usual: string]> = {
  'morning-end': ['snooze.morning-ends', '12:00'],
  'shift-end': ['snooze.shift-ends', '15:00'],
  'next-day': ['snooze.next-day', '07:00'],
};

/** The clinic's day as it is set. */
export function clinicOf(setting: (key: string) => unknown): Clinic {
  const timeOf = (name: MomentName) => {
    const [key, usual] = SETTINGS[name];
    const time = setting(key);
    return typeof time === 'string' ? time : usual;
  };
  return { 'morning-end': timeOf('morning-end'), 'shift-end': timeOf('shift-end'), 'next-day': timeOf('next-day') };
}

/** Which of them are still ahead, soonest first. What has passed today is not offered: the next day is. */
export function momentsAhead(clinic: Clinic, now: Date): Moment[] {
  const moments: Moment[] = [
    { name: 'morning-end', at: timeOn(now, 0, clinic['morning-end']) },
    { name: 'shift-end', at: timeOn(now, 0, clinic['shift-end']) },
    { name: 'next-day', at: timeOn(now, 1, clinic['next-day']) },
  ];
  return moments.filter(({ at }) => at > now).toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** What somebody typed as date and time, unless it has passed or is none. */
export function typedMoment(date: string, time: string, now: Date): Date | null {
  const at = new Date(`${date}T${time}`);
  return at > now ? at : null;
}

/** What stands in the fields for date and time at first: the next full hour that is at least half an hour away. */
export function nextHour(now: Date): { date: string; time: string } {
  const at = new Date(now.getTime() + 90 * 60_000);
  at.setMinutes(0, 0, 0);
  return { date: dateField(at), time: `${twoDigits(at.getHours())}:00` };
}

/** A day as date fields write it. */
export function dateField(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, '0')}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** A time of day, so many days from now, on this computer's clock. */
function timeOn(now: Date, days: number, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours, minutes);
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}

/** A date or a time of day, and what it is made of, the largest first. */
export const SORTS = { date: ['year', 'month', 'day'], time: ['hour', 'minute'] } as const;

export type Sort = keyof typeof SORTS;
export type Unit = (typeof SORTS)[Sort][number];
/** What stands in the field of each unit. */
export type Typed = Partial<Record<Unit, string>>;

const RANGES: Record<Unit, [least: number, most: number]> = { year: [1, 9999], month: [1, 12], day: [1, 31], hour: [0, 23], minute: [0, 59] };
/** On it everybody sees what is the day and what the month. */
const SAMPLE = new Date(2026, 11, 31, 14, 30);

/** How many digits a unit has. */
export function digitsOf(unit: Unit): number {
  return unit === 'year' ? 4 : 2;
}

/** In which order a language writes the units, and what it writes behind each. */
export function layoutOf(sort: Sort, locale: string): { unit: Unit; sample: string; behind: string }[] {
  const units: readonly string[] = SORTS[sort];
  const all = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const shown = Object.fromEntries(units.map((unit) => [unit, all[unit as Unit]]));
  const parts = new Intl.DateTimeFormat(locale, { ...shown, hourCycle: 'h23', numberingSystem: 'latn' }).formatToParts(SAMPLE);
  return parts.flatMap(({ type, value }, at) => {
    const next = parts[at + 1];
    const behind = next?.type === 'literal' && parts.length > at + 2 ? next.value.trim() : '';
    return units.includes(type) ? { unit: type as Unit, sample: value, behind } : [];
  });
}

/** A value such as `2026-12-31` or `14:30` in its fields; nothing gives empty ones. */
export function typedOf(sort: Sort, value: string): Typed {
  const parts = value.split(/[-:]/);
  return Object.fromEntries(SORTS[sort].map((unit, at) => [unit, parts[at] ?? '']));
}

/** What the fields say; empty unless it is a day, or a time, that there is. */
export function valueOf(sort: Sort, typed: Typed): string {
  const texts = SORTS[sort].map((unit) => (fits(unit, typed[unit] ?? '') ? (typed[unit] ?? '').padStart(digitsOf(unit), '0') : null));
  if (texts.includes(null)) return '';
  return sort === 'time' ? texts.join(':') : dayOf(texts.join('-'));
}

/** One more or less of a unit; after the last comes the first. */
export function stepped(unit: Unit, text: string, by: 1 | -1): string {
  const [least, most] = RANGES[unit];
  const start = unit === 'year' ? SAMPLE.getFullYear() - by : by > 0 ? least - 1 : most + 1;
  const n = (text === '' ? start : Number(text)) + by;
  return String(n > most ? least : n < least ? most : n).padStart(digitsOf(unit), '0');
}

function fits(unit: Unit, text: string): boolean {
  const [least, most] = RANGES[unit];
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most && (unit !== 'year' || text.length === 4);
}

/** The same, unless there is no such day: the 31st of February becomes another when it is read. */
function dayOf(date: string): string {
  const read = new Date(`${date}T00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date) ? date : '';
}

import type { Row } from '../bindings/Row';
import { agentSays } from './words';

const MINUTE = 60_000;

/** A row of the invented ward: minutes ago, type, text, and whatever else differs from an unread row. */
type Line = [minutes: number, kind: string, message: string, more?: Partial<Row>];

const read: Partial<Row> = { status: 'read' };
const about = (kind: string, number: number): Partial<Row> => ({
  related: { kind, id: `11111111-2222-4333-8444-${String(number).padStart(12, '0')}` },
});
const REFUSED: Row['refused'] = { action: 'delete', why: agentSays('server-refused-for-good') };
const marked = (due: string | null): Partial<Row> => ({ follow_up: { due } });

/** The morning of Ada Nowak, reception of ward 3: everybody in it is invented. */
const MORNING: Line[] = [
  [2, 'APPOINTMENT', 'Your appointment with Jan Kowalski on Monday, 23 November at 09:30 has been updated', about('appointment', 1)],
  [11, 'MEDICAL', 'Lab results for Maria Zielińska are ready for review: potassium outside the reference range', about('medical_record', 2)],
  [26, 'MESSAGE', 'Dora Lis sent you a message: Could we move Mr Adamski to room 4 before noon?', { related: { kind: 'chat', id: null } }],
  [52, 'PRESCRIPTION', 'A new prescription for Amoxicillin, Ibuprofen has been created by Dora Lis', { ...about('prescription', 3), status: 'read', waiting: 'read', ...marked(null) }],
  [64, 'APPOINTMENT', 'Your appointment with Piotr Wrona on Tuesday, 24 November at 11:00 has been scheduled', about('appointment', 4)],
  [73, 'PRESCRIPTION', 'A new prescription for Metformin has been created by Tomasz Bąk', about('prescription', 5)],
  [95, 'ISSUE', 'Printer at desk 2 reports a paper jam', { ...read, refused: REFUSED }],
];

const YESTERDAY: Line[] = [
  [1029, 'MESSAGE', 'Tomasz Bąk sent you a message: Thank you, the referral went through.', { related: { kind: 'chat', id: null } }],
  [1074, 'APPOINTMENT', 'Your appointment with Ewa Mazur on Friday, 27 November at 14:15 has been scheduled', about('appointment', 6)],
  [1230, 'REFERRAL', 'You have been referred by Dora Lis to see a Cardiologist', { ...read, ...marked('2026-11-22T14:00:00Z'), ...about('referral', 7) }],
  [1302, 'BILLING', 'Invoice 2026/118 was paid', read],
  [2610, 'MEDICAL_RECORD', 'Dora Lis has updated the medical record about: Hypertension stage 1', { ...read, ...about('medical_record', 8) }],
  [2741, 'SYSTEM', 'Maintenance on Sunday from 02:00 to 03:00', read],
];

/** Much about the same things. */
const FOLDS: Line[] = [
  [2, 'APPOINTMENT', 'Your appointment with Jan Kowalski on Monday, 23 November at 09:30 has been updated', about('appointment', 1)],
  [5, 'MESSAGE', 'Dora Lis sent you a message: Could we move Mr Adamski to room 4 before noon?', { related: { kind: 'chat', id: null } }],
  [9, 'APPOINTMENT', 'Your appointment with Jan Kowalski on Monday, 23 November at 09:00 has been updated', about('appointment', 1)],
  [14, 'MEDICAL', 'Lab results for Maria Zielińska are ready for review', { ...read, ...about('medical_record', 2) }],
  [31, 'APPOINTMENT', 'Your appointment with Jan Kowalski on Monday, 23 November at 09:00 has been scheduled', { ...read, ...about('appointment', 1) }],
  [33, 'MEDICAL', 'Blood sample of Maria Zielińska received', { ...read, ...about('medical_record', 2) }],
  [1029, 'APPOINTMENT', 'Your appointment with Jan Kowalski has been requested', { ...read, ...about('appointment', 1) }],
];

/** Put off and marked for later. */
const LATER: Line[] = [
  [4, 'MEDICAL', 'Lab results for Maria Zielińska are ready for review', { snoozed: '2026-11-22T11:00:00Z' }],
  [12, 'MESSAGE', 'Dora Lis sent you a message: Could we move Mr Adamski to room 4 before noon?', {}],
  [25, 'PRESCRIPTION', 'A new prescription for Metformin has been created by Tomasz Bąk', marked('2026-11-22T08:00:00Z')],
  [47, 'REFERRAL', 'You have been referred by Dora Lis to see a Cardiologist', { ...read, ...marked('2026-11-23T06:00:00Z') }],
  [66, 'ISSUE', 'Printer at desk 2 reports a paper jam', { snoozed: '2026-11-23T06:00:00Z' }],
];

/** What somebody hostile would send. */
const HOSTILE: Line[] = [
  [1, 'SYSTEM', '<img src=x onerror="document.title=1"><script>document.title=2</script> & <b>bold</b>'],
  [2, 'MESSAGE', `Dora Lis sent you a message: ${'no space '.repeat(3)}${'x'.repeat(4000)}`],
  [3, 'MEDICAL', 'One megabyte of text. '.repeat(50_000)],
  [3, 'SYSTEM', 'Zero\u200Bwidth\u200D and \u2067right to left\u2069, \u{1F469}\u200D\u2695\uFE0F \u{1F1F5}\u{1F1F1} e\u0301\u0301\u0301'],
  [3, 'ISSUE', 'First line\nSecond line\u0000\u202Etxet sdrawkcab'],
  [4, '<svg onload=1>', 'An unknown type'],
];

export const KINDS = ['APPOINTMENT', 'PRESCRIPTION', 'REFERRAL', 'MEDICAL', 'MEDICAL_RECORD', 'ISSUE', 'MESSAGE', 'SYSTEM'];

/** The invented rows of a scene, newest first. */
export function invent(scene: string, now: number): Row[] {
  if (scene === 'empty') return [];
  if (scene === 'hostile') return HOSTILE.map((line, at) => rowOf(line, at, now));
  if (scene === 'folds') return FOLDS.map((line, at) => rowOf(line, at, now));
  if (scene === 'later') return LATER.map((line, at) => rowOf(line, at, now));
  if (scene === 'many') return Array.from({ length: 1000 }, (_, at) => rowOf(numbered(at), at, now));
  return [...MORNING, ...YESTERDAY].map((line, at) => rowOf(line, at, now));
}

function numbered(at: number): Line {
  return [(at + 1) * 7, KINDS[at % KINDS.length] ?? 'SYSTEM', `Notification ${1000 - at} of a thousand`, at % 3 ? read : {}];
}

/** The id of the row in a place of the invented ward. */
export function idOf(at: number): string {
  return `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
}

function rowOf([minutes, kind, message, more]: Line, at: number, now: number): Row {
  return {
    id: idOf(at),
    kind,
    message,
    date: new Date(now - minutes * MINUTE).toISOString(),
    status: 'unread',
    related: null,
    waiting: null,
    refused: null,
    follow_up: null,
    snoozed: null,
    ...more,
  };
}

/** A row that has just come. */
export function arrival(message: string, kind: string, number: number): Row {
  return { ...rowOf([0, kind, message], 0, Date.now()), id: `10000000-0000-4000-8000-${String(number).padStart(12, '0')}` };
}

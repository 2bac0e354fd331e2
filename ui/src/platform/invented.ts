import type { Row } from '../bindings/Row';

const MINUTE = 60_000;

/** A row of the invented ward: minutes ago, type, text, and whatever else differs from an unread row. */
type Line = [minutes: number, kind: string, message: string, more?: Partial<Row>];

const read: Partial<Row> = { status: 'read' };
const about = (kind: string): Partial<Row> => ({ related: { kind, id: '11111111-2222-4333-8444-555555555555' } });

/** The morning of Ada Nowak, reception of ward 3: everybody in it is invented. */
const MORNING: Line[] = [
  [2, 'APPOINTMENT', 'Your appointment with Jan Kowalski on Monday, 23 November at 09:30 has been updated', about('appointment')],
  [11, 'MEDICAL', 'Lab results for Maria Zielińska are ready for review: potassium outside the reference range', about('medical_record')],
  [26, 'MESSAGE', 'Dora Lis sent you a message: Could we move Mr Adamski to room 4 before noon?', { related: { kind: 'chat', id: null } }],
  [52, 'PRESCRIPTION', 'A new prescription for Amoxicillin, Ibuprofen has been created by Dora Lis', { ...about('prescription'), status: 'read', waiting: 'read' }],
  [64, 'APPOINTMENT', 'Your appointment with Piotr Wrona on Tuesday, 24 November at 11:00 has been scheduled', about('appointment')],
  [73, 'PRESCRIPTION', 'A new prescription for Metformin has been created by Tomasz Bąk', about('prescription')],
  [95, 'ISSUE', 'Printer at desk 2 reports a paper jam', { ...read, refused: 'the server no longer has this notification.' }],
];

const YESTERDAY: Line[] = [
  [1029, 'MESSAGE', 'Tomasz Bąk sent you a message: Thank you, the referral went through.', { related: { kind: 'chat', id: null } }],
  [1074, 'APPOINTMENT', 'Your appointment with Ewa Mazur on Friday, 27 November at 14:15 has been scheduled', about('appointment')],
  [1230, 'REFERRAL', 'You have been referred by Dora Lis to see a Cardiologist', { ...read, ...about('referral') }],
  [1302, 'BILLING', 'Invoice 2026/118 was paid', read],
  [2610, 'MEDICAL_RECORD', 'Dora Lis has updated the medical record about: Hypertension stage 1', { ...read, ...about('medical_record') }],
  [2741, 'SYSTEM', 'Maintenance on Sunday from 02:00 to 03:00', read],
];

/** What somebody hostile would send. */
const HOSTILE: Line[] = [
  [1, 'SYSTEM', '<img src=x onerror="document.title=1"><script>document.title=2</script> & <b>bold</b>'],
  [2, 'MESSAGE', `Dora Lis sent you a message: ${'no space '.repeat(3)}${'x'.repeat(4000)}`],
  [3, 'ISSUE', 'First line\nSecond line\u0000\u202Etxet sdrawkcab'],
  [4, '<svg onload=1>', 'An unknown type'],
];

const KINDS = ['APPOINTMENT', 'PRESCRIPTION', 'REFERRAL', 'MEDICAL', 'MEDICAL_RECORD', 'ISSUE', 'MESSAGE', 'SYSTEM'];

/** The invented rows of a scene, newest first. */
export function invent(scene: string, now: number): Row[] {
  if (scene === 'empty') return [];
  if (scene === 'hostile') return HOSTILE.map((line, at) => rowOf(line, at, now));
  if (scene === 'many') return Array.from({ length: 1000 }, (_, at) => rowOf(numbered(at), at, now));
  return [...MORNING, ...YESTERDAY].map((line, at) => rowOf(line, at, now));
}

function numbered(at: number): Line {
  return [(at + 1) * 7, KINDS[at % KINDS.length] ?? 'SYSTEM', `Notification ${1000 - at} of a thousand`, at % 3 ? read : {}];
}

function rowOf([minutes, kind, message, more]: Line, at: number, now: number): Row {
  return {
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    kind,
    message,
    date: new Date(now - minutes * MINUTE).toISOString(),
    status: 'unread',
    related: null,
    waiting: null,
    refused: null,
    follow_up: null,
    ...more,
  };
}

/** A row that has just come. */
export function arrival(message: string, kind: string, number: number): Row {
  return { ...rowOf([0, kind, message], 0, Date.now()), id: `10000000-0000-4000-8000-${String(number).padStart(12, '0')}` };
}

export { KINDS };

import { expect, test } from 'vitest';
import type { Answer } from '../bindings/Answer';
import type { Request } from '../bindings/Request';
import { foresight } from './foresight';
import foreseen from './foreseen.json';

const questions = foreseen as Request[];

test('an answer that is there already is given once; what could not be answered is asked', () => {
  const snapshot = { is: 'done' } satisfies Answer;
  globalThis.answers = [null, snapshot, null];
  const foreseen = foresight();
  expect(globalThis.answers).toBeUndefined();
  const given = [...questions, ...questions].map((question) => foreseen.take(question));
  expect(given).toEqual([null, snapshot, null, null, null, null]);
});

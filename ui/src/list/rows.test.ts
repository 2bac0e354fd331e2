import { expect, test } from 'vitest';
import type { Answer } from '../bindings/Answer';
import type { Page } from '../bindings/Page';
import type { Request } from '../bindings/Request';
import { EVERYTHING } from '../filter/filters';
import { Refused } from '../platform';
import { type Change, Rows } from './rows.svelte';
import { rowOf } from './samples';

type List = Extract<Request, { do: 'list' }>;

/** An agent with so many rows, the newest with the highest number; it answers when it is told to. */
class Agent {
  readonly asked: List[] = [];
  readonly changes: Change[] = [];
  readonly rows = new Rows(this, (change) => this.changes.push(change));
  #waiting: (() => void)[] = [];
  #total: number;
  #came = 0;
  down = false;

  constructor(total: number) {
    this.#total = total;
  }

  onEvent = () => Promise.resolve();

  ask(request: Request): Promise<Answer> {
    const list = request as List;
    this.asked.push(list);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => (this.down ? reject(new Refused({ code: 'other', message: 'It has stopped.' })) : resolve(this.#page(list))));
    });
  }

  /** Answers until nothing is asked any more. */
  async answer() {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      next();
      await new Promise(setImmediate);
    }
  }

  arrive(many: number) {
    this.#came += many;
    this.#total += many;
  }

  lose(many: number) {
    this.#total -= many;
  }

  /** How many were told of that wait. */
  get waiting(): number {
    return this.changes.reduce((sum, { waiting }) => sum + waiting, 0);
  }

  get shown(): string {
    const { span } = this.rows;
    return `${span.from}..${span.to}: ${span.rows[0]?.message}..${span.rows.at(-1)?.message}`;
  }

  #page({ through, skip, limit }: List): Answer {
    const newer = through === null ? 0 : this.#came - Number(through);
    const total = this.#total - newer;
    const many = Math.max(0, Math.min(limit, total - skip));
    const rows = Array.from({ length: many }, (_, at) => rowOf({ id: `row ${total - skip - at}`, message: `${total - skip - at}` }));
    const value: Page = { rows, total, unread: total, newer, last: String(this.#came) };
    return { is: 'page', value };
  }
}

async function opened(total: number): Promise<Agent> {
  const agent = new Agent(total);
  void agent.rows.open(EVERYTHING);
  await agent.answer();
  return agent;
}

const look = (agent: Agent, from: number) => {
  agent.rows.atTop = from === 0;
  agent.rows.look({ from, to: from + 10 });
};

test('a list opens with all that is wanted at its top, and what follows is fetched before it is seen', async () => {
  const agent = await opened(100_000);
  look(agent, 0);
  await agent.answer();
  expect(agent.shown).toBe('0..200: 100000..99801');
  look(agent, 120);
  await agent.answer();
  expect(agent.shown).toBe('0..300: 100000..99701');
  look(agent, 400);
  await agent.answer();
  expect(agent.shown).toBe('300..600: 99700..99401');
  expect(agent.asked.map(({ skip, limit }) => [skip, limit])).toEqual([[0, 200], [200, 100], [300, 300]]);
});

test('a look that needs nothing stands in the way of nothing', async () => {
  const agent = await opened(10);
  look(agent, 0);
  look(agent, 0);
  agent.arrive(1);
  void agent.rows.refresh();
  await agent.answer();
  expect(agent.rows.total).toBe(11);
});

test('a jump needs one question, wherever it goes, and so does the way back', async () => {
  const agent = await opened(100_000);
  look(agent, 50_000);
  await agent.answer();
  expect(agent.shown).toBe('49900..50200: 50100..49801');
  look(agent, 99_990);
  await agent.answer();
  expect(agent.shown).toBe('99850..100000: 150..1');
  look(agent, 0);
  await agent.answer();
  expect(agent.asked).toHaveLength(4);
  expect(agent.rows.span.from).toBe(0);
});

test('who is at the top sees at once what comes; who reads further down is told how many', async () => {
  const agent = await opened(1000);
  agent.arrive(1);
  void agent.rows.refresh();
  await agent.answer();
  expect([agent.shown, agent.rows.newer]).toEqual(['0..200: 1001..802', 0]);
  expect(agent.changes.at(-1)?.arrived.map(({ message }) => message)).toEqual(['1001']);

  look(agent, 120);
  await agent.answer();
  agent.arrive(3);
  void agent.rows.refresh();
  void agent.rows.refresh();
  await agent.answer();
  expect([agent.shown, agent.rows.newer, agent.rows.total]).toEqual(['0..300: 1001..702', 3, 1001]);
  expect(agent.waiting).toBe(3);
  agent.arrive(1);
  void agent.rows.refresh();
  await agent.answer();
  expect([agent.rows.newer, agent.waiting]).toEqual([4, 4]);
  expect(agent.rows.last).toBe('1');

  void agent.rows.admit();
  await agent.answer();
  expect([agent.rows.newer, agent.rows.total, agent.rows.last]).toEqual([0, 1005, '5']);
});

test('a list that shrinks under the reader shows its end', async () => {
  const agent = await opened(1000);
  look(agent, 900);
  await agent.answer();
  agent.lose(950);
  void agent.rows.refresh();
  await agent.answer();
  expect(agent.shown).toBe('0..50: 50..1');
});

test('a list that changes between two pages is fetched anew', async () => {
  const agent = await opened(1000);
  look(agent, 60);
  agent.lose(10);
  await agent.answer();
  expect(agent.shown).toBe('0..250: 990..741');
});

test('what was asked before everything is forgotten is not kept when it comes afterwards', async () => {
  const agent = await opened(10);
  void agent.rows.open({ ...EVERYTHING, text: 'be' });
  agent.rows.forget();
  await agent.answer();
  const { span, unread, filter, loaded, last } = agent.rows;
  expect([span.rows, unread, filter, loaded, last]).toEqual([[], 0, EVERYTHING, false, null]);
});

test('only the answer to the last question counts while somebody types', async () => {
  const agent = await opened(10);
  void agent.rows.open({ ...EVERYTHING, text: 'b' });
  void agent.rows.open({ ...EVERYTHING, text: 'be' });
  const before = agent.changes.length;
  await agent.answer();
  expect([agent.changes.length - before, agent.rows.filter.text]).toEqual([1, 'be']);
});

test('without an answer it says why, and goes on when there is one', async () => {
  const agent = await opened(10);
  agent.down = true;
  void agent.rows.refresh();
  await agent.answer();
  expect([agent.rows.fault?.message, agent.rows.total]).toEqual(['It has stopped.', 10]);
  agent.down = false;
  void agent.rows.refresh();
  await agent.answer();
  expect(agent.rows.fault).toBe(null);
  agent.down = true;
  void agent.rows.open({ ...EVERYTHING, text: 'x' });
  await agent.answer();
  expect([agent.rows.fault?.message, agent.rows.total]).toEqual(['It has stopped.', 0]);
});

import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

// No test but a command: npm run bench. Nothing is asserted but that it was measured: read the table.

/** So often everything is measured. */
const TIMES = 7;
const WHEEL_TURNS = 300;
const QUERY = 'zielińska';

/** What is measured in the page, kept there until it is read. */
interface Watch {
  frames: number[];
  keys: number[];
  painted: number;
}

declare global {
  var watch: Watch;
}

/** What takes a thread of the page, as Chromium traces it: one task after the other. */
const TASK = 'RunTask';
/** The thread on which a page is scripted, laid out and painted. */
const MAIN = 'CrRendererMain';

/** An event of a trace; times in microseconds. */
interface Traced {
  name: string;
  pid: number;
  tid: number;
  /** Of the processor. */
  tdur?: number;
  args: { name?: string };
}

let browser: Browser;
const table: Record<string, string>[] = [];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  // eslint-disable-next-line no-console -- What it is for.
  console.table(table);
});

/** Opens the window on a hundred thousand rows. */
async function open(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  await page.addInitScript(observe);
  await page.goto(`${inject('page')}?fake=vast`);
  await page.getByTestId('row').first().waitFor();
  return page;
}

/** Runs in the page: notes every frame, the first one with rows in it, and the one after each key's result. */
function observe() {
  globalThis.watch = { frames: [], keys: [], painted: 0 };
  const { watch } = globalThis;
  let typed = 0;
  let changed = false;
  const frame = (now: number) => {
    watch.frames.push(now);
    // What was there at the beginning of this frame was painted in the one before.
    if (watch.painted === 0 && document.querySelector('[data-testid=row]')) watch.painted = now;
    if (typed > 0 && changed) {
      watch.keys.push(performance.now() - typed);
      typed = 0;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  addEventListener('input', (event) => {
    typed = event.timeStamp;
    changed = false;
  }, true);
  new MutationObserver(() => (changed = typed > 0)).observe(document, { subtree: true, childList: true, characterData: true });
}

function report(what: string, values: number[], goal: string) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1)} ms`;
  table.push({ what, median: at(0.5), p99: at(0.99), worst: at(1), of: String(values.length), goal });
}

/** The processor's time for each task of the page, in milliseconds: unlike frames it is the same on a busy computer. */
async function tasks(page: Page, act: () => Promise<unknown>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Traced[] };
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === MAIN).map(({ pid, tid }) => `${pid} ${tid}`);
  const ours = traceEvents.filter(({ name, pid, tid }) => name === TASK && threads.includes(`${pid} ${tid}`));
  return ours.map(({ tdur = 0 }) => tdur / 1000).filter((time) => time >= 1);
}

const gaps = (frames: number[]) => frames.slice(1).map((frame, at) => frame - (frames[at] ?? frame));

test('open to first painted list', async () => {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const page = await open();
    times.push(await page.evaluate(() => watch.painted));
    await page.close();
  }
  report('open to first painted list', times, '<= 500 ms');
  expect(times).toHaveLength(TIMES);
});

test('scrolling by the wheel', { timeout: 240_000 }, async () => {
  // The yardstick: a bare page as high as the list. What it needs, this computer needs at this moment.
  const bare = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  await bare.setContent('<body style="margin:0"><div style="height:7200000px;background:linear-gradient(white,grey)">');
  await bare.evaluate(observe);
  const yardstick = await scroll(bare, () => false);
  await bare.close();

  const page = await open();
  const times = await tasks(page, () => scroll(page, () => false));
  const { frames, blanks } = await scroll(page, isBlank);
  const reached = await page.getByTestId('row').last().getAttribute('aria-rowindex');
  report(`scrolling by the wheel to row ${reached}, each frame`, frames, 'none > 50 ms');
  report('the same on a bare page', yardstick.frames, '');
  report('scrolling, each task of 1 ms and more, time of the processor', times, 'none > 50 ms');
  const slow = (of: number[]) => of.filter((gap) => gap > 50).length;
  table.push({ what: 'frames over 50 ms: here; on the bare page; blanks seen', worst: `${slow(frames)}; ${slow(yardstick.frames)}; ${blanks}`, of: String(frames.length), goal: '0; ; 0' });
  await page.close();
});

/** Turns the wheel over a page, and looks now and then. */
async function scroll(page: Page, blank: () => boolean) {
  await page.mouse.move(500, 400);
  await page.evaluate(() => (watch.frames.length = 0));
  let blanks = 0;
  for (let turn = 0; turn < WHEEL_TURNS; turn++) {
    await page.mouse.wheel(0, 600);
    if (turn % 10 === 0) blanks += Number(await page.evaluate(blank));
  }
  return { frames: gaps(await page.evaluate(() => watch.frames)), blanks };
}

/** Runs in the page: whether the middle of the list shows no row. */
function isBlank(): boolean {
  const { left, top, width, height } = document.querySelector('[data-testid=scroller]')?.getBoundingClientRect() ?? new DOMRect();
  return !document.elementFromPoint(left + width / 2, top + height / 2)?.closest('[role=row]');
}

test('a jump anywhere', async () => {
  const page = await open();
  const times: number[] = [];
  for (let time = 0; time < 30; time++) times.push(await page.evaluate(jump, (time * 7919) % 100));
  report('a jump by the scrollbar to rows in sight', times, '');
  await page.close();
});

/** Runs in the page: drags the scrollbar to so many hundredths, and waits for a row there. */
async function jump(hundredths: number): Promise<number> {
  const scroller = document.querySelector('[data-testid=scroller]');
  const { left, top, width, height } = scroller?.getBoundingClientRect() ?? new DOMRect();
  // The heading of a day may be at one of these, not at both.
  const places = [0.4, 0.6].map((part) => top + height * part);
  const isThere = () => places.some((y) => document.elementFromPoint(left + width / 2, y)?.closest('[role=row]'));
  const begun = performance.now();
  scroller?.scrollTo(0, (scroller.scrollHeight * hundredths) / 100);
  do await new Promise(requestAnimationFrame);
  while (!isThere());
  return performance.now() - begun;
}

async function type(page: Page) {
  for (const [at, letter] of [...QUERY].entries()) {
    await page.keyboard.type(letter);
    await page.waitForFunction((many) => watch.keys.length > many, at);
  }
}

test('key to result', { timeout: 240_000 }, async () => {
  const times: number[] = [];
  const taken: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const page = await open();
    await page.getByTestId('search').focus();
    await page.evaluate(() => fake.ask({ do: 'open-search' }));
    taken.push(...(await tasks(page, () => type(page))));
    times.push(...(await page.evaluate(() => watch.keys)));
    await page.close();
  }
  report('key to result in the search box', times, '<= 50 ms');
  report('the same, each task of 1 ms and more, time of the processor', taken, '<= 50 ms');
});

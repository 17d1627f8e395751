import { afterEach, expect, it } from 'vitest';
import type { PlannedStep } from '../plan/plan.js';
import type { RunEvent } from '../run/run-event.js';
import { LiveView } from './live-view.js';
import { plainPaint } from './paint.js';
import { displayWidth } from './text-width.js';

const columns = 90;

function step(name: string, action: PlannedStep['action'], reason: string): PlannedStep {
  return { name, step: 'sample', from: [], hash: name, action, reason };
}

const seeds = step('seeds', 'cached', 'nothing it depends on changed');
const designs = step('designs', 'run', 'its options changed');

/** A screen that obeys what a live view writes: text, line feeds, cursor up, carriage return, erase below. */
class RecordedScreen {
  readonly writes: string[] = [];
  readonly paint = plainPaint;
  time = 0;
  #lines: string[] = [];
  #row = 0;

  columns(): number {
    return columns;
  }

  now(): number {
    return this.time;
  }

  write(text: string): void {
    this.writes.push(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what is looked for
    for (const [token] of text.matchAll(/\u001b\[\d+A|\u001b\[J|[\r\n]|[^\u001b\r\n]+/g)) this.#obey(token);
  }

  get shown(): readonly string[] {
    return this.#lines;
  }

  #obey(token: string): void {
    if (token === '\n') this.#lines[this.#row++] ??= '';
    else if (token === '\u001b[J') this.#lines.length = this.#row;
    else if (token.startsWith('\u001b[')) this.#row -= Number.parseInt(token.slice(2), 10);
    else if (token !== '\r') this.#lines[this.#row] = token;
  }
}

const open: LiveView[] = [];
afterEach(() => {
  for (const view of open.splice(0)) view.close();
});

function started(): { screen: RecordedScreen; view: LiveView } {
  const screen = new RecordedScreen();
  const view = new LiveView(screen);
  open.push(view);
  view.show({ type: 'run-started', title: 'Fragrances', plan: { steps: [seeds, designs] } });
  view.show({ type: 'step-cached', step: seeds, rows: 2000 });
  screen.time = 1000;
  view.show({ type: 'step-started', step: designs });
  return { screen, view };
}

function progress(done: number, seconds: number): RunEvent {
  const detail = 'best energy -3.21';
  return { type: 'step-progress', step: designs, progress: { done, total: 200, unit: 'generations', detail }, seconds };
}

it('shows what stays above and one live line for the running step', () => {
  const { screen, view } = started();
  screen.time = 3000;
  view.show(progress(100, 2));
  expect(screen.shown).toEqual([
    'Fragrances',
    '',
    '  ✔ seeds    2,000 rows      kept: nothing it depends on changed',
    expect.stringMatching(
      /^ {2}\S designs {2}██████░{6} {2}50 % {2}100\/200 generations · best energy -3\.21 · 2 s left$/,
    ),
  ]);
});

it('keeps a line that says where a step goes on from', () => {
  const { screen, view } = started();
  const further: PlannedStep = {
    ...designs,
    name: 'further',
    reason: 'unfinished, goes on from 50 % (100 of 200 generations)',
    goesOnFrom: { done: 100, total: 200, unit: 'generations' },
  };
  view.show({ type: 'step-started', step: further });
  const progress = { done: 110, total: 200, unit: 'generations' };
  screen.time = 3000;
  view.show({ type: 'step-progress', step: further, progress: { ...progress, done: 100 }, seconds: 1 });
  screen.time = 4000;
  view.show({ type: 'step-progress', step: further, progress, seconds: 2 });
  expect(screen.shown[3]).toBe('  ↻ further  unfinished, goes on from 50 % (100 of 200 generations)');
  expect(screen.shown.at(-1)).toMatch(/110\/200 generations.* · 9 s left$/);
});

it('draws at most ten times a second', () => {
  const { screen, view } = started();
  const before = screen.writes.length;
  for (let done = 0; done < 200; done++) {
    screen.time += 5;
    view.show(progress(done, done / 200));
  }
  expect(screen.writes.length - before).toBeLessThanOrEqual(10);
});

it('never writes a line that the terminal would wrap', () => {
  const { screen, view } = started();
  screen.time = 2000;
  view.show({
    type: 'step-progress',
    step: designs,
    progress: { done: 7, total: 9, unit: 'rows', detail: 'x'.repeat(300) },
    seconds: 1,
  });
  for (const line of screen.shown) expect(displayWidth(line)).toBeLessThan(columns);
});

it('leaves finished lines and nothing of the live ones', () => {
  const { screen, view } = started();
  screen.time = 2000;
  view.show(progress(10, 1));
  const outcome = { badRows: 3, rowsRead: 2000, summary: { 'acceptance rate': 0.31 } };
  view.show({ type: 'step-finished', step: designs, outcome, rows: 200, seconds: 4.2, files: [] });
  view.close();
  expect(screen.shown.slice(3)).toEqual(['  ✔ designs  200 rows, 3 bad  4.2 s     acceptance rate 0.31']);
});

it('says that it is stopping without losing the live line, and what was stopped', () => {
  const { screen, view } = started();
  screen.time = 2000;
  view.show(progress(10, 1));
  view.stopping('Stopping');
  expect(screen.shown.at(-2)).toBe('Stopping');
  expect(screen.shown.at(-1)).toMatch(/designs/);
  view.show({ type: 'step-failed', step: designs, message: 'cancelled', seconds: 1.5 });
  expect(screen.shown.at(-1)).toBe('  ■ designs  stopped after 1.5 s');
});

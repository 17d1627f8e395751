import type { Paint } from './paint.js';
import { countOf } from './quantities.js';
import { padToWidth, printable, wrapProse } from './text-width.js';

/** One thing looked at. `advice` says what to do where it is not good. */
export interface DoctorCheck {
  readonly name: string;
  readonly state: 'good' | 'warning' | 'bad';
  readonly text: string;
  readonly advice?: string;
}

/** What `basin doctor` prints: a line for each check, and under what is not good, what to do. */
export function showChecks(checks: readonly DoctorCheck[], width: number, paint: Paint): string[] {
  const nameWidth = Math.max(...checks.map(({ name }) => name.length));
  const marks = { good: paint('green', '✔'), warning: paint('yellow', '!'), bad: paint('red', '✖') };
  const hanging = ' '.repeat(nameWidth + 6);
  const lines = checks.flatMap(({ name, state, text, advice }) => {
    const [first = '', ...further] = wrapProse(printable(text), width - hanging.length);
    const advised = advice === undefined ? [] : wrapProse(`→ ${printable(advice)}`, width - hanging.length);
    return [
      `  ${marks[state]} ${padToWidth(printable(name), nameWidth)}  ${first}`,
      ...further.map((line) => hanging + line),
      ...advised.map((line) => hanging + paint('yellow', line)),
    ];
  });
  const bad = checks.filter(({ state }) => state === 'bad').length;
  const verdict =
    bad === 0
      ? paint(['bold', 'green'], 'Everything needed works here.')
      : paint(['bold', 'red'], `${countOf(bad, 'check')} failed.`);
  return [...lines, '', verdict];
}

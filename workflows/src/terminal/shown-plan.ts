import type { Plan } from '../plan/plan.js';
import type { Paint } from './paint.js';
import { countOf } from './quantities.js';
import { padToWidth, printable } from './text-width.js';

/** What `basin plan` prints: each step, what would happen to it, and why. */
export function showPlan({ steps }: Plan, paint: Paint): string[] {
  const nameWidth = Math.max(...steps.map(({ name }) => name.length));
  const stepWidth = Math.max(...steps.map(({ step }) => step.length));
  const lines = steps.map(({ name, step, action, reason }) => {
    const mark = action === 'run' ? paint('cyan', 'run ') : paint('dim', 'keep');
    const head = `${padToWidth(printable(name), nameWidth)}  ${paint('dim', padToWidth(printable(step), stepWidth))}`;
    return `  ${mark}  ${head}  ${paint('dim', printable(reason))}`;
  });
  const running = steps.filter(({ action }) => action === 'run').length;
  return [...lines, '', `${countOf(steps.length, 'step')}: ${running} to run, ${steps.length - running} to keep`];
}

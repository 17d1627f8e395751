import type { StaleWork } from '../run/stale-work.js';
import type { Paint } from './paint.js';
import { countOf, formatBytes } from './quantities.js';
import { displayWidth, padToWidth, printable } from './text-width.js';

/** What `basin clean` prints: everything that went or would go, with its size and why, and the sum. */
export function showCleaning(stale: readonly StaleWork[], isDry: boolean, paint: Paint): string[] {
  if (stale.length === 0) return ['Nothing to remove'];
  const rows = stale.map(({ kind, step, bytes, reason }) => ({
    head: [kind === 'cached' ? 'cached' : 'unfinished', printable(step ?? '?'), formatBytes(bytes)],
    reason: printable(reason),
  }));
  const widths = [0, 1, 2].map((j) => Math.max(...rows.map(({ head }) => displayWidth(head[j]!))));
  const total = stale.reduce((sum, { bytes }) => sum + bytes, 0);
  const told = `${formatBytes(total)} in ${countOf(stale.length, 'folder')}`;
  return [
    ...rows.map(({ head: [kind, step, bytes], reason }) => {
      const cells = `${padToWidth(kind!, widths[0]!)}  ${padToWidth(step!, widths[1]!)}  ${padToWidth(bytes!, widths[2]!, 'left')}`;
      return `  ${cells}  ${paint('dim', reason)}`;
    }),
    '',
    isDry ? `Would free ${paint('bold', told)}` : `Freed ${paint('bold', told)}`,
  ];
}

import { noRow } from './row-task.js';

/**
 * Watches the row that a worker is at, and calls `onOverdue` once if one row takes longer than `timeoutMs`: at the
 * latest a quarter of that time (at most 250 ms) after it is due. Never keeps the process alive.
 *
 * @param progress - The shared cell in which the worker notes its row.
 * @returns Ends the watch.
 */
export function watchRows(progress: Int32Array, timeoutMs: number, onOverdue: (row: number) => void): () => void {
  let lastRow = noRow;
  let since = performance.now();
  const timer = setInterval(look, Math.min(250, Math.max(5, timeoutMs / 4)));
  timer.unref();
  return () => clearInterval(timer);

  function look(): void {
    const row = Atomics.load(progress, 0);
    const now = performance.now();
    if (row !== lastRow) {
      lastRow = row;
      since = now;
    } else if (row !== noRow && now - since >= timeoutMs) {
      clearInterval(timer);
      onOverdue(row);
    }
  }
}

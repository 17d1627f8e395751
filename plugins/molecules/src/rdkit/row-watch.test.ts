import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { noRow } from './row-task.js';
import { watchRows } from './row-watch.js';

function cell(row: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4)).fill(row);
}

describe('watchRows', () => {
  it('names the row that stands still, once', async () => {
    const overdue: number[] = [];
    const end = watchRows(cell(7), 40, (row) => overdue.push(row));
    await sleep(300);
    end();
    expect(overdue).toEqual([7]);
  });

  it('is content while rows advance, and where none has begun', async () => {
    const overdue: number[] = [];
    const advancing = cell(0);
    const ends = [
      watchRows(advancing, 400, (row) => overdue.push(row)),
      watchRows(cell(noRow), 40, (row) => overdue.push(row)),
    ];
    for (let row = 1; row <= 30; row++) {
      await sleep(20);
      Atomics.store(advancing, 0, row);
    }
    for (const end of ends) end();
    expect(overdue).toEqual([]);
  });
});

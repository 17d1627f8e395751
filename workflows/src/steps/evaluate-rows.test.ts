import { all, ConfigurationError, type Energy, InvalidStateError, NonFiniteEnergyError } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { type EvaluatedRows, evaluateRows } from './evaluate-rows.js';
import { NumberSpace } from './fixtures/number-space.js';

const space = new NumberSpace();
const signal = { aborted: false };
const square = (batch: Float64Array): Float64Array => batch.map((x) => x * x);

/** Squares, except for rows that `fault` throws for; counts evaluations of states. */
function poisoned(fault: (x: number, row: number) => Error | undefined): Energy<Float64Array> & { states: number } {
  return {
    states: 0,
    evaluate(batch) {
      this.states += batch.length;
      for (const [row, x] of batch.entries()) {
        const error = fault(x, row);
        if (error !== undefined) throw error;
      }
      return square(batch);
    },
  };
}

function energies({ parts }: EvaluatedRows): [number, number][] {
  return parts
    .flatMap(({ rows, tree }) => Array.from(rows, (row, i): [number, number] => [row, tree.energy[i]!]))
    .sort((a, b) => a[0] - b[0]);
}

describe('evaluateRows', () => {
  it('evaluates a batch without faults once', async () => {
    const energy = poisoned(() => undefined);
    const result = await evaluateRows(space, energy, Float64Array.of(1, 2, 3), signal);
    expect(energies(result)).toEqual([
      [0, 1],
      [1, 4],
      [2, 9],
    ]);
    expect(energy.states).toBe(3);
  });

  const faults: [string, (x: number, row: number) => Error, string][] = [
    ['an error that names the row', (_, row) => new InvalidStateError(row, 'odd one'), 'odd one'],
    [
      'a NaN that names the row',
      (_, row) => new NonFiniteEnergyError('square', row, Number.NaN),
      "energy 'square' is NaN for this state",
    ],
    ['an error that names no row', () => new Error('boom'), 'boom'],
    ['an error that names a row there is not', () => new InvalidStateError(99, 'lost'), 'lost'],
  ];
  it.each(faults)('sets aside exactly the rows with %s', async (_, make, message) => {
    const batch = Float64Array.from({ length: 100 }, (_value, i) => i);
    const isBad = (x: number): boolean => x === 0 || x === 99 || x % 7 === 3;
    const energy = poisoned((x, row) => (isBad(x) ? make(x, row) : undefined));
    const result = await evaluateRows(space, energy, batch, signal);
    const bad = Array.from(batch).filter(isBad);
    expect(result.failed.map(({ row }) => row)).toEqual(bad);
    expect(new Set(result.failed.map((failure) => failure.message))).toEqual(new Set([message]));
    expect(energies(result)).toEqual(Array.from(batch).flatMap((x) => (isBad(x) ? [] : [[x, x * x]])));
    expect(energy.states).toBeLessThan(100 * 2 * 8);
  });

  it('sets aside rows whose energy is NaN or −Infinity and keeps +Infinity', async () => {
    const given = Float64Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    const result = await evaluateRows(space, { evaluate: (batch: Float64Array) => batch }, given, signal);
    expect(energies(result)).toEqual([
      [1, 1],
      [2, Number.POSITIVE_INFINITY],
    ]);
    expect(result.failed.map(({ row, status }) => [row, status])).toEqual([
      [0, 'non-finite'],
      [3, 'non-finite'],
    ]);
  });

  it('finds the row that one term of a composition cannot take', async () => {
    const root = { evaluate: (batch: Float64Array) => batch.map(Math.sqrt) };
    const energy = all<Float64Array>([
      { name: 'root', energy: root, weight: 2 },
      { name: 'square', energy: { evaluate: square }, weight: 1 },
    ]);
    const result = await evaluateRows(space, energy, Float64Array.of(4, -1, 9), signal);
    expect(energies(result)).toEqual([
      [0, 20],
      [2, 87],
    ]);
    expect(result.failed).toEqual([{ row: 1, status: 'non-finite', message: "energy 'root' is NaN for this state" }]);
  });

  it('does not blame rows for a configuration that cannot work', async () => {
    const energy = poisoned(() => new ConfigurationError([{ path: [], message: 'no model' }]));
    await expect(evaluateRows(space, energy, Float64Array.of(1), signal)).rejects.toThrow('no model');
  });
});

import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../errors/design-error.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import type { Comparable, Drawable, StateSpace } from '../state/state-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { checkSpace } from './check-space.js';

const space = CategoricalSpace.uniform(2, 3);
const batch = space.enumerate();

/** The categorical space with a part replaced. */
function broken(
  part: Partial<Drawable<CategoricalBatch> & Comparable<CategoricalBatch>>,
): StateSpace<CategoricalBatch> {
  const methods = ['size', 'random', 'take', 'concat', 'identity', 'encode', 'decode'] as const;
  const whole = Object.fromEntries(methods.map((name) => [name, (space[name] as () => unknown).bind(space)]));
  return { kind: 'categorical', ...whole, ...part } as StateSpace<CategoricalBatch>;
}

const drawn = { svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>', alt: 'two sites' };

describe('checkSpace passes', () => {
  it('the spaces for trying things on, with their bad rows', async () => {
    const sites = { type: 'text', values: ['0 1', '3 0', '2 2', '0 9'] } as const;
    await checkSpace(space, batch, { columns: { state: sites }, badRows: [1, 3] });
    const position = { type: 'vector', values: Float64Array.of(0, 1, Number.NaN, 0, 2, 2), width: 2 } as const;
    await checkSpace(VectorSpace.ofDimension(2), Float64Array.of(1, 2, 3, 4, 5, 6), {
      columns: { position },
      badRows: [1],
    });
  });

  it('a space that cannot draw states at random and says so', async () => {
    const refusing = broken({
      random: () => {
        throw new ConfigurationError([{ path: [], message: 'give seeds' }]);
      },
    });
    await checkSpace(refusing, batch);
  });

  it('drawings and similarities', async () => {
    const similar = (states: CategoricalBatch, row: number, others: Int32Array) =>
      Float64Array.from(
        others,
        (other) => [0, 1].filter((i) => states[2 * row + i] === states[2 * other + i]).length / 2,
      );
    await checkSpace(
      broken({
        draw: (states) => Array(states.length / 2).fill(drawn),
        similarityName: 'Hamming',
        similarities: similar,
      }),
      batch,
    );
  });
});

describe('checkSpace finds', () => {
  it.each<[string, Parameters<typeof broken>[0], string]>([
    ['equal identities', { identity: (states, row) => `${states[2 * row]}` }, 'different states have equal identities'],
    ['rows in another order', { take: (states, rows) => space.take(states, rows.toSorted()) }, 'in the given order'],
    ['parts in another order', { concat: (batches) => space.concat(batches.toReversed()) }, 'concat of the parts'],
    [
      'states lost on the way',
      { decode: () => ({ batch: new Uint8Array(0), rows: new Int32Array(0), bad: [] }) },
      'which rows its states came from',
    ],
    [
      'states changed on the way',
      { encode: (states) => space.encode(states.toReversed()) },
      'decode of encode: row 0 is',
    ],
    [
      'random states that do not repeat',
      {
        random: (() => {
          let n = 0;
          return () => new Uint8Array(10).fill(n++);
        })(),
      },
      'random states of the same stream',
    ],
    ['another number of random states', { random: () => new Uint8Array(4) }, 'random gives 2 states where 5'],
    [
      'ids in drawings',
      { draw: (states) => Array(states.length / 2).fill({ ...drawn, svg: '<svg id="a"></svg>' }) },
      'a script or an id',
    ],
    ['drawings without words', { draw: (states) => Array(states.length / 2).fill({ ...drawn, alt: ' ' }) }, 'no words'],
    [
      'a similarity above 1',
      { similarities: (_, __, others) => Float64Array.from(others, (row) => row + 1) },
      'outside [0, 1]',
    ],
    [
      'a similarity in one direction',
      { similarities: (_, row, others) => Float64Array.from(others, (other) => (row === other ? 1 : row / 9)) },
      'either way',
    ],
  ])('%s', async (_, part, message) => {
    await expect(checkSpace(broken(part), batch)).rejects.toThrow(message);
  });

  it('bad rows that are reported wrongly', async () => {
    const columns = space.encode(Uint8Array.of(0, 1, 3, 0));
    await expect(checkSpace(space, batch, { columns, badRows: [0] })).rejects.toThrow(
      'reports the bad rows [1], expected [0]',
    );
    const silent = broken({
      decode: (given) => {
        const decoded = space.decode(given);
        return { ...decoded, bad: decoded.bad.map((row) => ({ ...row, message: '' })) };
      },
    });
    await expect(checkSpace(silent, batch, { columns, badRows: [1] })).rejects.toThrow('does not say why row 1 is bad');
  });
});

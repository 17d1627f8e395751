import { expect, it } from 'vitest';
import { memoryTable } from '../steps/fixtures/in-memory-context.js';
import { autocorrelation } from './autocorrelation-chart.js';
import { rankShares } from './rank-chart.js';
import { readDraws } from './read-draws.js';
import { thinned } from './trace-chart.js';

const x = [{ name: 'x', unit: '1', column: 'x' }];

it('draws again in proportion to the weights, whatever their size', async () => {
  const place = Int32Array.of(0, 0, 1, 1);
  const table = memoryTable({
    x: { type: 'float64', values: Float64Array.of(1, 2, 3, 4) },
    chain: { type: 'int32', values: place },
    logWeight: { type: 'float64', values: Float64Array.from([2, 1, 1, 0], (w) => 900 + Math.log(w)) },
  });
  const read = await readDraws(table, { chain: 'chain', step: 'step', logWeight: 'logWeight' }, x);
  expect(read.drawCount).toBe(4);
  expect(read.quantities[0]?.chains.map((chain) => [...chain])).toEqual([[1, 1, 2], [3]]);
});

it('puts the draws of a chain in the order in which they stand, and single numbers of vectors apart', async () => {
  const table = memoryTable({
    position: { type: 'vector', values: Float64Array.of(1, 10, 2, 20, 3, 30), width: 2 },
    chain: { type: 'int32', values: Int32Array.of(4, 1, 4) },
  });
  const second = [{ name: 'position[1]', unit: '1', column: 'position', component: 1 }];
  const read = await readDraws(table, { chain: 'chain', step: 'step' }, second);
  expect(read.chains).toEqual([1, 4]);
  expect(read.quantities[0]?.chains.map((chain) => [...chain])).toEqual([[20], [10, 30]]);
});

it('keeps the excursions of a long chain', () => {
  const chain = new Float64Array(10_000);
  chain[1234] = 5;
  chain[7777] = -3;
  const values = thinned(chain).map(({ draw, value }) => [draw, value]);
  expect(values.length).toBeLessThanOrEqual(400);
  expect(values).toContainEqual([1235, 5]);
  expect(values).toContainEqual([7778, -3]);
});

it('spreads ranks evenly over chains that agree, and not over chains apart', () => {
  const even = Float64Array.from({ length: 100 }, (_, i) => 2 * i);
  const odd = even.map((value) => value + 1);
  for (const shares of rankShares([even, odd])) expect([...shares]).toEqual(Array(20).fill(expect.closeTo(1, 12)));
  const [low, high] = rankShares([even, even.map((value) => value + 1000)]);
  expect([...low!]).toEqual([...Array(10).fill(expect.closeTo(2, 12)), ...Array(10).fill(0)]);
  expect([...high!].reverse()).toEqual([...low!]);
});

it('has the autocorrelation of an alternating and of a constant chain', () => {
  const chain = Float64Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 1 : -1));
  const [zero, one, two] = autocorrelation(chain, 10);
  expect([zero, one, two]).toEqual([1, expect.closeTo(-0.999, 12), expect.closeTo(0.998, 12)]);
  expect(autocorrelation(new Float64Array(10).fill(3), 5)).toHaveLength(0);
});

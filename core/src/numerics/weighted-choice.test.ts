import { describe, expect, it } from 'vitest';
import { randomStream } from './random-stream.js';
import type { Rng } from './rng.js';
import { AliasTable, chooseWeighted } from './weighted-choice.js';

const draws = 100_000;

const methods: [string, (weights: Float64Array) => (rng: Rng) => number][] = [
  ['chooseWeighted', (weights) => (rng) => chooseWeighted(rng, weights)],
  [
    'AliasTable',
    (weights) => {
      const table = new AliasTable(weights);
      return (rng) => table.draw(rng);
    },
  ],
];

describe.each(methods)('%s', (_, choice) => {
  // Within six binomial standard deviations in each class: 2 · 10⁻⁹ a class for a new seed; this one is fixed.
  it.each([
    [[1, 2, 3, 4]],
    [[0, 5, 0, 1, 0]],
    [[1e-300, 1e-300, 2e-300]],
    [[7]],
    [[1e9, 1, 1]],
    [[0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]],
  ])('draws with weights %j in proportion', (weights) => {
    const draw = choice(Float64Array.from(weights));
    const rng = randomStream(6, 'choice');
    const counts = new Float64Array(weights.length);
    for (let i = 0; i < draws; i++) counts[draw(rng)]!++;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, i) => {
      const p = weight / total;
      if (weight === 0) expect(counts[i]).toBe(0);
      expect(Math.abs(counts[i]! - draws * p)).toBeLessThan(
        6 * Math.sqrt(draws * p * (1 - p)) + 1e-9 + (p < 1e-6 ? 2 : 0),
      );
    });
  });

  it.each([
    [[1, -1], 'weight 1 is -1'],
    [[1, Number.NaN], 'weight 1 is NaN'],
    [[0, 0], 'sum to 0'],
    [[], 'sum to 0'],
    [[1, Number.POSITIVE_INFINITY], 'sum to Infinity'],
  ])('refuses the weights %j', (weights, message) => {
    expect(() => choice(Float64Array.from(weights))(randomStream(0, ''))).toThrow(message);
  });
});

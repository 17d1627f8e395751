import { expect, it } from 'vitest';
import { drawWithoutReplacement, permutation, shuffle } from './permutation.js';
import { randomStream } from './random-stream.js';

it('shuffle keeps the elements, of typed arrays and others', () => {
  const rng = randomStream(1, 'shuffle');
  const letters = ['a', 'b', 'c', 'd'];
  shuffle(rng, letters);
  expect(letters.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  const numbers = Float64Array.of(3, 1, 2);
  shuffle(rng, numbers);
  expect(numbers.toSorted()).toEqual(Float64Array.of(1, 2, 3));
});

/** χ² of 24 classes; above 60 with probability 4 · 10⁻⁵. The seed is fixed. */
const chiSquare = (counts: Iterable<number>, expected: number) =>
  Array.from(counts).reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);

it('permutation gives all orders equally often', () => {
  const rng = randomStream(2, 'permutation');
  const seen = new Map<string, number>();
  for (let i = 0; i < 48_000; i++) {
    const order = permutation(rng, 4).join();
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(24);
  expect(chiSquare(seen.values(), 2000)).toBeLessThan(60);
});

it('drawWithoutReplacement gives all ordered pairs of different items equally often', () => {
  const rng = randomStream(3, 'draw');
  const seen = new Map<string, number>();
  for (let i = 0; i < 40_000; i++) {
    const pair = drawWithoutReplacement(rng, 5, 2).join();
    seen.set(pair, (seen.get(pair) ?? 0) + 1);
  }
  expect(seen.size).toBe(20);
  expect([...seen.keys()].some((pair) => pair[0] === pair[2])).toBe(false);
  expect(chiSquare(seen.values(), 2000)).toBeLessThan(60);
});

it('takes all, takes none, and refuses more than there are', () => {
  const rng = randomStream(4, 'draw');
  expect(drawWithoutReplacement(rng, 3, 3).toSorted()).toEqual(Int32Array.of(0, 1, 2));
  expect(drawWithoutReplacement(rng, 3, 0)).toHaveLength(0);
  expect(permutation(rng, 0)).toHaveLength(0);
  expect(() => drawWithoutReplacement(rng, 3, 4)).toThrow('4 different items out of 3');
});

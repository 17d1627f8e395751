import { describe, expect, it } from 'vitest';
import { crowdingDistances, nondominatedFronts } from './nondominated-sort.js';

/** Fronts by their definition: peel off what nothing left dominates. */
function peeledFronts(points: Float64Array, m: number): number[] {
  const n = points.length / m;
  const front = new Array<number>(n).fill(-1);
  const dominates = (a: number, b: number): boolean => {
    const gaps = Array.from({ length: m }, (_, k) => points[a * m + k]! - points[b * m + k]!);
    return gaps.every((gap) => gap <= 0) && gaps.some((gap) => gap < 0);
  };
  for (let level = 0; front.includes(-1); level++) {
    const left = Array.from(front.keys()).filter((i) => front[i] === -1);
    for (const i of left.filter((b) => !left.some((a) => dominates(a, b)))) front[i] = level;
  }
  return front;
}

describe('nondominatedFronts', () => {
  it.each([1, 2, 3, 4])('agrees with peeling for %i objectives, with many ties', (m) => {
    // A full-period congruential sequence, coarse so that values repeat.
    let state = 12345;
    const next = (): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor(state / 2 ** 27);
    };
    const points = Float64Array.from({ length: 150 * m }, next);
    expect(Array.from(nondominatedFronts(points, m))).toEqual(peeledFronts(points, m));
  });

  it('puts equal points in one front', () => {
    expect(Array.from(nondominatedFronts(Float64Array.of(1, 1, 1, 1, 0, 2), 2))).toEqual([0, 0, 0]);
  });

  it('takes no points', () => {
    expect(nondominatedFronts(new Float64Array(0), 2)).toHaveLength(0);
  });
});

describe('crowdingDistances', () => {
  it('ignores an objective in which all are equal', () => {
    const points = Float64Array.of(0, 1, 5, 1, 10, 1);
    expect(Array.from(crowdingDistances(points, 2, [0, 1, 2]))).toEqual([Infinity, 1, Infinity]);
  });
});

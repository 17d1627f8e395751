import { describe, expect, it } from 'vitest';
import { gaussianEnergy } from '../models/gaussian.js';
import { VectorSpace } from '../state/vector-space.js';
import { all } from './all.js';
import { any } from './any.js';
import { mixtureShares } from './mixture-shares.js';
import { not } from './not.js';

const space = VectorSpace.ofAxes([{ name: 'x' }]);
const left = { name: 'left', weight: 1, energy: gaussianEnergy(space, { mean: -1 }) };
const right = { name: 'right', weight: 3, energy: gaussianEnergy(space, { mean: 2, deviations: 0.5 }) };
const points = Float64Array.of(-1, 0.3, 2, 40);

/** φ of N(m, s²) at x. */
function density(x: number, m: number, s: number): number {
  return Math.exp(-((x - m) ** 2) / (2 * s * s)) / (s * Math.sqrt(2 * Math.PI));
}

async function sharesOf(energy: ReturnType<typeof any<Float64Array>>) {
  return mixtureShares(await energy.evaluateTerms(points), energy);
}

describe('shares of a mixture', () => {
  it('are the weighted densities without their constants, where these are not divided out', async () => {
    const [a, b] = await sharesOf(any([left, right]));
    expect([a!.path, b!.path]).toEqual(['left', 'right']);
    for (const [row, x] of points.subarray(0, 3).entries()) {
      // √(2π)s is what each density lacks.
      const [l, r] = [density(x, -1, 1), 3 * 0.5 * density(x, 2, 0.5)];
      expect(a!.values[row]).toBeCloseTo(l / (l + r), 12);
      expect(b!.values[row]).toBeCloseTo(r / (l + r), 12);
    }
  });

  it('are those of the normalised densities, where they are divided out', async () => {
    const [a] = await sharesOf(any([left, right], { logPartitions: 'known' }));
    for (const [row, x] of points.subarray(0, 3).entries()) {
      const [l, r] = [density(x, -1, 1), 3 * density(x, 2, 0.5)];
      expect(a!.values[row]).toBeCloseTo(l / (l + r), 12);
    }
  });

  it('sum to 1 also where every density underflows', async () => {
    const [a, b] = await sharesOf(any([left, right]));
    expect(a!.values[3]! + b!.values[3]!).toBeCloseTo(1, 14);
    expect(a!.values[3]).toBeCloseTo(1, 14);
  });

  it('within a component are parts of its own', async () => {
    const inner = any([left, right]);
    const [own] = await sharesOf(inner);
    const outer = any([
      { name: 'pair', weight: 1, energy: inner },
      { name: 'same', weight: 1, energy: inner },
    ]);
    const found = await sharesOf(outer);
    expect(found.map(({ path }) => path)).toEqual([
      'pair',
      'pair.left',
      'pair.right',
      'same',
      'same.left',
      'same.right',
    ]);
    expect(found[1]!.values[1]).toBeCloseTo(own!.values[1]! / 2, 14);
  });

  it('are found below sums, and not below a negation', async () => {
    const mixture = { name: 'mixture', weight: 1, energy: any([left, right]) };
    const sum = all([mixture, { ...left, name: 'well' }, { name: 'away', weight: 1, energy: not(mixture) }]);
    expect((await sharesOf(sum as never)).map(({ path }) => path)).toEqual(['mixture.left', 'mixture.right']);
  });
});

import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { mean, variance } from '../numerics/statistics.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { checkProposal } from '../testing/check-proposal.js';
import type { Proposed } from './proposal.js';
import { randomWalkProposal } from './random-walk.js';
import { uniformDrawProposal } from './uniform-draw.js';

const angle = { name: 'angle', low: 0, high: 360, periodic: true };

function from(point: readonly number[], count: number): VectorBatch {
  return Float64Array.from({ length: count * point.length }, (_, i) => point[i % point.length]!);
}

describe('random-walk', () => {
  it('keeps the contract of proposals, with bounds and circles too', async () => {
    const space = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y', low: -1, high: 1 }, angle]);
    const batch = space.random(randomStream(1, 'points'), 20);
    await checkProposal(randomWalkProposal(space, [1, 0.8, 200]), space, batch);
  });

  it('steps by the scale of each axis', async () => {
    const space = VectorSpace.ofDimension(2);
    const { batch, logProposalRatio } = await randomWalkProposal(space, [0.5, 3]).propose(
      randomStream(1, 'steps'),
      from([10, -10], 20_000),
    );
    expect(logProposalRatio.every((ratio) => ratio === 0)).toBe(true);
    for (const [axis, start, scale] of [
      [0, 10, 0.5],
      [1, -10, 3],
    ] as const) {
      const steps = batch.filter((_, i) => i % 2 === axis).map((x) => (x - start) / scale);
      // Five standard errors; the seed is fixed.
      expect(Math.abs(mean(steps))).toBeLessThan(5 / Math.sqrt(20_000));
      expect(Math.abs(variance(steps) - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
    }
  });

  it('makes no move across a bound, and walks around circles', async () => {
    const space = VectorSpace.ofAxes([{ name: 'x', low: 0 }, angle]);
    const start = from([0, 359], 4000);
    const proposed = await randomWalkProposal(space, [1, 30]).propose(randomStream(1, 'bounds'), start);
    const failed = proposed.logProposalRatio.filter((ratio) => ratio === Number.NEGATIVE_INFINITY).length;
    // Half of the steps go below 0: within five standard errors.
    expect(Math.abs(failed - 2000)).toBeLessThan(5 * Math.sqrt(1000));
    expect(outside(proposed)).toBe(0);
    expect(proposed.batch.filter((y, i) => i % 2 === 1 && y < 180).length).toBeGreaterThan(500);
  });

  it('refuses scales of another dimension', () => {
    expect(() => randomWalkProposal(VectorSpace.ofDimension(2), [1, 2, 3])).toThrow('scale has 3 entries');
  });
});

function outside({ batch }: Proposed<VectorBatch>): number {
  return batch.filter((x, i) => (i % 2 === 0 ? x < 0 : x < 0 || x >= 360)).length;
}

describe('uniform-draw', () => {
  const space = VectorSpace.ofAxes([{ name: 'x', low: -1, high: 3 }, angle]);

  it('keeps the contract of proposals', async () => {
    await checkProposal(uniformDrawProposal(space), space, space.random(randomStream(1, 'points'), 20));
  });

  it('draws uniformly between the bounds, whatever came before', async () => {
    const { batch } = await uniformDrawProposal(space).propose(randomStream(1, 'uniform'), from([3, 0], 20_000));
    const shares = batch.map((x, i) => (i % 2 === 0 ? (x + 1) / 4 : x / 360));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    for (const axis of [0, 1]) {
      const along = shares.filter((_, i) => i % 2 === axis);
      expect(Math.abs(mean(along) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 20_000));
      expect(Math.abs(variance(along) - 1 / 12)).toBeLessThan(0.003);
    }
  });

  it('refuses axes without bounds', () => {
    expect(() => uniformDrawProposal(VectorSpace.ofAxes([{ name: 'x', low: 0 }]))).toThrow(
      'axis x has not both bounds',
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { Energy } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import type { Proposal } from '../proposal/proposal.js';
import { randomWalkProposal } from '../proposal/random-walk.js';
import { siteFlip } from '../proposal/site-flip.js';
import { uniformDrawProposal } from '../proposal/uniform-draw.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { ChainStreams } from './chain-streams.js';
import { metropolisKernel } from './metropolis.js';

const box = VectorSpace.ofAxes(['x', 'y', 'z'].map((name) => ({ name, low: -5, high: 5 })));
const sites = CategoricalSpace.uniform(4, 3);

/** An energy that is flat, and held at the second variable. */
function held<B extends ArrayLike<number>>(
  width: number,
): Energy<B> & { clamp: { indices: Int32Array; values: Float64Array } } {
  return {
    evaluate: (batch) => new Float64Array(batch.length / width),
    clamp: { indices: Int32Array.of(1), values: Float64Array.of(1) },
  };
}

/** The same proposal without a way of its own to hold variables. */
function plain<B>({ propose }: Proposal<B>): Proposal<B> {
  return { propose };
}

describe('a Metropolis kernel on an energy that holds a variable', () => {
  it.each([
    ['random-walk', randomWalkProposal(box), 1],
    ['uniform-draw', uniformDrawProposal(box), 1],
    ['a proposal that knows nothing of it', plain(uniformDrawProposal(box)), 0],
  ] as const)('leaves the coordinate alone with %s', async (_, proposal, moves) => {
    const kernel = metropolisKernel({ space: box, energy: held<Float64Array>(3), proposal });
    let state = await kernel.init(Float64Array.of(0, 1, 0, 2, 1, 2));
    const streams = new ChainStreams(randomStream(3, 'held'), 2);
    let moved = 0;
    for (let step = 1; step <= 50; step++) {
      const [next, info] = await kernel.step(streams.at(step), state, 1);
      state = next;
      moved += info.accepted[0]! + info.accepted[1]!;
    }
    expect([state.batch[1], state.batch[4]]).toEqual([1, 1]);
    expect(moved > 0).toBe(moves > 0);
  });

  it.each([
    ['site-flip', siteFlip(sites), 100],
    ['a proposal that knows nothing of it', plain(siteFlip(sites)), 75],
  ] as const)('leaves the site alone with %s', async (_, proposal, expected) => {
    const kernel = metropolisKernel({ space: sites, energy: held<Uint8Array>(4), proposal });
    let state = await kernel.init(Uint8Array.of(0, 1, 0, 2));
    const streams = new ChainStreams(randomStream(4, 'held'), 1);
    let moved = 0;
    for (let step = 1; step <= 100; step++) {
      const [next, info] = await kernel.step(streams.at(step), state, 1);
      state = next;
      moved += info.accepted[0]!;
    }
    expect(state.batch[1]).toBe(1);
    // A flip of one of four sites falls on the held one every fourth time.
    expect(Math.abs(moved - expected)).toBeLessThanOrEqual(expected === 100 ? 0 : 18);
  });
});

import { describe, expect, it } from 'vitest';
import { all } from '../energy/all.js';
import type { Energy, Local } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import type { Rng } from '../numerics/rng.js';
import type { Proposal } from '../proposal/proposal.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { siteFlip, weightedSiteFlip } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { logAcceptance, metropolisKernel } from './metropolis.js';
import { rowStreams } from './row-streams.js';

const infinity = Number.POSITIVE_INFINITY;

interface Case {
  readonly name: string;
  readonly space: CategoricalSpace;
  readonly weights: Float64Array;
  readonly table: readonly number[];
  readonly beta: number;
}

/** Energies spread over some units; `forbidden` states have none. */
function roughTable(count: number, forbidden: readonly number[] = []): readonly number[] {
  return Array.from({ length: count }, (_, i) =>
    forbidden.includes(i) ? infinity : 2 * Math.sin(1 + i * i) + 0.1 * i,
  );
}

const cases: readonly Case[] = [
  {
    name: '2⁴ states, symmetric',
    space: CategoricalSpace.uniform(4, 2),
    weights: Float64Array.of(1, 1),
    table: roughTable(16),
    beta: 0.7,
  },
  {
    name: '3³ states, asymmetric',
    space: CategoricalSpace.uniform(3, 3),
    weights: Float64Array.of(1, 2, 5),
    table: roughTable(27),
    beta: 1.3,
  },
  {
    name: '3² states, asymmetric, some forbidden',
    space: CategoricalSpace.uniform(2, 3),
    weights: Float64Array.of(3, 1, 0.5),
    table: roughTable(9, [1, 5]),
    beta: 1,
  },
  {
    name: '3² states at β = 0, some forbidden',
    space: CategoricalSpace.uniform(2, 3),
    weights: Float64Array.of(3, 1, 0.5),
    table: roughTable(9, [1, 5]),
    beta: 0,
  },
];

/** q(to | from) of `weightedSiteFlip`, written down from its definition and not from its code. */
function proposalProbability({ space, weights }: Case, from: number, to: number): number {
  const states = space.enumerate();
  const differing: number[] = [];
  for (let site = 0; site < space.siteCount; site++) {
    if (states[from * space.siteCount + site] !== states[to * space.siteCount + site]) differing.push(site);
  }
  if (differing.length !== 1) return 0;
  const site = differing[0]!;
  const others = weights.reduce((a, b) => a + b) - weights[states[from * space.siteCount + site]!]!;
  return weights[states[to * space.siteCount + site]!]! / others / space.siteCount;
}

/** P(from → to), row-major, by the acceptance rule that the kernel uses. */
function transitionMatrix(of: Case): Float64Array {
  const n = of.space.stateCount;
  const matrix = new Float64Array(n * n);
  for (let from = 0; from < n; from++) {
    let leaving = 0;
    for (let to = 0; to < n; to++) {
      const forward = proposalProbability(of, from, to);
      if (forward === 0) continue;
      const logRatio = Math.log(proposalProbability(of, to, from) / forward);
      const alpha = Math.min(1, Math.exp(logAcceptance(of.table[from]!, of.table[to]!, logRatio, of.beta)));
      matrix[from * n + to] = forward * alpha;
      leaving += forward * alpha;
    }
    matrix[from * n + from] = 1 - leaving;
  }
  return matrix;
}

/** e^(−βE)/Z; forbidden states have 0 at β = 0 too. */
function target({ table, beta }: Case): readonly number[] {
  const weights = table.map((energy) => (energy === infinity ? 0 : Math.exp(-beta * energy)));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

describe.each(cases)('Metropolis on $name', (of) => {
  const { space } = of;
  const n = space.stateCount;
  const matrix = transitionMatrix(of);
  const pi = target(of);

  it('leaves the target as it is, to 1e-12, in detailed balance', () => {
    for (let to = 0; to < n; to++) {
      const arrived = pi.reduce((sum, weight, from) => sum + weight * matrix[from * n + to]!, 0);
      expect(Math.abs(arrived - pi[to]!)).toBeLessThanOrEqual(1e-12);
      for (let from = 0; from < to; from++) {
        const there = pi[from]! * matrix[from * n + to]!;
        const back = pi[to]! * matrix[to * n + from]!;
        expect(Math.abs(there - back)).toBeLessThanOrEqual(1e-15);
      }
    }
  });

  /**
   * Chi-square of the counts of one step from each state against the matrix row. The Wilson–Hilferty normal deviate of the sum
   * over all rows must be below 4.5: a false alarm in 3·10⁻⁶ of seeds, and the seed is fixed. States that the matrix cannot
   * reach must not be reached.
   */
  it('moves as its matrix says', async () => {
    const repeats = 4000;
    const kernel = metropolisKernel({
      space,
      energy: tabulatedEnergy(space, of.table),
      proposal: weightedSiteFlip(space, of.weights),
    });
    const starts = Int32Array.from({ length: n * repeats }, (_, i) => Math.floor(i / repeats));
    const state = await kernel.init(space.take(space.enumerate(), starts));
    const [next] = await kernel.step(randomStream(11, of.name), state, of.beta);
    const counts = new Float64Array(n * n);
    for (let i = 0; i < starts.length; i++) counts[starts[i]! * n + space.stateNumber(next.batch, i)]!++;
    let chiSquare = 0;
    let degrees = -n;
    for (let i = 0; i < counts.length; i++) {
      const expected = matrix[i]! * repeats;
      if (expected < 1e-9) {
        expect(counts[i]).toBe(0);
        continue;
      }
      degrees++;
      chiSquare += (counts[i]! - expected) ** 2 / expected;
    }
    const spread = 2 / (9 * degrees);
    expect(Math.abs(((chiSquare / degrees) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread))).toBeLessThan(4.5);
    const recomputed = await tabulatedEnergy(space, of.table).evaluate(next.batch);
    expect(next.energy).toEqual(recomputed);
  });
});

describe('logAcceptance', () => {
  it('weighs energies by β and adds the log ratio', () => {
    expect(logAcceptance(1, 3, 0.25, 2)).toBe(-3.75);
    expect(logAcceptance(3, 1, 0, 0)).toBe(0);
  });

  it('takes every valid move out of the forbidden states, and none into them', () => {
    expect(logAcceptance(infinity, 1e300, -1e6, 1)).toBe(0);
    expect(logAcceptance(1, infinity, 50, 0)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('walks among forbidden states as if they were equal', () => {
    expect(logAcceptance(infinity, infinity, -0.5, 3)).toBe(-0.5);
  });

  it.each([Number.NaN, infinity, Number.NEGATIVE_INFINITY])('rejects a log ratio of %d', (ratio) => {
    expect(logAcceptance(infinity, 0, ratio, 1)).toBe(Number.NEGATIVE_INFINITY);
    expect(logAcceptance(1, 0, ratio, 1)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('metropolisKernel', () => {
  const space = CategoricalSpace.uniform(4, 2);
  const proposal = siteFlip(space);
  const energy = tabulatedEnergy(space, roughTable(16));

  it('gives every chain the same path whoever shares its batch', async () => {
    const kernel = metropolisKernel({ space, energy, proposal });
    const root = randomStream(3, 'grouping');
    const run = async (first: number, last: number): Promise<Uint8Array> => {
      const streams = (step: number): Rng => rowStreams(root, (row) => root.split(first + row).split(step));
      let state = await kernel.init(space.enumerate().slice(first * 4, last * 4));
      for (let step = 0; step < 50; step++) [state] = await kernel.step(streams(step), state, 1);
      return state.batch;
    };
    const together = await run(0, 16);
    const apart = await Promise.all([run(0, 5), run(5, 6), run(6, 16)]);
    expect(space.concat(apart)).toEqual(together);
  });

  it('changes neither its state nor its batch', async () => {
    const kernel = metropolisKernel({ space, energy, proposal });
    const batch = space.enumerate();
    const state = await kernel.init(batch);
    const before = state.energy.slice();
    await kernel.step(randomStream(5, 'pure'), state, 1);
    expect(state.batch).toEqual(space.enumerate());
    expect(state.energy).toEqual(before);
  });

  it('walks out of forbidden states and never back', async () => {
    const kernel = metropolisKernel({
      space,
      energy: tabulatedEnergy(space, roughTable(16, [0, 1, 2, 4, 8])),
      proposal,
    });
    let state = await kernel.init(new Uint8Array(4 * 50));
    const root = randomStream(7, 'forbidden');
    let allowed = new Float64Array(50);
    for (let step = 0; step < 40; step++) {
      [state] = await kernel.step(root.split(step), state, 1);
      const now = state.energy.map((value) => (value === infinity ? 0 : 1));
      expect(now.every((value, row) => value >= allowed[row]!)).toBe(true);
      allowed = now;
    }
    expect(allowed.every((value) => value === 1)).toBe(true);
  });

  it('rejects and counts failed and forbidden proposals, and evaluates no failed one', async () => {
    const ratios = Float64Array.of(Number.NEGATIVE_INFINITY, 0, Number.NaN, 0);
    const scripted: Proposal<CategoricalBatch> = {
      propose: () => ({
        batch: Uint8Array.of(0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0),
        logProposalRatio: ratios,
      }),
    };
    const sizes: number[] = [];
    const table = roughTable(16, [2]).map((value, i) => (i === 4 ? -100 : value));
    const counting: Energy<CategoricalBatch> = {
      evaluate: (batch) => {
        sizes.push(space.size(batch));
        return tabulatedEnergy(space, table).evaluate(batch);
      },
    };
    const kernel = metropolisKernel({ space, energy: counting, proposal: scripted });
    const state = await kernel.init(new Uint8Array(16));
    const [next, info] = await kernel.step(randomStream(1, 'scripted'), state, 1);
    expect(sizes).toEqual([4, 2]);
    expect(info).toEqual({
      accepted: Uint8Array.of(0, 0, 0, 1),
      evaluations: 2,
      counts: { failed: 2, forbidden: 1, nonFinite: 0 },
      countsByChain: { nonFinite: new Float64Array(4) },
      fault: undefined,
    });
    expect(next.energy).toEqual(Float64Array.of(table[0]!, table[0]!, table[0]!, -100));
    expect(next.batch.slice(12)).toEqual(Uint8Array.of(0, 1, 0, 0));
  });

  it('takes the same path by differences, without evaluating', async () => {
    let evaluated = 0;
    const field = Float64Array.of(0.5, -1.25, 2, 0.75);
    const sum = (batch: CategoricalBatch): Float64Array =>
      Float64Array.from({ length: batch.length / 4 }, (_, row) =>
        field.reduce((total, weight, site) => total + weight * batch[row * 4 + site]!, 0),
      );
    const local: Local<CategoricalBatch> = {
      evaluate: (batch) => {
        evaluated += space.size(batch);
        return sum(batch);
      },
      difference: (from, to) => sum(to).map((value, row) => value - sum(from)[row]!),
    };
    const byDifference = metropolisKernel({ space, energy: local, proposal });
    const byEvaluation = metropolisKernel({ space, energy: { evaluate: sum }, proposal });
    let left = await byDifference.init(space.enumerate());
    let right = await byEvaluation.init(space.enumerate());
    const root = randomStream(9, 'local');
    for (let step = 0; step < 100; step++) {
      [left] = await byDifference.step(root.split(step), left, 1);
      [right] = await byEvaluation.step(root.split(step), right, 1);
    }
    expect(evaluated).toBe(16);
    expect(left.batch).toEqual(right.batch);
    expect(left.energy).toEqual(right.energy);
  });

  it('names the energy that is NaN, and the chain', async () => {
    const kernel = metropolisKernel({
      space,
      energy: tabulatedEnergy(space, [0, Number.NaN]),
      proposal,
      energyName: 'docking',
    });
    expect(() => kernel.init(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1))).toThrow("energy 'docking' is NaN at row 1");
  });

  it.each([
    ['an energy of its own', false],
    ['a term of a composition, which throws for the whole batch', true],
  ])('rejects, counts and names a proposed state without an energy: %s', async (_, composed) => {
    const target: Proposal<CategoricalBatch> = {
      propose: () => ({
        batch: space.enumerate().slice(0, 6 * 4),
        logProposalRatio: Float64Array.of(Number.NaN, 0, 0, 0, 0, 0),
      }),
    };
    const table = roughTable(16).map((_, i) => (i === 2 ? Number.NaN : i === 4 ? Number.NEGATIVE_INFINITY : -i));
    const raw = tabulatedEnergy(space, table);
    const energy = composed
      ? all([
          { name: 'fine', weight: 1, energy: tabulatedEnergy(space, new Array(16).fill(0)) },
          { name: 'docking', weight: 1, energy: raw },
        ])
      : raw;
    const kernel = metropolisKernel({ space, energy, proposal: target, energyName: 'docking' });
    const begin = new Uint8Array(6 * 4).fill(1);
    const [next, info] = await kernel.step(
      randomStream(2, 'guilty'),
      { batch: begin, energy: new Float64Array(6).fill(0) },
      1,
    );
    expect(info.accepted).toEqual(Uint8Array.of(0, 1, 0, 1, 0, 1));
    expect(info.counts).toEqual({ failed: 1, forbidden: 0, nonFinite: 2 });
    expect(info.countsByChain!.nonFinite!.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect([info.fault?.term, info.fault?.row]).toEqual(['docking', 2]);
    expect(next.energy).toEqual(Float64Array.of(0, -1, 0, -3, 0, -5));
  });

  it('neither evaluates nor takes moves out of bounds', async () => {
    const box = VectorSpace.ofAxes([{ name: 'x', low: 0, high: 1 }]);
    const target: Proposal<Float64Array> = {
      propose: () => ({ batch: Float64Array.of(-0.1, 0.5, 1.5), logProposalRatio: new Float64Array(3) }),
    };
    const asked: number[] = [];
    const flat: Energy<Float64Array> = {
      evaluate: (batch) => {
        asked.push(...batch);
        return new Float64Array(batch.length);
      },
    };
    const kernel = metropolisKernel({ space: box, energy: flat, proposal: target });
    const state = { batch: Float64Array.of(0.2, 0.2, 0.2), energy: new Float64Array(3) };
    const [next, info] = await kernel.step(randomStream(3, 'box'), state, 1);
    expect(asked).toEqual([0.5]);
    expect(next.batch).toEqual(Float64Array.of(0.2, 0.5, 0.2));
    expect([info.evaluations, info.counts]).toEqual([1, { failed: 0, forbidden: 2, nonFinite: 0 }]);
  });

  it('refuses a β that is no inverse temperature', async () => {
    const kernel = metropolisKernel({ space, energy, proposal });
    const state = await kernel.init(space.enumerate());
    expect(() => kernel.step(randomStream(1, 'beta'), state, -1)).toThrow('beta is -1');
    expect(() => kernel.step(randomStream(1, 'beta'), state, infinity)).toThrow('beta is Infinity');
  });

  it('takes a batch of no chains', async () => {
    const kernel = metropolisKernel({ space, energy, proposal });
    const [next, info] = await kernel.step(randomStream(1, 'none'), await kernel.init(new Uint8Array(0)), 1);
    expect(next.energy.length).toBe(0);
    expect(info.evaluations).toBe(0);
  });
});

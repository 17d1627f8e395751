import { describe, expect, it } from 'vitest';
import type { Differentiable } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { clampedEnergy, doubleWells, formulaEnergy, standardNormal } from '../testing/point-energies.js';
import { ChainStreams } from './chain-streams.js';
import { hmcKernel } from './hmc.js';
import type { ChainState, Kernel, StepInfo } from './kernel.js';
import { langevinKernel } from './langevin.js';
import { malaKernel } from './mala.js';
import { nutsKernel } from './nuts.js';
import { underdampedLangevinKernel } from './underdamped-langevin.js';

interface Target {
  readonly space: VectorSpace;
  readonly energy: Differentiable<VectorBatch>;
}

const kernels: readonly [string, (target: Target) => Kernel<VectorBatch>][] = [
  ['langevin', (target) => langevinKernel({ ...target, stepSize: 0.05 })],
  ['mala', (target) => malaKernel({ ...target, stepSize: 0.03 })],
  ['hmc', (target) => hmcKernel({ ...target, stepSize: 0.3, steps: 4 })],
  ['hmc with jitter', (target) => hmcKernel({ ...target, stepSize: 0.3, steps: 4, jitter: 0.4 })],
  ['nuts', (target) => nutsKernel({ ...target, stepSize: 0.3 })],
  ['underdamped-langevin', (target) => underdampedLangevinKernel({ ...target, stepSize: 0.2, friction: 1 })],
];

const dimension = 3;
const chainCount = 8;
const space = VectorSpace.ofDimension(dimension);
const wells = (): Target => ({ space, energy: formulaEnergy(dimension, doubleWells) });
const root = randomStream(5, 'gradient kernels');
const start = space.random(root.split(1000), chainCount);
/** A β for each chain. */
const betas = Float64Array.from({ length: chainCount }, (_, chain) => 0.25 * (chain + 1));

function copyOf({ batch, energy, arrays }: ChainState<VectorBatch>): object {
  return structuredClone({ batch, energy, arrays });
}

interface Walk {
  readonly states: readonly ChainState<VectorBatch>[];
  readonly infos: readonly StepInfo[];
}

async function walk(
  kernel: Kernel<VectorBatch>,
  batch: VectorBatch,
  steps: number,
  { beta = 1 as number | Float64Array, first = 0 } = {},
): Promise<Walk> {
  const streams = new ChainStreams(root, batch.length / dimension, first);
  let state = await kernel.init(batch);
  const states = [state];
  const infos: StepInfo[] = [];
  for (let step = 1; step <= steps; step++) {
    const [next, info] = await kernel.step(streams.at(step), state, beta);
    state = next;
    states.push(next);
    infos.push(info);
  }
  return { states, infos };
}

describe.each(kernels)('%s', (name, make) => {
  it('never writes to a state that it was given or has given', async () => {
    const kernel = make(wells());
    const streams = new ChainStreams(root, chainCount);
    const states: ChainState<VectorBatch>[] = [await kernel.init(start.slice())];
    const copies = [copyOf(states[0]!)];
    for (let step = 1; step <= 20; step++) {
      const [next] = await kernel.step(streams.at(step), states.at(-1)!, 1);
      states.push(next);
      copies.push(copyOf(next));
    }
    expect(states.map(copyOf)).toEqual(copies);
  });

  it('gives the same from the same state, whatever it did in between', async () => {
    const kernel = make(wells());
    const { states } = await walk(kernel, start, 5);
    const streams = new ChainStreams(root, chainCount).at(77);
    const [once] = await kernel.step(streams, states[2]!, betas);
    await walk(kernel, start, 3);
    const [again] = await kernel.step(streams, states[2]!, betas);
    expect(again).toEqual(once);
  });

  it('takes every chain along the same path, whoever shares its batch', async () => {
    const whole = await walk(make(wells()), start, 12, { beta: betas });
    const parts = await Promise.all(
      [
        [0, 3],
        [3, 4],
        [4, 8],
      ].map(([first = 0, end = 0]) =>
        walk(make(wells()), start.slice(first * dimension, end * dimension), 12, {
          beta: betas.slice(first, end),
          first,
        }),
      ),
    );
    const last = (each: Walk): ChainState<VectorBatch> => each.states.at(-1)!;
    expect(space.concat(parts.map((part) => last(part).batch))).toEqual(last(whole).batch);
    expect(parts.flatMap((part) => [...last(part).energy])).toEqual([...last(whole).energy]);
    const evaluations = (each: Walk): number => each.infos.reduce((sum, info) => sum + info.evaluations, 0);
    expect(parts.reduce((sum, part) => sum + evaluations(part), 0)).toBe(evaluations(whole));
  });

  it('keeps the energy and the gradient of where it is', async () => {
    const { energy } = wells();
    const { states, infos } = await walk(make(wells()), start, 30);
    for (const { batch, energy: kept, arrays } of states) {
      const found = await energy.evaluateWithGradient(batch);
      expect(kept).toEqual(found.energy);
      expect(arrays!.gradient).toEqual(found.gradient);
    }
    const moves = infos.flatMap(({ accepted }) => [...accepted]);
    expect(moves.filter((moved) => moved === 1).length).toBeGreaterThan(0.3 * moves.length);
    for (const [step, { accepted }] of infos.entries()) {
      for (let chain = 0; chain < chainCount; chain++) {
        const place = (state: ChainState<VectorBatch>): string => space.identity(state.batch, chain);
        expect(place(states[step]!) !== place(states[step + 1]!)).toBe(accepted[chain] === 1);
      }
    }
  });

  it('counts every evaluation, and evaluates nothing twice', async () => {
    const energy = formulaEnergy(dimension, doubleWells);
    const { infos } = await walk(make({ space, energy }), start, 10);
    const counted = infos.reduce((sum, info) => sum + info.evaluations, 0);
    expect(energy.evaluations).toBe(chainCount + counted);
    const perStep: Record<string, number> = { nuts: counted / (10 * chainCount), hmc: 4, 'hmc with jitter': 4 };
    expect(counted).toBe(10 * chainCount * (perStep[name] ?? 1));
  });

  it('shows every batch to the energy as an object of its own', async () => {
    const { energy } = wells();
    const known = new WeakMap<VectorBatch, Awaited<ReturnType<typeof energy.evaluateWithGradient>>>();
    const remembering: Differentiable<VectorBatch> = {
      evaluate: (batch) => energy.evaluate(batch),
      evaluateWithGradient: async (batch) => {
        const found = known.get(batch) ?? (await energy.evaluateWithGradient(batch.slice()));
        known.set(batch, found);
        return { energy: found.energy.slice(), gradient: found.gradient.slice() };
      },
    };
    const remembered = await walk(make({ space, energy: remembering }), start, 5);
    expect(remembered).toEqual(await walk(make(wells()), start, 5));
  });

  it('computes the gradients that a state leaves out', async () => {
    const kernel = make(wells());
    const { states } = await walk(kernel, start, 1);
    const { batch, energy } = states[0]!;
    const [next] = await kernel.step(new ChainStreams(root, chainCount).at(1), { batch, energy }, 1);
    expect(next).toEqual(states[1]);
  });

  it('takes promised energies as it takes others', async () => {
    const { energy } = wells();
    const later: Differentiable<VectorBatch> = {
      evaluate: async (batch) => energy.evaluate(batch),
      evaluateWithGradient: async (batch) => energy.evaluateWithGradient(batch),
    };
    const promised = await walk(make({ space, energy: later }), start, 5, { beta: betas });
    expect(promised).toEqual(await walk(make(wells()), start, 5, { beta: betas }));
  });

  it('weighs the energy by β', async () => {
    const twice = formulaEnergy(dimension, (x, gradient) => {
      const energy = doubleWells(x, gradient);
      for (let i = 0; i < dimension; i++) gradient[i]! *= 2;
      return 2 * energy;
    });
    const byEnergy = await walk(make({ space, energy: twice }), start, 10);
    const byBeta = await walk(make(wells()), start, 10, { beta: 2 });
    expect(byBeta.states.at(-1)!.batch).toEqual(byEnergy.states.at(-1)!.batch);
  });

  it('leaves clamped coordinates alone, and moves the others as if they were all', async () => {
    const held = Float64Array.of(0.3);
    const energy = clampedEnergy(wells().energy, dimension, Int32Array.of(1), held);
    const begin = start.map((x, i) => (i % dimension === 1 ? held[0]! : x));
    const { states } = await walk(make({ space, energy }), begin, 20);
    for (const { batch } of states) {
      for (let i = 1; i < batch.length; i += dimension) expect(batch[i]).toBe(0.3);
    }
    expect(states.at(-1)!.batch).not.toEqual(begin);
  });

  it('never leaves the bounds', async () => {
    const bounded = VectorSpace.ofAxes([
      { name: 'x', low: 0.5 },
      { name: 'y', high: 0.25 },
      { name: 'z', low: -0.4, high: 0.4 },
    ]);
    const energy = formulaEnergy(dimension, (x, gradient) => {
      // What lies outside must not even be asked for.
      if (!(x[0]! >= 0.5 && x[1]! <= 0.25 && Math.abs(x[2]!) <= 0.4)) throw new RangeError(`asked at ${x}`);
      return doubleWells(x, gradient);
    });
    const begin = Float64Array.from(start, (_, i) => [0.6, 0, 0.1][i % dimension]!);
    const { states } = await walk(make({ space: bounded, energy }), begin, 60);
    const places = states.map(({ batch }) => batch);
    expect(Math.min(...places.map((batch) => batch[0]!))).toBeGreaterThanOrEqual(0.5);
    expect(new Set(places.map((batch) => batch.join())).size).toBeGreaterThan(10);
  });

  it('does not see where a circle begins', async () => {
    const turn = 2 * Math.PI;
    const circle = VectorSpace.ofAxes(
      ['a', 'b', 'c'].map((axis) => ({ name: axis, low: 0, high: turn, periodic: true })),
    );
    const cosines = formulaEnergy(dimension, (x, gradient) => {
      x.forEach((angle, i) => {
        gradient[i] = Math.sin(angle - 0.1);
      });
      return x.reduce((sum, angle) => sum - Math.cos(angle - 0.1), 0);
    });
    const begin = start.map((x) => ((x % turn) + turn) % turn);
    // Few steps: rounding errors grow fast where trajectories run round and round.
    const wrapped = await walk(make({ space: circle, energy: cosines }), begin, 8);
    const free = await walk(make({ space, energy: cosines }), begin, 8);
    const there = free.states.at(-1)!.batch.map((x) => x - turn * Math.floor(x / turn));
    const here = wrapped.states.at(-1)!.batch;
    for (let i = 0; i < here.length; i++) expect(Math.cos(here[i]! - there[i]!)).toBeCloseTo(1, 8);
    expect(free.states.at(-1)!.batch.some((x) => x < 0 || x > turn)).toBe(true);
  });

  it('rejects, counts and names proposals without an energy', async () => {
    const holes = formulaEnergy(dimension, (x, gradient) => {
      const energy = standardNormal(x, gradient);
      return x[0]! > 0.5 ? Number.NaN : energy;
    });
    const begin = new Float64Array(chainCount * dimension);
    const { states, infos } = await walk(make({ space, energy: holes }), begin, 40);
    for (const { energy } of states) expect(energy.every(Number.isFinite)).toBe(true);
    const found = infos.filter(({ counts }) => counts!.nonFinite! > 0);
    expect(found.length).toBeGreaterThan(0);
    for (const { fault } of found) expect(fault!.message).toContain("energy 'energy' is NaN at row");
  });

  it('rejects proposals without a gradient, and says so', async () => {
    const steep = formulaEnergy(dimension, (x, gradient) => {
      const energy = standardNormal(x, gradient);
      if (x[0]! > 0.5) gradient[1] = Number.NaN;
      return energy;
    });
    const { states, infos } = await walk(make({ space, energy: steep }), new Float64Array(chainCount * dimension), 40);
    for (const { batch } of states) expect(batch.every(Number.isFinite)).toBe(true);
    const fault = infos.find((info) => info.fault !== undefined)?.fault;
    expect(fault?.term).toBe('gradient of energy');
  });

  it('names the term of a starting state without an energy', async () => {
    const nowhere = formulaEnergy(dimension, () => Number.NaN);
    expect(() => make({ space, energy: nowhere }).init(start)).toThrow("energy 'energy' is NaN at row 0");
  });

  it('walks out of forbidden states and never back, nor out of bounds', async () => {
    const bounded = VectorSpace.ofAxes([{ name: 'x', high: 0.7 }, { name: 'y' }, { name: 'z' }]);
    const energy = formulaEnergy(dimension, (x, gradient) => {
      if (x[0]! > 0.4) return Number.POSITIVE_INFINITY;
      return standardNormal(x, gradient);
    });
    const begin = start.map((x, i) => (i % dimension === 0 ? 0.5 : x));
    const { states } = await walk(make({ space: bounded, energy }), begin, 150);
    let allowed = new Float64Array(chainCount);
    for (const state of states) {
      const now = state.energy.map((value) => (value === Number.POSITIVE_INFINITY ? 0 : 1));
      expect(now.every((value, chain) => value >= allowed[chain]!)).toBe(true);
      expect(state.batch.every((x, i) => i % dimension !== 0 || x <= 0.7)).toBe(true);
      allowed = now;
    }
    expect(allowed.every((value) => value === 1)).toBe(true);
  });

  it('takes no chains, and refuses a β that is none', async () => {
    const kernel = make(wells());
    const none = await kernel.init(new Float64Array(0));
    const [next, info] = await kernel.step(new ChainStreams(root, 0).at(1), none, 1);
    expect(next.energy.length).toBe(0);
    expect(info.evaluations).toBe(0);
    const state = await kernel.init(start);
    expect(() => kernel.step(new ChainStreams(root, chainCount).at(1), state, -1)).toThrow('beta is -1');
  });
});

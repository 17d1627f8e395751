import { describe, expect, it } from 'vitest';
import { all } from '../energy/all.js';
import { any } from '../energy/any.js';
import { isTrainable, type Trainable } from '../energy/energy.js';
import { blockedGibbsKernel } from '../kernel/blocked-gibbs.js';
import { gibbsKernel } from '../kernel/gibbs.js';
import { fixedKernel } from '../kernel/kernel.js';
import type { KernelTarget } from '../kernel/kernel-definition.js';
import { Pairwise } from '../models/pairwise.js';
import { Potts } from '../models/potts.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { contrast } from './contrast.js';
import { contrastiveDivergence } from './contrastive-divergence.js';
import { boltzmann, boltzmannMachine, boltzmannSpace, visibleMachine } from './fixtures/boltzmann.js';
import { drawNumbers, enumerated, relativeDistance } from './fixtures/exact-model.js';
import { gaussianPoints, gaussianProblem, shapeOf } from './fixtures/gaussian-problem.js';
import { trainToEnd } from './fixtures/train-to-end.js';
import { noiseContrastive } from './noise-contrastive.js';
import { persistentContrastiveDivergence } from './persistent-contrastive-divergence.js';
import { pseudoLikelihood } from './pseudo-likelihood.js';
import { regression } from './regression.js';
import { slicedScoreMatching } from './sliced-score-matching.js';
import { trainingSettings } from './training-options.js';

const gibbs = <B>(target: KernelTarget<B>) => fixedKernel(gibbsKernel(target, { order: 'systematic' }));
const blocked = <B>(target: KernelTarget<B>) => fixedKernel(blockedGibbsKernel(target, 'sequential'));

describe('the gradient of the likelihood of a restricted Boltzmann machine', () => {
  const states = boltzmannSpace.enumerate();

  it('is that of enumeration where the model’s states are exact draws', async () => {
    const machine = boltzmannMachine();
    const { logZ, shares } = await enumerated(machine, states);
    expect(logZ).toBeCloseTo(boltzmann.logPartition, 7);
    // States of the first half of all numbers: a first unit that is always off.
    const data = states.subarray(0, states.length / 2);
    const exact = await machine.parameterGradient(
      states,
      shares.map((share, i) => (2 * i < shares.length ? 2 / shares.length : 0) - share),
    );
    const draws = boltzmannSpace.take(states, drawNumbers(randomStream(8, 'model'), shares, 100_000));
    const estimate = await contrast({ space: boltzmannSpace, energy: machine, set: { examples: data } }, data, draws);
    expect(relativeDistance(estimate, exact)).toBeLessThan(0.01);
  });

  it('is what contrastive divergence gives after many steps', async () => {
    const machine = boltzmannMachine();
    const { shares } = await enumerated(machine, states);
    const chains = { kernel: blocked, steps: 30, beta: 1, tuning: 0 };
    const trainer = contrastiveDivergence(
      { space: boltzmannSpace, energy: machine, set: { examples: states } },
      chains,
    );
    const { state } = await trainer.init(randomStream(1, 'start'));
    // States whose first unit is off.
    const examples = states.subarray(0, states.length / 2);
    const [, { gradient }] = await trainer.step(randomStream(2, 'step'), state, { examples }, new Float64Array(0));
    const exact = await machine.parameterGradient(
      states,
      shares.map((share, i) => (2 * i < shares.length ? 2 / shares.length : 0) - share),
    );
    // 8,192 chains are 1.05 ± 0.2 % away (six seeds); the heavier test has more of them.
    expect(relativeDistance(gradient, exact)).toBeLessThan(0.02);
  });

  it('is that of the visible units alone where the hidden ones are summed out', async () => {
    const free = visibleMachine();
    const { shares } = await enumerated(boltzmannMachine(), states);
    const ofModel = await boltzmannMachine().parameterGradient(states, shares);
    // Every visible state once, its hidden units off: the free energy does not look at them.
    const visible = boltzmannSpace.take(
      states,
      Int32Array.from({ length: 256 }, (_, i) => 64 * i),
    );
    const marginal = await enumerated(free, visible);
    const found = await free.parameterGradient(visible, marginal.shares);
    expect(relativeDistance(found, ofModel)).toBeLessThan(1e-10);
  });
});

describe('models of a few sites', () => {
  const space = CategoricalSpace.uniform(5, 3);
  const states = space.enumerate();
  const pairs = Int32Array.of(0, 1, 1, 2, 2, 3, 3, 4, 4, 0);
  const model = (fields: Float64Array, couplings: Float64Array) => new Pairwise({ space, pairs, fields, couplings });
  const truth = model(
    Float64Array.from({ length: 15 }, (_, i) => 0.5 * Math.sin(3 * i)),
    Float64Array.from({ length: 45 }, (_, i) => 0.7 * Math.cos(5 * i)),
  );

  /** Examples, and how far the model's likelihood of them is below the best there can be: their own shares. */
  async function sampleOf(count: number) {
    const { shares } = await enumerated(truth, states);
    const numbers = drawNumbers(randomStream(3, 'examples'), shares, count);
    const excess = async (energy: Trainable<Uint8Array>): Promise<number> => {
      const { logZ, shares: learned } = await enumerated(energy, states);
      expect(logZ).toBeTypeOf('number');
      return shares.reduce((sum, share, i) => sum + share * Math.log(share / learned[i]!), 0);
    };
    return { examples: space.take(states, numbers), excess };
  }

  it('persistent contrastive divergence comes near the entropy of what it learned from', async () => {
    const { examples, excess } = await sampleOf(20_000);
    const energy = model(new Float64Array(15), new Float64Array(45));
    const before = await excess(energy);
    const problem = { space, energy, set: { examples }, rng: randomStream(4, 'training'), signal: undefined };
    const settings = trainingSettings({
      steps: 600,
      batch: 500,
      optimiser: { adam: { rate: 0.05 } },
      schedule: { linear: {} },
      average: 0.98,
    });
    const chains = { kernel: gibbs, steps: 1, beta: 1, tuning: 0 };
    const kept = { buffer: 1000, reinitialise: 0, start: 'random' } as const;
    await trainToEnd(problem, (subject) => persistentContrastiveDivergence(subject, { ...chains, ...kept }), settings);
    expect(before).toBeGreaterThan(0.5);
    expect(await excess(energy)).toBeLessThan(0.005);
  });

  it('pseudo-likelihood finds the distribution', async () => {
    const { examples, excess } = await sampleOf(20_000);
    const energy = model(new Float64Array(15), new Float64Array(45));
    const problem = { space, energy, set: { examples }, rng: randomStream(5, 'training'), signal: undefined };
    const settings = trainingSettings({
      steps: 200,
      batch: 200,
      optimiser: { adam: { rate: 0.05 } },
      schedule: { linear: {} },
    });
    await trainToEnd(problem, (subject) => pseudoLikelihood(subject, {}), settings);
    expect(await excess(energy)).toBeLessThan(0.005);
  });

  it('pseudo-likelihood finds the coupling of a Potts model', async () => {
    const ring = (coupling: number) => new Potts({ space, bonds: pairs, coupling });
    const { shares } = await enumerated(ring(0.8), states);
    const examples = space.take(states, drawNumbers(randomStream(6, 'examples'), shares, 20_000));
    const energy = ring(0);
    const problem = { space, energy, set: { examples }, rng: randomStream(6, 'training'), signal: undefined };
    const settings = trainingSettings({
      steps: 150,
      batch: 300,
      optimiser: { adam: { rate: 0.05 } },
      schedule: { linear: {} },
    });
    await trainToEnd(problem, (subject) => pseudoLikelihood(subject, {}), settings);
    // 20,000 strings of five bonds know the coupling to some 0.008.
    expect(Math.abs(energy.parameters()[0]! - 0.8)).toBeLessThan(0.03);
  });

  it('the weights of a composition are learned: no gradient is left of the likelihood', async () => {
    const tables = [1, 2, 3].map((seed) =>
      tabulatedEnergy(
        space,
        Array.from({ length: space.stateCount }, (_, i) => 2 * Math.abs(Math.sin(seed * (3 * i + 1)))),
      ),
    );
    const composed = (weights: readonly number[]): Trainable<Uint8Array> => {
      const [first, second, third] = tables as [(typeof tables)[0], (typeof tables)[0], (typeof tables)[0]];
      const either = any([
        { name: 'second', energy: second, weight: weights[1]! },
        { name: 'third', energy: third, weight: 1 },
      ]);
      const whole = all([
        { name: 'first', energy: first, weight: weights[0]! },
        { name: 'either', energy: either, weight: 1 },
      ]);
      if (!isTrainable(whole)) throw new TypeError('the weights of a composition are parameters');
      return whole;
    };
    const { shares } = await enumerated(composed([1.8, 0.3]), states);
    const numbers = drawNumbers(randomStream(7, 'examples'), shares, 4000);
    const energy = composed([1, 1]);
    const set = { examples: space.take(states, numbers) };
    const problem = { space, energy, set, rng: randomStream(7, 'training'), signal: undefined };
    const settings = trainingSettings({
      steps: 150,
      batch: 2000,
      optimiser: { adam: { rate: 0.05 } },
      schedule: { linear: {} },
    });
    await trainToEnd(problem, (subject) => noiseContrastive(subject, { noise: 'uniform', ratio: 1 }), settings);
    const learned = await enumerated(energy, states);
    const data = new Float64Array(states.length / 5);
    for (const number of numbers) data[number]! += 1 / numbers.length;
    const gradient = (of: Float64Array) =>
      energy.parameterGradient(
        states,
        data.map((share, i) => share - of[i]!),
      );
    const start = await enumerated(composed([1, 1]), states);
    const left = Math.hypot(...(await gradient(learned.shares)));
    expect(
      Math.hypot(
        ...(await composed([1, 1]).parameterGradient(
          states,
          data.map((share, i) => share - start.shares[i]!),
        )),
      ),
    ).toBeGreaterThan(0.2);
    expect(left).toBeLessThan(0.03);
  });
});

it('score matching gives a Gaussian its mean and precision, those of greatest likelihood', async () => {
  const { examples, means, variances } = gaussianPoints(200);
  const settings = trainingSettings({
    steps: 600,
    batch: 200,
    optimiser: { adam: { rate: 0.05 } },
    schedule: { linear: {} },
  });
  const slices = { slices: 1, varianceReduced: true };
  const problem = gaussianProblem(examples);
  const { parameters } = await trainToEnd(problem, (subject) => slicedScoreMatching(subject, slices), settings);
  const shape = shapeOf(parameters);
  // Of independent axes and directions of signs the minimum is exactly there: Hyvärinen (2005), section 3.1.
  for (const axis of [0, 1] as const) {
    expect(shape.means[axis]).toBeCloseTo(means[axis], 3);
    expect(shape.precisions[axis] * variances[axis]).toBeCloseTo(1, 3);
  }
});

it('regression of a linear property ends at the least squares', async () => {
  const plane = VectorSpace.ofDimension(2);
  const examples = plane.random(randomStream(12, 'examples'), 50);
  const targets = Float64Array.from(
    { length: 50 },
    (_, row) => 2 * examples[2 * row]! - examples[2 * row + 1]! + Math.sin(7 * row),
  );
  const energy = linearProperty();
  const settings = trainingSettings({ steps: 400, batch: 50, optimiser: { sgd: { rate: 0.1 } } });
  const problem = {
    space: plane,
    energy,
    set: { examples, targets },
    rng: randomStream(13, 'training'),
    signal: undefined,
  };
  const { parameters } = await trainToEnd(problem, (subject) => regression(subject, { kind: 'squared' }), settings);
  // Normal equations of two unknowns by Cramer's rule.
  const sums = [0, 0, 0, 0, 0];
  for (let row = 0; row < 50; row++) {
    const [x, y, t] = [examples[2 * row]!, examples[2 * row + 1]!, targets[row]!];
    [x * x, x * y, y * y, x * t, y * t].forEach((term, i) => {
      sums[i]! += term;
    });
  }
  const [xx, xy, yy, xt, yt] = sums as [number, number, number, number, number];
  const determinant = xx * yy - xy * xy;
  expect(parameters[0]).toBeCloseTo((xt * yy - yt * xy) / determinant, 9);
  expect(parameters[1]).toBeCloseTo((yt * xx - xt * xy) / determinant, 9);
});

/** E = θ·x. */
function linearProperty(): Trainable<Float64Array> {
  const theta = new Float64Array(2);
  return {
    parameterCount: 2,
    parameters: () => theta.slice(),
    setParameters: (parameters) => theta.set(parameters),
    evaluate: (batch) =>
      Float64Array.from(
        { length: batch.length / 2 },
        (_, row) => theta[0]! * batch[2 * row]! + theta[1]! * batch[2 * row + 1]!,
      ),
    parameterGradient: (batch, rowWeights) => {
      const gradient = new Float64Array(2);
      for (let i = 0; i < batch.length; i++) gradient[i % 2]! += rowWeights[i >> 1]! * batch[i]!;
      return gradient;
    },
  };
}

import { describe, expect, it } from 'vitest';
import { gibbsKernel } from '../kernel/gibbs.js';
import { fixedKernel } from '../kernel/kernel.js';
import type { KernelTarget } from '../kernel/kernel-definition.js';
import { langevinKernel } from '../kernel/langevin.js';
import { tunedNuts } from '../kernel/nuts.js';
import { Pairwise } from '../models/pairwise.js';
import { randomStream } from '../numerics/random-stream.js';
import { parseCheckpoint, serialiseCheckpoint } from '../sampler/checkpoint-text.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { contrastiveDivergence } from './contrastive-divergence.js';
import { denoisingScoreMatching } from './denoising-score-matching.js';
import { ensembleOfLines } from './fixtures/ensemble-of-lines.js';
import { trainToEnd } from './fixtures/train-to-end.js';
import { waveEnergy } from './fixtures/wave-energy.js';
import { noiseContrastive } from './noise-contrastive.js';
import { persistentContrastiveDivergence } from './persistent-contrastive-divergence.js';
import { pseudoLikelihood } from './pseudo-likelihood.js';
import { regression } from './regression.js';
import { slicedScoreMatching } from './sliced-score-matching.js';
import type { TrainerMaker } from './trainer.js';
import type { TrainingProblem, TrainingResult } from './training.js';
import { type TrainingSettings, trainingSettings } from './training-options.js';

const walk = <B>(target: KernelTarget<B>) => fixedKernel(langevinKernel({ ...target, stepSize: 0.05 }));
const chains = { kernel: walk, steps: 3, beta: 1, tuning: 5 };
const entropy = { weight: 0.3, stepSize: 0.02, neighbours: 7 };
const sites = {
  kernel: <B>(target: KernelTarget<B>) => fixedKernel(gibbsKernel(target, { order: 'systematic' })),
  steps: 2,
  beta: 1,
  tuning: 0,
};
const kept = { buffer: 20, reinitialise: 0.2, start: 'random' } as const;

/** Of states that only the problem itself looks at. */
function hidden<B>(problem: TrainingProblem<B>): TrainingProblem<unknown> {
  return problem as unknown as TrainingProblem<unknown>;
}

function points(): TrainingProblem<unknown> {
  const space = VectorSpace.ofDimension(2);
  const rng = randomStream(2, 'points');
  const examples = space.random(rng.split(0), 23);
  const targets = Float64Array.from({ length: 23 }, (_, row) => Math.sin(row));
  const held = {
    examples: space.random(rng.split(1), 9),
    targets: Float64Array.from({ length: 9 }, (_, row) => Math.cos(row)),
  };
  const energy = waveEnergy([0.3, -0.2, 0.4, -0.1, 0.8], 2);
  return hidden({
    space,
    energy,
    set: { examples, targets },
    heldOut: held,
    rng: randomStream(3, 'training'),
    signal: undefined,
  });
}

function strings(): TrainingProblem<unknown> {
  const space = CategoricalSpace.uniform(3, 3);
  const energy = new Pairwise({
    space,
    pairs: Int32Array.of(0, 1, 1, 2),
    fields: new Float64Array(9),
    couplings: new Float64Array(18),
  });
  const examples = space.random(randomStream(4, 'strings'), 23);
  return hidden({ space, energy, set: { examples }, rng: randomStream(5, 'training'), signal: undefined });
}

const cases: Readonly<Record<string, readonly [() => TrainingProblem<unknown>, TrainerMaker]>> = {
  'contrastive divergence': [points, (subject) => contrastiveDivergence(subject, { ...chains, entropy })],
  'contrastive divergence with a tuned kernel': [
    points,
    (subject) => contrastiveDivergence(subject, { ...chains, kernel: tunedNuts({ mostDoublings: 3 }) }),
  ],
  'persistent contrastive divergence': [
    points,
    (subject) => persistentContrastiveDivergence(subject, { ...chains, ...kept, entropy }),
  ],
  'persistent contrastive divergence of sites': [
    strings,
    (subject) => persistentContrastiveDivergence(subject, { ...sites, ...kept }),
  ],
  'denoising score matching': [points, (subject) => denoisingScoreMatching(subject, { deviations: [0.1, 1] })],
  'sliced score matching': [points, (subject) => slicedScoreMatching(subject, { slices: 1, varianceReduced: true })],
  'noise contrast': [points, (subject) => noiseContrastive(subject, { ratio: 2 })],
  'pseudo-likelihood': [strings, (subject) => pseudoLikelihood(subject, { sites: 2 })],
  'regression of an ensemble': [ensemble, (subject) => regression(subject, { kind: 'squared' })],
  regression: [points, (subject) => regression(subject, { kind: 'gaussian' })],
};

/** Three lines that learn apart. */
function ensemble(): TrainingProblem<unknown> {
  const space = VectorSpace.ofDimension(1);
  const examples = space.random(randomStream(2, 'examples'), 23);
  const set = { examples, targets: examples.map((x) => Math.sin(3 * x)) };
  const heldOut = { examples: Float64Array.of(0.2, -1), targets: Float64Array.of(1, 2) };
  const energy = ensembleOfLines(3);
  return hidden({ space, energy, set, heldOut, rng: randomStream(3, 'training'), signal: undefined });
}

/** Everything that a run ends with, bit by bit. */
function bytesOf({ parameters, own, course, ...rest }: TrainingResult): string {
  const columns = Object.entries(course).map(([name, { values }]) => [name, values as Float64Array] as const);
  const text = { parameters, own, columns: Object.fromEntries(columns) };
  const { stopReason, step, recoveries, evaluations, notes } = rest;
  return serialiseCheckpoint(text) + JSON.stringify({ stopReason, step, recoveries, evaluations, notes });
}

describe.each(Object.entries(cases))('%s', (_, [problem, maker]) => {
  const isPoints = problem === points;
  const settings = trainingSettings({
    steps: 12,
    batch: 7,
    optimiser: { adam: { rate: 0.05, decay: 0.01 } },
    schedule: { cosine: { warmUp: 2 } },
    clip: 5,
    average: 0.8,
    regularise: {
      energyMagnitude: problem === ensemble ? 0 : 0.01,
      gradientPenalty: isPoints ? 0.01 : 0,
      inputNoise: isPoints ? 0.1 : 0,
    },
    heldOut: { every: 4 },
    recovery: { every: 5 },
    report: 1,
  });

  it('goes on after every step as if it had never stopped, byte for byte', async () => {
    expect(await resumedAfterEveryStep(problem, maker, settings)).toMatchObject({ stopReason: 'steps' });
  });
});

/** The uninterrupted run, after it was held against those that go on from each of its checkpoints. */
async function resumedAfterEveryStep(
  problem: () => TrainingProblem<unknown>,
  maker: TrainerMaker,
  settings: TrainingSettings,
): Promise<TrainingResult> {
  const checkpoints: string[] = [];
  const whole = await trainToEnd(problem(), maker, settings, ({ checkpoint }) => {
    checkpoints.push(serialiseCheckpoint(checkpoint()));
  });
  expect(checkpoints.length).toBeGreaterThanOrEqual(12);
  for (const text of checkpoints) {
    const again = problem();
    const resumed = await trainToEnd({ ...again, resumeFrom: parseCheckpoint(text) }, maker, settings);
    expect(bytesOf(resumed)).toBe(bytesOf(whole));
    expect(again.energy.parameters()).toEqual(whole.parameters);
  }
  return whole;
}

it('a run that goes back to good steps is resumed between them', async () => {
  const settings = trainingSettings({
    steps: 30,
    batch: 7,
    optimiser: { sgd: { rate: 4 } },
    recovery: { every: 3, limit: 20 },
    report: 1,
  });
  const whole = await resumedAfterEveryStep(points, (subject) => regression(subject, { kind: 'squared' }), settings);
  expect(whole.recoveries.length).toBeGreaterThan(0);
  expect(whole.stopReason).toBe('steps');
});

import { describe, expect, it } from 'vitest';
import type { Trainable } from '../energy/energy.js';
import { Pairwise } from '../models/pairwise.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import type { StateSpace } from '../state/state-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { denoisingScoreMatching } from './denoising-score-matching.js';
import { waveEnergy, withoutDirections } from './fixtures/wave-energy.js';
import { noiseContrastive } from './noise-contrastive.js';
import { pseudoLikelihood } from './pseudo-likelihood.js';
import { regression } from './regression.js';
import { slicedScoreMatching } from './sliced-score-matching.js';
import type { Trainer, TrainingSet, TrainingSubject } from './trainer.js';

const rng = randomStream(7, 'objectives');
const plane = VectorSpace.ofDimension(3);
const points = plane.random(rng.split(0), 12);
const targets = Float64Array.from({ length: 12 }, (_, row) => 2 * Math.cos(5 * row));
const waves = {
  space: plane,
  energy: waveEnergy([0.3, -0.2, 0.5, 0.1, -0.4, 0.2, 0.7], 3),
  set: { examples: points, targets },
};
const rough = { ...waves, energy: withoutDirections(waveEnergy([0.3, -0.2, 0.5, 0.1, -0.4, 0.2, 0.7], 3)) };

const chain = CategoricalSpace.uniform(4, 3);
const pairs = new Pairwise({
  space: chain,
  pairs: Int32Array.of(0, 1, 1, 2, 2, 3),
  fields: Float64Array.from({ length: 12 }, (_, i) => Math.sin(i)),
  couplings: Float64Array.from({ length: 27 }, (_, i) => Math.cos(2 * i)),
});
const strings = { space: chain, energy: pairs, set: { examples: chain.random(rng.split(1), 12) } };
/** The same energy without the energies of single sites. */
const opaque: Trainable<Uint8Array> = {
  parameterCount: pairs.parameterCount,
  parameters: () => pairs.parameters(),
  setParameters: (parameters) => pairs.setParameters(parameters),
  evaluate: (batch) => pairs.evaluate(batch),
  parameterGradient: (batch, weights) => pairs.parameterGradient(batch, weights),
};

/** A trainer whose figure of held-out examples is what its steps lower, of the same stream. */
interface Case<B> {
  readonly subject: TrainingSubject<B>;
  readonly trainer: Trainer<null, B>;
  readonly own?: readonly number[];
  /** Of the gradient, relative to its norm. */
  readonly tolerance?: number;
}

function of<B, S>(
  subject: TrainingSubject<B>,
  make: (subject: TrainingSubject<B>) => Trainer<S, B>,
  more: Pick<Case<B>, 'own' | 'tolerance'> = {},
): Case<unknown> {
  // The states of a case are only handed on to its own trainer.
  return { subject, trainer: make(subject), ...more } as unknown as Case<unknown>;
}

const cases: Readonly<Record<string, Case<unknown>>> = {
  'denoising score matching': of(waves, (subject) => denoisingScoreMatching(subject, { deviations: [0.3] })),
  'denoising score matching at several deviations': of(waves, (subject) =>
    denoisingScoreMatching(subject, { deviations: [0.1, 0.5, 2] }),
  ),
  'denoising score matching by differences': of(
    rough,
    (subject) => denoisingScoreMatching(subject, { deviations: [0.3] }),
    { tolerance: 1e-5 },
  ),
  'sliced score matching': of(waves, (subject) => slicedScoreMatching(subject, { slices: 2, varianceReduced: false })),
  'sliced score matching with reduced variance': of(waves, (subject) =>
    slicedScoreMatching(subject, { slices: 1, varianceReduced: true }),
  ),
  'sliced score matching by differences': of(
    rough,
    (subject) => slicedScoreMatching(subject, { slices: 2, varianceReduced: true }),
    { tolerance: 1e-3 },
  ),
  'noise contrast': of(waves, (subject) => noiseContrastive(subject, { ratio: 2 }), { own: [1.3] }),
  'noise contrast of sites': of(strings, (subject) => noiseContrastive(subject, { ratio: 0.5 }), { own: [4] }),
  'pseudo-likelihood': of(strings, (subject) => pseudoLikelihood(subject, {})),
  'pseudo-likelihood without energies of sites': of({ ...strings, energy: opaque }, (subject) =>
    pseudoLikelihood(subject, {}),
  ),
  'squared errors': of(waves, (subject) => regression(subject, { kind: 'squared' })),
  'Huber’s errors': of(waves, (subject) => regression(subject, { kind: 'huber', width: 0.7 })),
  'Gaussian errors': of(waves, (subject) => regression(subject, { kind: 'gaussian' }), { own: [-0.3] }),
};

async function centralDifferences(
  { subject, trainer }: Case<unknown>,
  value: (own: Float64Array) => Promise<number>,
  own: Float64Array,
): Promise<Float64Array> {
  const { energy } = subject;
  const start = Float64Array.of(...energy.parameters(), ...own);
  const at = async (i: number, h: number): Promise<number> => {
    const moved = start.slice();
    moved[i]! += h;
    energy.setParameters(moved.slice(0, energy.parameterCount));
    return value(moved.slice(energy.parameterCount));
  };
  const h = 1e-5;
  const slopes = new Float64Array(start.length);
  for (let i = 0; i < start.length; i++) slopes[i] = ((await at(i, h)) - (await at(i, -h))) / (2 * h);
  energy.setParameters(start.slice(0, energy.parameterCount));
  expect(trainer.ownNames).toHaveLength(own.length);
  return slopes;
}

describe.each(Object.entries(cases))('%s', (_, example) => {
  const { subject, trainer, tolerance = 1e-8 } = example;
  const own = Float64Array.from(example.own ?? []);
  const stream = () => randomStream(3, 'minibatch');
  const minibatch: TrainingSet<unknown> = subject.set;

  it('gives the gradient of what it lowers', async () => {
    const [, { gradient, figures }] = await trainer.step(stream(), null, minibatch, own);
    const value = async (at: Float64Array): Promise<number> => trainer.heldOut!(stream(), null, minibatch, at);
    expect(figures.objective).toBeCloseTo(await value(own), 4);
    const expected = await centralDifferences(example, value, own);
    const size = Math.hypot(...expected);
    expect(size).toBeGreaterThan(0.01);
    expect(Math.hypot(...gradient.map((slope, i) => slope - expected[i]!)) / size).toBeLessThan(tolerance);
  });

  it('says so where derivatives are differences', () => {
    expect(trainer.notes.length).toBe(subject.energy === (rough.energy as unknown) ? 1 : 0);
  });
});

it('pseudo-likelihood of some sites at a time has the mean of all', async () => {
  const whole = pseudoLikelihood(strings, {});
  const [, all] = await whole.step(rng, null, strings.set, new Float64Array(0));
  const part = pseudoLikelihood(strings, { sites: 1 });
  const seen = new Set<string>();
  for (let draw = 0; draw < 40; draw++) {
    const [, found] = await part.step(rng.split(draw), null, strings.set, new Float64Array(0));
    seen.add(found.figures.objective!.toFixed(9));
  }
  // Each of the four sites stands for all: its share of the sum, times four.
  const figures = [...seen].map(Number);
  expect(figures).toHaveLength(4);
  const sum = figures.reduce((total, figure) => total + figure, 0);
  expect(sum / 4).toBeCloseTo(all.figures.objective!, 7);
});

const bounded: StateSpace<Float64Array> = VectorSpace.ofAxes([{ name: 'x', low: 0, high: 1 }]);

it.each<[string, () => unknown, string]>([
  [
    'sliced score matching between bounds',
    () =>
      slicedScoreMatching(
        { space: bounded, energy: waveEnergy([0, 0], 1), set: { examples: Float64Array.of(0.5) } },
        { slices: 1, varianceReduced: true },
      ),
    "'x' has some",
  ],
  ['score matching of sites', () => denoisingScoreMatching(strings, { deviations: [1] }), 'need coordinates'],
  ['pseudo-likelihood of points', () => pseudoLikelihood(waves, {}), 'a vector has none'],
  ['Gaussian noise of sites', () => noiseContrastive(strings, { noise: 'gaussian', ratio: 1 }), 'gaussian noise needs'],
  ['uniform noise without bounds', () => noiseContrastive(waves, { noise: 'uniform', ratio: 1 }), 'has not both'],
  [
    'Gaussian noise of a constant column',
    () =>
      noiseContrastive(
        { space: plane, energy: waves.energy, set: { examples: points.map((x, i) => (i % 3 === 1 ? 2 : x)) } },
        { ratio: 1 },
      ),
    'never changes',
  ],
  [
    'targets with a NaN',
    () =>
      regression(
        { ...waves, set: { examples: points, targets: targets.map((y, i) => (i === 4 ? Number.NaN : y)) } },
        { kind: 'squared' },
      ),
    'target of example 4 is NaN',
  ],
  ['no targets', () => regression(strings, { kind: 'squared' }), 'a target for every example'],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

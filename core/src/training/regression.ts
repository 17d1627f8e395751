import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { bootstrapCounts, meanOfMembers, membersOf } from './members.js';
import type { Trainer, TrainingSet, TrainingSubject } from './trainer.js';
import { defineTrainer } from './trainer-definition.js';

/** How errors of predictions count. */
export type ErrorModel =
  | { readonly kind: 'squared' }
  | { readonly kind: 'huber'; readonly width: number }
  | { readonly kind: 'gaussian' };

/** What an error costs, and its derivatives. */
interface Cost {
  readonly value: number;
  /** With respect to the prediction. */
  readonly slope: number;
  /** With respect to the trainer's own parameter. */
  readonly ownSlope: number;
}

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** r² / 2 of an error r; beyond a width only |r| grows (Huber); or −ln of a Gaussian of deviation e^s in r. */
function costOf(model: ErrorModel, error: number, logDeviation: number): Cost {
  if (model.kind === 'gaussian') {
    const scaled = error * Math.exp(-logDeviation);
    const value = 0.5 * scaled * scaled + logDeviation + halfLogTwoPi;
    return { value, slope: scaled * Math.exp(-logDeviation), ownSlope: 1 - scaled * scaled };
  }
  if (model.kind === 'huber' && Math.abs(error) > model.width) {
    const { width } = model;
    return { value: width * (Math.abs(error) - 0.5 * width), slope: width * Math.sign(error), ownSlope: 0 };
  }
  return { value: 0.5 * error * error, slope: error, ownSlope: 0 };
}

/** What a minibatch costs: every member at every example, and the ensemble. */
interface Costs {
  /** [rows · members], with the rows' weights for the members beside them. */
  readonly found: readonly Cost[];
  readonly counts: Float64Array;
  /** Mean over examples and members. */
  readonly objective: number;
  /** Of the mean over the members. */
  readonly rootMeanSquare: number;
}

/**
 * Regression: the energy is a property that learns to predict the targets. It lowers the mean cost of the errors; with Gaussian
 * errors their deviation is learned too, as the trainer's own parameter 'logDeviation'.
 *
 * Members of an ensemble learn apart, each from its own errors; with the bootstrap each from a resample of the examples, so that
 * they differ where examples are few. What is looked at of held-out examples is their mean.
 *
 * @param bootstrap - Without effect where there is one member.
 * @throws {ConfigurationError} There are no targets, or one is no finite number.
 * @see Huber, Ann. Math. Stat. 35, 73 (1964), for his errors; Breiman, Mach. Learn. 24, 123 (1996), for resamples of members.
 */
export function regression<B>(
  subject: TrainingSubject<B>,
  errors: ErrorModel,
  { bootstrap }: { readonly bootstrap: boolean } = { bootstrap: true },
): Trainer<number, B> {
  const exampleCount = subject.space.size(subject.set.examples);
  requireTargets(subject.set, exampleCount);
  const { memberCount, ...members } = membersOf(subject.energy);
  const hasOwn = errors.kind === 'gaussian';
  const resampled = keptBySeed((seed) => bootstrapCounts(seed, exampleCount, memberCount));

  /** How much each member sees of the examples of a minibatch, [rows, memberCount]. */
  function countsOf(seed: number, { examples, numbers }: TrainingSet<B>): Float64Array {
    const even = new Float64Array(subject.space.size(examples) * memberCount).fill(1);
    if (!bootstrap || memberCount === 1 || numbers === undefined) return even;
    const counts = resampled(seed);
    return even.map((_, i) => counts[numbers[Math.floor(i / memberCount)]! * memberCount + (i % memberCount)]!);
  }

  async function costs(seed: number, set: TrainingSet<B>, own: Float64Array): Promise<Costs> {
    const predictions = await members.evaluateMembers(set.examples);
    const counts = countsOf(seed, set);
    const found = Array.from(predictions, (value, i) =>
      costOf(errors, value - set.targets![Math.floor(i / memberCount)]!, own[0] ?? 0),
    );
    const objective = found.reduce((sum, { value }, i) => sum + counts[i]! * value, 0) / found.length;
    const rootMeanSquare = Math.sqrt(meanSquare(meanOfMembers(predictions, memberCount), set.targets!));
    return { found, counts, objective, rootMeanSquare };
  }

  return {
    ownNames: hasOwn ? ['logDeviation'] : [],
    notes: [],
    init: async (rng) => {
      const state = rng.uint32();
      if (!hasOwn) return { state, own: new Float64Array(0), evaluations: 0 };
      const { rootMeanSquare } = await costs(state, subject.set, Float64Array.of(0));
      const own = Float64Array.of(Math.log(Math.max(rootMeanSquare, Number.MIN_VALUE ** 0.25)));
      return { state, own, evaluations: exampleCount };
    },
    step: async (_rng, state, minibatch, own) => {
      const { found, counts, objective, rootMeanSquare } = await costs(state, minibatch, own);
      const rowCount = found.length / memberCount;
      // Each member goes down its own mean cost, as fast as it would alone.
      const memberWeights = Float64Array.from(found, ({ slope }, i) => (counts[i]! * slope) / rowCount);
      const slope = await members.memberGradient(minibatch.examples, memberWeights);
      const gradient = new Float64Array(slope.length + own.length);
      gradient.set(slope);
      if (hasOwn) {
        gradient[slope.length] = found.reduce((sum, { ownSlope }, i) => sum + counts[i]! * ownSlope, 0) / found.length;
      }
      return [state, { gradient, figures: { objective, rootMeanSquare }, evaluations: 2 * rowCount }];
    },
    heldOut: async (_rng, _state, { examples, targets }, own) => {
      const predictions = meanOfMembers(await members.evaluateMembers(examples), memberCount);
      const sum = predictions.reduce(
        (total, value, row) => total + costOf(errors, value - targets![row]!, own[0] ?? 0).value,
        0,
      );
      return sum / predictions.length;
    },
    pack: (state) => state,
    unpack: (packed) => packed as number,
  };
}

function meanSquare(predictions: Float64Array, targets: Float64Array): number {
  return predictions.reduce((sum, value, row) => sum + (value - targets[row]!) ** 2, 0) / predictions.length;
}

/** Made once for a seed: a run has one. */
function keptBySeed(make: (seed: number) => Float64Array): (seed: number) => Float64Array {
  let kept: { readonly seed: number; readonly made: Float64Array } | undefined;
  return (seed) => {
    if (kept?.seed !== seed) kept = { seed, made: make(seed) };
    return kept.made;
  };
}

function requireTargets({ targets }: TrainingSet<unknown>, exampleCount: number): void {
  if (targets === undefined) throw refusal('regression needs a target for every example');
  if (targets.length !== exampleCount)
    throw refusal(`there are ${targets.length} targets for ${exampleCount} examples`);
  const wrong = targets.findIndex((target) => !Number.isFinite(target));
  if (wrong >= 0) throw refusal(`the target of example ${wrong} is ${targets[wrong]}; targets are finite`);
}

function refusal(message: string): ConfigurationError {
  return new ConfigurationError([{ path: ['targets'], message }]);
}

/** The trainer `regression`. */
export const regressionTrainer = defineTrainer({
  name: 'regression',
  summary: 'Predictions of a property approach the targets of the examples',
  details:
    'Lowers the mean of half the squared error, of its Huber form, which grows only linearly beyond a width, or the negative ' +
    'log-likelihood of Gaussian errors whose deviation is learned. What is trained is a property: an objective makes an energy of it. ' +
    'Members of an ensemble learn apart, each from a bootstrap resample of the examples; how far they come to differ tells how much ' +
    'the examples leave open.',
  reference:
    'Legendre, Nouvelles méthodes pour la détermination des orbites des comètes (1805); Huber, Ann. Math. Stat. 35, 73 (1964)',
  space: 'any',
  targets: 'required',
  options: z
    .strictObject({
      errors: z.enum(['squared', 'huber', 'gaussian']).default('squared').describe('How errors count'),
      width: z.number().positive().optional().describe('Error from which the Huber form grows linearly; 1 when absent'),
      bootstrap: z
        .boolean()
        .default(true)
        .describe('Whether each member of an ensemble learns from a resample of the examples; else from all of them'),
    })
    .refine(({ errors, width }) => errors === 'huber' || width === undefined, {
      path: ['width'],
      message: 'it has no effect: only huber has a width',
    }),
  create:
    ({ errors, width = 1, bootstrap }) =>
    (subject) =>
      regression(subject, errors === 'huber' ? { kind: errors, width } : { kind: errors }, { bootstrap }),
});

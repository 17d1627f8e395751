import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { type Trainer, type TrainingSet, type TrainingSubject, withoutMemory } from './trainer.js';
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

/**
 * Regression: the energy is a property that learns to predict the targets. It lowers the mean cost of the errors; with Gaussian
 * errors their deviation is learned too, as the trainer's own parameter 'logDeviation'.
 *
 * @throws {ConfigurationError} There are no targets, or one is no finite number.
 * @see Huber, Ann. Math. Stat. 35, 73 (1964), for his errors.
 */
export function regression<B>(subject: TrainingSubject<B>, errors: ErrorModel): Trainer<null, B> {
  const { energy } = subject;
  requireTargets(subject.set, subject.space.size(subject.set.examples));
  const hasOwn = errors.kind === 'gaussian';

  async function costs({ examples, targets }: TrainingSet<B>, own: Float64Array) {
    const predictions = await energy.evaluate(examples);
    const found = Array.from(predictions, (value, row) => costOf(errors, value - targets![row]!, own[0] ?? 0));
    const squares = predictions.reduce((sum, value, row) => sum + (value - targets![row]!) ** 2, 0);
    const objective = found.reduce((sum, { value }) => sum + value, 0) / found.length;
    return { found, objective, rootMeanSquare: Math.sqrt(squares / found.length) };
  }

  return {
    ...withoutMemory,
    ownNames: hasOwn ? ['logDeviation'] : [],
    notes: [],
    init: async () => {
      if (!hasOwn) return { state: null, own: new Float64Array(0), evaluations: 0 };
      const { found, rootMeanSquare } = await costs(subject.set, Float64Array.of(0));
      const own = Float64Array.of(Math.log(Math.max(rootMeanSquare, Number.MIN_VALUE ** 0.25)));
      return { state: null, own, evaluations: found.length };
    },
    step: async (_rng, state, minibatch, own) => {
      const { found, objective, rootMeanSquare } = await costs(minibatch, own);
      const rowWeights = Float64Array.from(found, ({ slope }) => slope / found.length);
      const slope = await energy.parameterGradient(minibatch.examples, rowWeights);
      const gradient = new Float64Array(slope.length + own.length);
      gradient.set(slope);
      if (hasOwn) gradient[slope.length] = found.reduce((sum, { ownSlope }) => sum + ownSlope, 0) / found.length;
      return [state, { gradient, figures: { objective, rootMeanSquare }, evaluations: 2 * found.length }];
    },
    heldOut: async (_rng, _state, set, own) => (await costs(set, own)).objective,
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
    'log-likelihood of Gaussian errors whose deviation is learned. What is trained is a property: an objective makes an energy of it.',
  reference:
    'Legendre, Nouvelles méthodes pour la détermination des orbites des comètes (1805); Huber, Ann. Math. Stat. 35, 73 (1964)',
  space: 'any',
  targets: 'required',
  options: z
    .strictObject({
      errors: z.enum(['squared', 'huber', 'gaussian']).default('squared').describe('How errors count'),
      width: z.number().positive().optional().describe('Error from which the Huber form grows linearly; 1 when absent'),
    })
    .refine(({ errors, width }) => errors === 'huber' || width === undefined, {
      path: ['width'],
      message: 'it has no effect: only huber has a width',
    }),
  create:
    ({ errors, width = 1 }) =>
    (subject) =>
      regression(subject, errors === 'huber' ? { kind: errors, width } : { kind: errors }),
});

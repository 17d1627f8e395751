import { z } from 'zod';
import { logMeanExp } from '../numerics/log-sum-exp.js';
import type { Rng } from '../numerics/rng.js';
import { meanEnergy } from './mean-energy.js';
import { type NoiseKind, noiseDistribution } from './noise-distribution.js';
import { type Trainer, type TrainingSubject, withoutMemory } from './trainer.js';
import { defineTrainer } from './trainer-definition.js';

export interface NoiseContrastiveSettings {
  readonly noise?: NoiseKind | undefined;
  /** Noise states for each example, ν. */
  readonly ratio: number;
}

/** Noise states from which the first ln Z is estimated. */
const firstEstimateCount = 1024;

/**
 * Noise-contrastive estimation: tells examples from noise of known density q by G(x) = −E(x) − c − ln νq(x), lowering the logistic
 * loss. ln Z is learned as the trainer's own parameter c, 'logPartition'; it begins at an importance-sampling estimate.
 *
 * @throws {ConfigurationError} See {@link noiseDistribution}.
 * @see Gutmann & Hyvärinen, AISTATS 2010; J. Mach. Learn. Res. 13, 307 (2012).
 */
export function noiseContrastive<B>(
  subject: TrainingSubject<B>,
  { noise: kind, ratio }: NoiseContrastiveSettings,
): Trainer<null, B> {
  const { space, energy } = subject;
  const noise = noiseDistribution(subject, kind);

  /** Examples and then noise, with G of each. */
  async function discriminated(rng: Rng, examples: B, logPartition: number) {
    const dataCount = space.size(examples);
    const states = space.concat([examples, noise.draw(rng, Math.max(1, Math.round(ratio * dataCount)))]);
    const energies = await energy.evaluate(states);
    const logNoise = noise.logDensity(states);
    const noiseCount = energies.length - dataCount;
    const offset = logPartition + Math.log(noiseCount / dataCount);
    const logits = energies.map((value, i) => -value - offset - logNoise[i]!);
    let objective = 0;
    for (let i = 0; i < logits.length; i++) objective += softplus(i < dataCount ? -logits[i]! : logits[i]!) / dataCount;
    return { states, energies, logits, dataCount, objective };
  }

  return {
    ...withoutMemory,
    ownNames: ['logPartition'],
    notes: [],
    init: async (rng) => {
      const states = noise.draw(rng, firstEstimateCount);
      const energies = await energy.evaluate(states);
      const logNoise = noise.logDensity(states);
      const logPartition = logMeanExp(energies.map((value, i) => -value - logNoise[i]!));
      const own = Float64Array.of(Number.isFinite(logPartition) ? logPartition : 0);
      return { state: null, own, evaluations: firstEstimateCount };
    },
    step: async (rng, state, { examples }, own) => {
      const { states, energies, logits, dataCount, objective } = await discriminated(rng, examples, own[0]!);
      // ∂/∂E of the loss: 1 − h of an example, −h of a noise state, with h the probability that it is an example.
      const rowWeights = logits.map((logit, i) => (i < dataCount ? logistic(-logit) : -logistic(logit)) / dataCount);
      const slope = await energy.parameterGradient(states, rowWeights);
      const gradient = new Float64Array(slope.length + 1);
      gradient.set(slope);
      gradient[slope.length] = rowWeights.reduce((sum, weight) => sum + weight, 0);
      const dataEnergy = meanEnergy(energies, 0, dataCount);
      const figures = { objective, dataEnergy, logPartition: own[0]! };
      return [state, { gradient, figures, evaluations: 2 * energies.length }];
    },
    heldOut: async (rng, _state, { examples }, own) => (await discriminated(rng, examples, own[0]!)).objective,
  };
}

/** ln(1 + eˣ). */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** The trainer `noise-contrastive`. */
export const noiseContrastiveTrainer = defineTrainer({
  name: 'noise-contrastive',
  summary: 'Tells examples from noise of a known density, and learns the partition function on the way',
  details:
    'Needs no sampling of the model, and its ln Z makes probabilities of energies. Noise must reach where the data are and not be ' +
    'much wider: where every noise state is plainly none of the examples, nothing is learned.',
  reference: 'Gutmann & Hyvärinen, AISTATS 2010; J. Mach. Learn. Res. 13, 307 (2012)',
  space: 'any',
  targets: 'none',
  options: z.strictObject({
    noise: z
      .enum(['gaussian', 'uniform', 'sites'])
      .optional()
      .describe(
        'gaussian fitted to the examples, uniform over bounds or values, or independent sites of their frequencies; ' +
          'when absent gaussian where there are no bounds, else uniform, or sites',
      ),
    ratio: z.number().positive().default(1).describe('Noise states for each example'),
  }),
  create: (settings) => (subject) => noiseContrastive(subject, settings),
});

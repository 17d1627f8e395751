import { z } from 'zod';
import type { Rng } from '../numerics/rng.js';
import { differenceNote, directional, requireGradient } from './directional.js';
import { evenWeights } from './mean-energy.js';
import { type Trainer, type TrainingSubject, withoutMemory } from './trainer.js';
import { defineTrainer } from './trainer-definition.js';

export interface DenoisingSettings {
  /** Standard deviations σ of the noise; each example gets one of them. */
  readonly deviations: readonly number[];
}

/**
 * Denoising score matching: with x̃ = x + σε it lowers ½⟨|σ∇E(x̃) − ε|²⟩, whose least value is reached where −∇E is the score of the
 * data blurred by σ. Each example gets one σ of the list at random, all weighing alike as the scale σ² of the squares makes them.
 * With r = σ∇E(x̃) − ε held, the gradient is ⟨σ ∂/∂θ (r·∇E(x̃))⟩.
 *
 * @throws {ConfigurationError} The space has no coordinates, or the energy no gradient.
 * @see Vincent, Neural Comput. 23, 1661 (2011); Li, Chen & Sommer, arXiv:1910.07762, for several σ.
 */
export function denoisingScoreMatching<B>(
  subject: TrainingSubject<B>,
  { deviations }: DenoisingSettings,
): Trainer<null, B> {
  const along = directional(subject.space, subject.energy);
  const slopes = requireGradient(subject.energy, 'score matching');
  const { space } = along;

  /** Noised states with the residual σr of each, and the value. */
  async function residuals(rng: Rng, examples: B) {
    const { dimension } = space;
    const from = space.coordinates(examples);
    const noise = new Float64Array(from.length);
    rng.split(0).fillNormal(noise);
    const levels = rng.split(1);
    const sigma = Float64Array.from(
      { length: from.length / dimension },
      () => deviations[levels.integer(deviations.length)]!,
    );
    const points = space.withCoordinates(
      examples,
      from.map((x, i) => x + sigma[Math.floor(i / dimension)]! * noise[i]!),
    );
    const { gradient, energy } = await slopes.evaluateWithGradient(points);
    const directions = new Float64Array(from.length);
    let value = 0;
    for (let i = 0; i < from.length; i++) {
      const width = sigma[Math.floor(i / dimension)]!;
      const residual = width * gradient[i]! - noise[i]!;
      value += 0.5 * residual * residual;
      directions[i] = width * residual;
    }
    return { points, directions, objective: value / sigma.length, rowCount: energy.length };
  }

  return {
    ...withoutMemory,
    ownNames: [],
    notes: along.isExact ? [] : [differenceNote],
    init: () => ({ state: null, own: new Float64Array(0), evaluations: 0 }),
    step: async (rng, state, { examples }) => {
      const { points, directions, objective, rowCount } = await residuals(rng, examples);
      const { gradient } = await along.along(points, directions, 1, evenWeights(rowCount));
      return [state, { gradient: gradient.slice(), figures: { objective }, evaluations: 2 * rowCount }];
    },
    heldOut: async (rng, _state, { examples }) => (await residuals(rng, examples)).objective,
  };
}

const positive = z.number().positive();

/** The trainer `denoising-score-matching`. */
export const denoisingScoreMatchingTrainer = defineTrainer({
  name: 'denoising-score-matching',
  summary: 'The slope of the energy points from noised examples back to the examples',
  details:
    'Needs no sampling. What is learned is the density of the examples blurred by the noise: take a deviation well below the ' +
    'width of what matters. With a list of deviations one energy learns from near and far; it is then exact for none of ' +
    'them. Needs coordinates and an energy with gradients; noised points may lie outside bounds.',
  reference: 'Vincent, Neural Comput. 23, 1661 (2011)',
  space: 'continuous',
  targets: 'none',
  options: z.strictObject({
    deviation: z
      .union([positive, z.array(positive).min(1)])
      .describe('σ of the noise in units of the coordinates, or a list of which each example gets one'),
  }),
  example: { deviation: 0.1 },
  create:
    ({ deviation }) =>
    (subject) =>
      denoisingScoreMatching(subject, { deviations: typeof deviation === 'number' ? [deviation] : deviation }),
});

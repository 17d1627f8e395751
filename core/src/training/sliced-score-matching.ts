import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import type { Rng } from '../numerics/rng.js';
import type { Axes } from '../state/continuous.js';
import { addTo } from './add-to.js';
import { differenceNote, directional, requireGradient } from './directional.js';
import { evenWeights } from './mean-energy.js';
import { type Trainer, type TrainingSubject, withoutMemory } from './trainer.js';
import { defineTrainer } from './trainer-definition.js';

export interface SlicedSettings {
  /** Directions for each example. */
  readonly slices: number;
  /** ½|∇E|² in place of its mean over directions ½(v·∇E)²: the same mean, less noise. */
  readonly varianceReduced: boolean;
}

/**
 * Sliced score matching: lowers ⟨½(v·∇E)² − (v·∇)²E⟩ over directions v of independent signs, or with ½|∇E|² for the first part.
 * Up to a constant its mean is half the Fisher divergence of data and model: no sampling, no noise.
 *
 * @throws {ConfigurationError} The space has no coordinates or has bounds, or the energy no gradient.
 * @see Song, Garg, Shi & Ermon, UAI 2019, arXiv:1905.07088; Hyvärinen, J. Mach. Learn. Res. 6, 695 (2005).
 */
export function slicedScoreMatching<B>(
  subject: TrainingSubject<B>,
  { slices, varianceReduced }: SlicedSettings,
): Trainer<null, B> {
  const along = directional(subject.space, subject.energy);
  const slopes = requireGradient(subject.energy, 'score matching');
  const { space } = along;
  refuseBounds(space.axes);

  async function estimate(rng: Rng, examples: B, withGradient: boolean) {
    const found = await slopes.evaluateWithGradient(examples);
    const slope = found.gradient.slice();
    const rowCount = found.energy.length;
    const weights = evenWeights(rowCount, withGradient ? -1 / (rowCount * slices) : 0);
    const gradient = new Float64Array(subject.energy.parameterCount);
    let objective = 0;
    let evaluations = rowCount;
    for (let slice = 0; slice < slices; slice++) {
      const directions = signs(rng.split(slice), slope.length);
      const curved = await along.along(examples, directions, 2, weights);
      if (withGradient) addTo(gradient, curved.gradient);
      objective -= curved.derivative.reduce((sum, value) => sum + value, 0) / (rowCount * slices);
      evaluations += 2 * rowCount;
      if (varianceReduced) continue;
      const slopesAlong = dotRows(directions, slope, rowCount);
      objective += slopesAlong.reduce((sum, value) => sum + 0.5 * value * value, 0) / (rowCount * slices);
      if (!withGradient) continue;
      const rowWeights = slopesAlong.map((value) => value / (rowCount * slices));
      addTo(gradient, (await along.along(examples, directions, 1, rowWeights)).gradient);
      evaluations += rowCount;
    }
    if (varianceReduced) {
      objective += slope.reduce((sum, value) => sum + 0.5 * value * value, 0) / rowCount;
      if (withGradient) addTo(gradient, (await along.along(examples, slope, 1, evenWeights(rowCount))).gradient);
    }
    return { gradient, objective, evaluations };
  }

  return {
    ...withoutMemory,
    ownNames: [],
    notes: along.isExact ? [] : [differenceNote],
    init: () => ({ state: null, own: new Float64Array(0), evaluations: 0 }),
    step: async (rng, state, { examples }) => {
      const { gradient, objective, evaluations } = await estimate(rng, examples, true);
      return [state, { gradient, figures: { objective }, evaluations }];
    },
    heldOut: async (rng, _state, { examples }) => (await estimate(rng, examples, false)).objective,
  };
}

/** Where mass lies at a bound, the integration by parts behind score matching has a term that is missing here. */
function refuseBounds({ names, low, high, periodic }: Axes): void {
  const axis = names.findIndex((_, i) => periodic[i] === 0 && (low[i]! > -Infinity || high[i]! < Infinity));
  if (axis < 0) return;
  const message = `sliced score matching needs axes without bounds, and '${names[axis]}' has some; take denoising-score-matching`;
  throw new ConfigurationError([{ path: [], message }]);
}

function signs(rng: Rng, count: number): Float64Array {
  const directions = new Float64Array(count);
  rng.fillUniform(directions);
  for (let i = 0; i < count; i++) directions[i] = directions[i]! < 0.5 ? -1 : 1;
  return directions;
}

/** a·b of each row. */
function dotRows(a: Float64Array, b: Float64Array, rowCount: number): Float64Array {
  const width = a.length / rowCount;
  const dots = new Float64Array(rowCount);
  for (let i = 0; i < a.length; i++) dots[Math.floor(i / width)]! += a[i]! * b[i]!;
  return dots;
}

/** The trainer `sliced-score-matching`. */
export const slicedScoreMatchingTrainer = defineTrainer({
  name: 'sliced-score-matching',
  summary: 'Slope and curvature of the energy along random directions fit the examples',
  details:
    'Needs no sampling and adds no noise: on enough examples its best energy is that of the data. It cannot tell how much mass ' +
    'modes have that lie far apart. Needs coordinates without bounds and an energy with gradients.',
  reference: 'Song, Garg, Shi & Ermon, UAI 2019, arXiv:1905.07088',
  space: 'continuous',
  targets: 'none',
  options: z.strictObject({
    slices: z.int().min(1).default(1).describe('Random directions for each example'),
    varianceReduced: z.boolean().default(true).describe('Use the whole slope in place of the slope along a direction'),
  }),
  create: (settings) => (subject) => slicedScoreMatching(subject, settings),
});

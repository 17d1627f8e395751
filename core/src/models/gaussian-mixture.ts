import { z } from 'zod';
import type { BoundedBelow, Differentiable, Normalised, Tail, Tailed } from '../energy/energy.js';
import { defineEnergy } from '../energy/energy-definition.js';
import { ConfigurationError } from '../errors/design-error.js';
import { logSumExp } from '../numerics/log-sum-exp.js';
import { type CoordinateSpace, coordinateSpaceOf, isUnbounded } from '../state/coordinate-space.js';
import { perAxis, perAxisOption } from '../state/per-axis.js';
import type { VectorBatch } from '../state/vector-space.js';
import type { MixtureComponents } from './mixture-components.js';
import { denseMixture, diagonalMixture } from './mixture-loops.js';
import { pointEnergy } from './point-energy.js';
import { matrixOf, type Precision, precisionOf, type WidthOptions, widthFault, widthOptions } from './precision.js';

const component = z
  .strictObject({
    weight: z.number().positive().default(1).describe('Weight, > 0'),
    mean: perAxisOption.default(0).describe('Mean: one number for all axes, or one for each'),
    ...widthOptions,
  })
  .superRefine((given, context) => {
    const message = widthFault(given);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const options = z.strictObject({
  components: z.array(component).min(1).describe('The Gaussians of the mixture'),
  normalise: z
    .boolean()
    .default(false)
    .describe('Whether every component is divided by its integral, so that weights are shares of the whole'),
});

/** A Gaussian of a mixture. */
export interface MixtureComponent extends WidthOptions {
  /** Finite, > 0; 1 when absent. */
  readonly weight?: number;
  readonly mean?: number | readonly number[];
}

export interface GaussianMixtureOptions {
  readonly components: readonly MixtureComponent[];
  readonly normalise?: boolean;
}

/**
 * E = −ln Σₖ wₖ e^(−½ (x − μₖ)ᵀ Pₖ (x − μₖ)), each Gaussian divided by its integral where `normalise` is set.
 *
 * @throws {ConfigurationError} There is no component, or one's options are not of the space's dimension, or no Gaussian's.
 * @remarks O(components · dimension) a point where the axes of all components are independent, else · dimension². Components
 *   e⁴⁵ times below the largest at a point are left away there; they would not change a digit.
 */
export function gaussianMixtureEnergy(
  space: CoordinateSpace,
  { components, normalise = false }: GaussianMixtureOptions,
): Differentiable<VectorBatch> & Normalised<VectorBatch> & Partial<Tailed<VectorBatch>> & BoundedBelow<VectorBatch> {
  if (components.length === 0)
    throw new ConfigurationError([{ path: ['components'], message: 'there is no component' }]);
  const precisions = components.map((each, k) => precisionOf(widthsOf(each), space, ['components', k]));
  const logIntegrals = precisions.map(
    (precision) => 0.5 * (space.dimension * Math.log(2 * Math.PI) - precision.logDeterminant),
  );
  const logWeights = Float64Array.from(
    components,
    ({ weight }, k) => checkedLogWeight(weight ?? 1, k) - (normalise ? logIntegrals[k]! : 0),
  );
  const isDiagonal = precisions.every(({ kind }) => kind === 'diagonal');
  const parts: MixtureComponents = {
    dimension: space.dimension,
    logWeights,
    means: joined(components.map(({ mean }, k) => perAxis(mean ?? 0, space, ['components', k, 'mean']))),
    precisions: joined(precisions.map((precision) => (isDiagonal ? precision.entries : matrixOf(precision)))),
  };
  const tail = tailOf(precisions);
  return {
    ...pointEnergy(space.dimension, isDiagonal ? diagonalMixture(parts) : denseMixture(parts)),
    ...(tail === undefined ? {} : { tail }),
    lowerBound: -logSumExp(logWeights),
    logPartition: (beta) =>
      beta === 1 && isUnbounded(space)
        ? logSumExp(logWeights.map((weight, k) => weight + logIntegrals[k]!))
        : undefined,
  };
}

function widthsOf({ deviations, variances, covariance, precision }: MixtureComponent): WidthOptions {
  return { deviations, variances, covariance, precision };
}

function checkedLogWeight(weight: number, k: number): number {
  if (weight > 0 && weight < Number.POSITIVE_INFINITY) return Math.log(weight);
  const message = `weight is ${weight}; it must be finite and > 0`;
  throw new ConfigurationError([{ path: ['components', k, 'weight'], message }]);
}

function joined(arrays: readonly Float64Array[]): Float64Array {
  return Float64Array.from(arrays.flatMap((array) => [...array]));
}

/** Far out the widest component is what is left, where one is the widest in every direction. */
function tailOf(precisions: readonly Precision[]): Tail | undefined {
  const forms = precisions.map(matrixOf);
  const isDiagonal = precisions.every(({ kind }) => kind === 'diagonal');
  const widest = forms.find((form) =>
    forms.every((other) => other.every((entry, i) => (isDiagonal ? form[i]! <= entry : form[i] === entry))),
  );
  return widest === undefined ? undefined : { growth: 'quadratic', form: widest };
}

/** The energy `gaussian-mixture`. */
export const gaussianMixture = defineEnergy<VectorBatch, z.infer<typeof options>>({
  name: 'gaussian-mixture',
  space: 'vector',
  role: 'energy',
  unit: '1',
  summary: 'A mixture of Gaussians, E = −ln Σ w e^(−½ (x − μ)ᵀ Σ⁻¹ (x − μ))',
  details:
    'Components are not normalised unless asked: a wide one has a larger share than a narrow one of the same weight. ' +
    'The partition function is known at beta 1.',
  reference: 'Pearson, Phil. Trans. R. Soc. Lond. A 185, 71 (1894)',
  options,
  example: {
    components: [
      { mean: [-2, 0], deviations: 0.5 },
      { mean: [2, 0], deviations: [1, 0.5], weight: 2 },
    ],
  },
  create: (given, { space }) => gaussianMixtureEnergy(coordinateSpaceOf(space), given),
});

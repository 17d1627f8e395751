import {
  type Differentiable,
  type DirectionalGradient,
  type Energy,
  isDifferentiable,
  isDirectionallyTrainable,
  type Trainable,
} from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Awaitable, whenAll } from '../numerics/awaitable.js';
import { type Continuous, isContinuous } from '../state/continuous.js';
import type { StateSpace } from '../state/state-space.js';

/** Derivatives of an energy along directions, and how they follow its parameters. */
export interface Directional<B> {
  readonly space: Continuous<B>;
  /** Whether the derivatives are exact; else they are central differences. */
  readonly isExact: boolean;
  /** As of {@link DirectionallyTrainable}. */
  along(batch: B, directions: Float64Array, order: 1 | 2, rowWeights: Float64Array): Awaitable<DirectionalGradient>;
}

/** What results come with where derivatives are differences. */
export const differenceNote =
  'the energy gives no derivatives along directions: they are central differences of its parameter gradient (Pang et al., NeurIPS 2020)';

/**
 * Half the distance between the points of a difference, in units of the coordinates' size: the steps at which rounding of
 * float32 energies and what a difference leaves out weigh about the same. The error is some 1e-4 (order 1) and 1e-3 (order 2) of
 * the derivative with float32, 1e-6 and 1e-5 with float64.
 */
const reach = { 1: 1e-3, 2: 1e-2 } as const;

/**
 * What an energy knows of its derivatives along directions, or central differences where it knows nothing.
 *
 * @throws {ConfigurationError} The space has no coordinates.
 * @see Pang et al., NeurIPS 2020, arXiv:2007.03317, for score matching by finite differences.
 */
export function directional<B>(space: StateSpace<B>, energy: Trainable<B>): Directional<B> {
  if (!isContinuous(space)) {
    const message = `derivatives along directions need coordinates, and a ${space.kind} has none`;
    throw new ConfigurationError([{ path: [], message }]);
  }
  if (!isDirectionallyTrainable(energy)) {
    return { space, isExact: false, along: (...args) => differenceAlong(space, energy, ...args) };
  }
  return { space, isExact: true, along: (...args) => energy.directionalGradient(...args) };
}

/** @throws {ConfigurationError} It has no gradient. */
export function requireGradient<B>(energy: Energy<B>, who: string): Differentiable<B> {
  if (isDifferentiable(energy)) return energy;
  throw new ConfigurationError([{ path: [], message: `${who} needs gradients, and the energy has none` }]);
}

/**
 * Two points a row for the first derivative, three for the second. With h = s/|v| the first is (E(x + hv) − E(x − hv)) / 2h, the
 * second (E(x + hv) − 2E(x) + E(x − hv)) / h².
 */
function differenceAlong<B>(
  space: Continuous<B>,
  energy: Trainable<B>,
  batch: B,
  directions: Float64Array,
  order: 1 | 2,
  rowWeights: Float64Array,
): Awaitable<DirectionalGradient> {
  const coordinates = space.coordinates(batch);
  const steps = stepLengths(coordinates, directions, rowWeights.length, reach[order]);
  const ahead = space.withCoordinates(batch, moved(coordinates, directions, steps, 1));
  const behind = space.withCoordinates(batch, moved(coordinates, directions, steps, -1));
  const isFirst = order === 1;
  const points = space.concat(isFirst ? [ahead, behind] : [ahead, behind, batch]);
  const factors = isFirst ? [1, -1] : [1, 1, -2];
  const scales = steps.map((h) => (h === 0 ? 0 : isFirst ? 1 / (2 * h) : 1 / (h * h)));
  const rowCount = rowWeights.length;
  const weights = new Float64Array(factors.length * rowCount);
  for (let i = 0; i < weights.length; i++) {
    const row = i % rowCount;
    weights[i] = factors[Math.floor(i / rowCount)]! * scales[row]! * rowWeights[row]!;
  }
  return whenAll<Float64Array, DirectionalGradient>(
    [energy.evaluate(points), energy.parameterGradient(points, weights)],
    ([values, gradient]) => {
      const derivative = new Float64Array(rowCount);
      for (let i = 0; i < weights.length; i++) {
        derivative[i % rowCount]! += factors[Math.floor(i / rowCount)]! * scales[i % rowCount]! * values![i]!;
      }
      return { derivative, gradient: gradient! };
    },
  );
}

/** h of each row, so that the points are `share` · (1 + the root mean square of its coordinates) away; 0 where v is 0. */
function stepLengths(
  coordinates: Float64Array,
  directions: Float64Array,
  rowCount: number,
  share: number,
): Float64Array {
  const width = directions.length / rowCount;
  const steps = new Float64Array(rowCount);
  for (let row = 0, i = 0; row < rowCount; row++) {
    let size = 0;
    let length = 0;
    for (const end = i + width; i < end; i++) {
      size += coordinates[i]! * coordinates[i]!;
      length += directions[i]! * directions[i]!;
    }
    steps[row] = length === 0 ? 0 : (share * (1 + Math.sqrt(size / width))) / Math.sqrt(length);
  }
  return steps;
}

/** x ± h v. */
function moved(coordinates: Float64Array, directions: Float64Array, steps: Float64Array, sign: 1 | -1): Float64Array {
  const width = directions.length / steps.length;
  const points = new Float64Array(coordinates.length);
  for (let row = 0, i = 0; row < steps.length; row++) {
    const h = sign * steps[row]!;
    for (const end = i + width; i < end; i++) points[i] = coordinates[i]! + h * directions[i]!;
  }
  return points;
}

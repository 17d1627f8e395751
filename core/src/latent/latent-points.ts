import { ConfigurationError } from '../errors/design-error.js';
import { type Awaitable, inOrder } from '../numerics/awaitable.js';
import type { HeldVariables } from '../state/held-variables.js';
import { enumeratedPoints } from './enumerated-points.js';
import type { LatentMethod } from './latent-method.js';
import { expandedStates, heldLatents, type LatentVariables } from './latent-variables.js';
import type { PointSet } from './point-set.js';
import { quadraturePoints } from './quadrature-points.js';
import { sampledPoints } from './sampled-points.js';

/** Latent variables with the points at which they are looked at. */
export interface LatentPoints<B> extends PointSet {
  readonly variables: LatentVariables<B>;
  /** Where states hold the latent variables, on which nothing depends any more. */
  readonly clamp: HeldVariables;
}

/**
 * @throws {ConfigurationError} The method is not for such variables, has too many points, or lacks the ends of an axis.
 */
export function latentPoints<B>(variables: LatentVariables<B>, method: LatentMethod): LatentPoints<B> {
  return { ...pointSet(variables, method), variables, clamp: heldLatents(variables) };
}

function pointSet<B>(variables: LatentVariables<B>, method: LatentMethod): PointSet {
  switch (method.name) {
    case 'enumerate':
      return enumeratedPoints(variables, method.options);
    case 'quadrature':
      return quadraturePoints(variables, method.options);
    case 'sample':
      return sampledPoints(variables, method.options);
    case 'optimise':
      throw new ConfigurationError([{ path: ['method'], message: `'optimise' finds minima; it cannot sum` }]);
  }
}

/** Some rows with some points: `states` has them by row, then by point. */
export interface LatentChunk<B> {
  readonly states: B;
  readonly firstRow: number;
  readonly rowCount: number;
  readonly firstPoint: number;
  readonly pointCount: number;
}

/** States of one chunk: enough to keep energies busy, few enough for memory. */
const chunkSize = 65_536;

/**
 * Goes over every row with every point, in chunks of bounded size, each after the one before.
 *
 * @param perState - Numbers that the visitor keeps for each state: chunks are made smaller by as much.
 */
export function eachChunk<B>(
  points: LatentPoints<B>,
  batch: B,
  visit: (chunk: LatentChunk<B>) => Awaitable<void>,
  perState = 1,
): Awaitable<void> {
  const { variables, count } = points;
  const { space } = variables;
  const rows = space.size(batch);
  const room = Math.max(1, Math.floor(chunkSize / perState));
  const rowsAtOnce = Math.max(1, Math.floor(room / count));
  const pointsAtOnce = Math.min(count, room);
  const pointSteps = Math.ceil(count / pointsAtOnce);
  const steps = Math.ceil(rows / rowsAtOnce) * pointSteps;
  return inOrder(steps, (step) => {
    const firstRow = Math.floor(step / pointSteps) * rowsAtOnce;
    const rowCount = Math.min(rowsAtOnce, rows - firstRow);
    const firstPoint = (step % pointSteps) * pointsAtOnce;
    const pointCount = Math.min(pointsAtOnce, count - firstPoint);
    const part = rowCount === rows ? batch : space.take(batch, rowsFrom(firstRow, rowCount));
    const states = expandedStates(variables, part, pointCount, (copy, _, values) =>
      points.fill(firstPoint + copy, values),
    );
    return visit({ states, firstRow, rowCount, firstPoint, pointCount });
  });
}

function rowsFrom(first: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => first + i);
}

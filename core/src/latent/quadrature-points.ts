import { ConfigurationError } from '../errors/design-error.js';
import { gaussLegendre } from '../numerics/gauss-legendre.js';
import type { Axes } from '../state/continuous.js';
import { mostPoints } from './enumerated-points.js';
import type { LatentVariables } from './latent-variables.js';
import type { PointSet } from './point-set.js';

/** Latent coordinates beyond which a grid has too many points. */
const mostAxes = 3;

export interface QuadratureSettings {
  /** Along each axis, ≥ 2. */
  readonly points: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/**
 * A grid on latent coordinates: Gauss and Legendre's points between two ends, equal steps around circles, both exact to rounding
 * for smooth integrands once there are enough points.
 *
 * @throws {ConfigurationError} The latents are sites or more than three; an axis has no ends; there are more than 2²⁰ points.
 */
export function quadraturePoints<B>(latents: LatentVariables<B>, settings: QuadratureSettings): PointSet {
  const refuse = (message: string) => new ConfigurationError([{ path: ['method'], message }]);
  if (latents.kind !== 'coordinates') throw refuse(`sites have no quadrature; take 'enumerate' or 'sample'`);
  const { axes } = latents.space;
  const dimension = latents.indices.length;
  if (dimension > mostAxes)
    throw refuse(`quadrature takes at most ${mostAxes} latent coordinates, not ${dimension}; take 'sample'`);
  const rules = Array.from(latents.indices, (axis) => ruleOf(axes, axis, settings));
  const count = settings.points ** dimension;
  if (count > mostPoints)
    throw refuse(`a grid of ${count} points is more than ${mostPoints}; take fewer points or 'sample'`);
  const place = (point: number, k: number) =>
    Math.floor(point / settings.points ** (dimension - 1 - k)) % settings.points;
  return {
    count,
    isSampled: false,
    logWeights: Float64Array.from({ length: count }, (_, point) =>
      rules.reduce((sum, { weights }, k) => sum + Math.log(weights[place(point, k)]!), 0),
    ),
    fill: (point, values) => {
      for (let k = 0; k < dimension; k++) values[k] = rules[k]!.nodes[place(point, k)]!;
    },
  };
}

interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

function ruleOf({ names, low, high, periodic }: Axes, axis: number, settings: QuadratureSettings): Rule {
  const name = names[axis]!;
  const from = settings.low ?? low[axis]!;
  const to = settings.high ?? high[axis]!;
  const { points } = settings;
  const refuse = (message: string) => new ConfigurationError([{ path: ['method', 'quadrature'], message }]);
  if (!Number.isFinite(from) || !Number.isFinite(to)) {
    throw refuse(`axis '${name}' has no ends; give low and high between which the integrand lies`);
  }
  if (!(from < to)) throw refuse(`the grid on '${name}' goes from ${from} to ${to}; low must be below high`);
  if (from < low[axis]! || to > high[axis]!) {
    throw refuse(`the grid on '${name}' goes from ${from} to ${to}, but the axis from ${low[axis]} to ${high[axis]}`);
  }
  const isWhole = periodic[axis] === 1 && from === low[axis] && to === high[axis];
  return isWhole ? equalSteps(from, to, points) : gaussLegendre(points, from, to);
}

function equalSteps(low: number, high: number, points: number): Rule {
  const step = (high - low) / points;
  return {
    nodes: Float64Array.from({ length: points }, (_, i) => low + i * step),
    weights: new Float64Array(points).fill(step),
  };
}

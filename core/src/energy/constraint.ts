import { ConfigurationError } from '../errors/design-error.js';
import { whenDone } from '../numerics/awaitable.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import { absoluteSiteEnergies } from './absolute-site-energies.js';
import {
  type BoundedBelow,
  type Decomposable,
  type Differentiable,
  type Energy,
  isDifferentiable,
  isSiteLocal,
  type Local,
  type Property,
  type SiteLocal,
} from './energy.js';
import type { Forbidding } from './forbids.js';
import { flatSlopes, type Slopes } from './site-slopes.js';
import { withCapabilities } from './with-capabilities.js';

/** Values that a property may have, ends included; an absent end is infinite. */
export interface AllowedRange {
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

export interface ConstraintSettings<B> {
  /** Of the term, where this energy is not part of a composition, which names it itself. */
  readonly name?: string | undefined;
  /** Where it is discrete, the constraint has slopes, all 0, and site energies where the property has them. */
  readonly space?: StateSpace<B> | undefined;
}

/**
 * A hard constraint: 0 where the property lies in the range, +Infinity where it does not or is not defined. Its gradient is 0
 * everywhere, so kernels that follow gradients find walls only by running into them; and so do those that follow slopes of sites,
 * where the property does not tell the energies of single sites.
 *
 * @throws {ConfigurationError} No end is given, one is NaN, or low is above high.
 */
export function constraint<B>(
  property: Property<B>,
  unit: string,
  { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY }: AllowedRange,
  { name = 'constraint', space }: ConstraintSettings<B> = {},
): Decomposable<B> & Local<B> & BoundedBelow<B> & Forbidding<B> {
  requireRange(low, high);
  const walls = (values: Float64Array, into: Float64Array = new Float64Array(values.length)) => {
    for (let i = 0; i < values.length; i++) {
      into[i] = values[i]! >= low && values[i]! <= high ? 0 : Number.POSITIVE_INFINITY;
    }
    return into;
  };
  const base: Decomposable<B> & Local<B> & BoundedBelow<B> & Forbidding<B> = {
    lowerBound: 0,
    isForbidding: true,
    evaluate: (batch) => whenDone(property.evaluate(batch), (values) => walls(values)),
    evaluateTerms: (batch) =>
      whenDone(property.evaluate(batch), (value) => {
        return { name, weight: 1, join: 'leaf' as const, energy: walls(value), value, unit, terms: [] };
      }),
    // States that one moves from are allowed: their energy is 0.
    difference: (_, to) => whenDone(property.evaluate(to), (values) => walls(values)),
  };
  return withCapabilities<typeof base, object>(
    base,
    isDifferentiable(property) ? flatGradient(property, walls) : undefined,
    space !== undefined && isDiscrete(space) && isSiteLocal(property)
      ? ({
          // Which values a site may take can depend on every site that the property counts.
          siteGraph: undefined,
          siteEnergies: (batch, sites, into) =>
            whenDone(absoluteSiteEnergies(property, space, batch, sites, into), () => {
              walls(into, into);
            }),
        } satisfies Omit<SiteLocal<B>, 'evaluate'>)
      : undefined,
    space !== undefined && isDiscrete(space) ? noSlopes(base, space) : undefined,
  );
}

function noSlopes<B>(walls: Energy<B>, space: Discrete<B>): Slopes<B> {
  return {
    evaluateWithSlopes: (batch) =>
      whenDone(walls.evaluate(batch), (energy) => ({ energy, slopes: flatSlopes(space, energy.length) })),
  };
}

function requireRange(low: number, high: number): void {
  const isOpen = low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY;
  if (low <= high && !isOpen) return;
  const message = isOpen
    ? 'a constraint needs low, high or both'
    : `a constraint from ${low} to ${high} allows nothing`;
  throw new ConfigurationError([{ path: ['constraint'], message }]);
}

function flatGradient<B>(
  property: Differentiable<B>,
  walls: (values: Float64Array, into?: Float64Array) => Float64Array,
): Pick<Differentiable<B>, 'evaluateWithGradient'> {
  return {
    evaluateWithGradient: (batch, into) =>
      whenDone(into === undefined ? property.evaluateWithGradient(batch) : property.evaluate(batch), (found) => {
        if (found instanceof Float64Array) {
          walls(found, into!.energy);
          into!.gradient.fill(0);
          return into!;
        }
        return { energy: walls(found.energy), gradient: new Float64Array(found.gradient.length) };
      }),
  };
}

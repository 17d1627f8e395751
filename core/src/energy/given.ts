import { ConfigurationError } from '../errors/design-error.js';
import { whenDone } from '../numerics/awaitable.js';
import { type Discrete, isDiscrete, mostValues } from '../state/discrete.js';
import { withHeldVariables } from '../state/held-variables.js';
import type { StateSpace } from '../state/state-space.js';
import { mergedClamp } from './common-clamp.js';
import { type Composed, composedOf } from './composed.js';
import {
  type BoundedBelow,
  type Clamped,
  type Decomposable,
  type Differentiable,
  isBoundedBelow,
  isClamped,
  isDifferentiable,
  isLocal,
  isSiteClassed,
  isSiteLocal,
  isSiteSloped,
  isTailed,
  isTrainable,
  type Local,
  type SiteLocal,
  type SiteSloped,
  type Tail,
  type TermTree,
  type ValueAndSlopes,
} from './energy.js';
import { classesGiven } from './given-classes.js';
import { withoutSites } from './site-graph.js';
import type { Slopes } from './site-slopes.js';
import { heldTail, scaledTail } from './tails.js';
import { scaledParameters } from './tempered.js';
import { termTreeOf, type WeightedTerm } from './weighted-term.js';
import { withCapabilities } from './with-capabilities.js';
import { zeroColumns } from './zero-columns.js';

/**
 * Conditioning: E(x) = w E₁(x with some coordinates or sites put to given values), so p is the conditional distribution of the
 * others. The energy does not depend on what is held ({@link Clamped}), and samplers leave it alone.
 *
 * @param clamp - Coordinates or sites, ascending, and their values: see `heldVariables`.
 * @throws {ConfigurationError} The space has no such coordinates or sites; see {@link withHeldVariables}.
 * @remarks One copy of the coordinates or sites of a batch for each call.
 */
export function given<B>(
  term: WeightedTerm<B>,
  clamp: Clamped<B>['clamp'],
  space: StateSpace<B>,
): Decomposable<B> & Clamped<B> & Composed<B> {
  const { energy, weight } = term;
  if (!(Number.isFinite(weight) && weight > 0)) {
    const message = `weight of '${term.name}' is ${weight}; it must be finite and > 0`;
    throw new ConfigurationError([{ path: ['given'], message }]);
  }
  const held = withHeldVariables(space, clamp);
  const scaled = (values: Float64Array, into: Float64Array = new Float64Array(values.length)) => {
    for (let i = 0; i < values.length; i++) into[i] = weight * values[i]!;
    return into;
  };
  const base = {
    evaluate: (batch: B) =>
      whenDone(energy.evaluate(held(batch)), (values) => (weight === 1 ? values : scaled(values))),
    evaluateTerms: (batch: B) =>
      whenDone(termTreeOf(term, held(batch)), (tree): TermTree => {
        return { name: 'given', weight: 1, join: 'given', energy: scaled(tree.energy), terms: [tree] };
      }),
    clamp: isClamped(energy) ? mergedClamp(energy.clamp, clamp) : clamp,
    ...composedOf('given', [term]),
  };
  return withCapabilities<typeof base, object>(
    base,
    isDifferentiable(energy) ? gradientOfOthers(energy, held, clamp, scaled) : undefined,
    isLocal(energy) ? differenceOfOthers(energy, held, scaled) : undefined,
    isSiteLocal(energy) && isDiscrete(space) ? siteEnergiesOfOthers(energy, held, clamp, space, scaled) : undefined,
    isSiteClassed(energy) && isDiscrete(space)
      ? classesGiven(energy, clamp, space, (values) => scaled(values))
      : undefined,
    isSiteSloped(energy) && isDiscrete(space) ? slopesOfOthers(energy, held, clamp, space, scaled) : undefined,
    isTrainable(energy) ? parametersGiven(scaledParameters(energy, weight), held) : undefined,
    isTailed(energy) ? tailOfOthers(() => scaledTail(energy.tail, weight), clamp.indices) : undefined,
    isBoundedBelow(energy) ? boundOf(energy, weight) : undefined,
  );
}

type Hold<B> = (batch: B) => B;
type Scale = (values: Float64Array, into?: Float64Array) => Float64Array;

function gradientOfOthers<B>(
  energy: Differentiable<B>,
  held: Hold<B>,
  { indices }: Clamped<B>['clamp'],
  scaled: Scale,
): Pick<Differentiable<B>, 'evaluateWithGradient'> {
  return {
    evaluateWithGradient: (batch, into) =>
      whenDone(energy.evaluateWithGradient(held(batch), into), (found) => {
        const value = { energy: scaled(found.energy, into?.energy), gradient: scaled(found.gradient, into?.gradient) };
        zeroColumns(value.gradient, value.energy.length, indices);
        return into ?? value;
      }),
  };
}

function differenceOfOthers<B>(energy: Local<B>, held: Hold<B>, scaled: Scale): Pick<Local<B>, 'difference'> {
  return { difference: (from, to) => whenDone(energy.difference(held(from), held(to)), (change) => scaled(change)) };
}

function siteEnergiesOfOthers<B>(
  energy: SiteLocal<B>,
  held: Hold<B>,
  { indices }: Clamped<B>['clamp'],
  space: Discrete<B>,
  scaled: Scale,
): Omit<SiteLocal<B>, 'evaluate'> {
  const { siteGraph } = energy;
  return {
    siteGraph: siteGraph === undefined ? undefined : withoutSites(siteGraph, indices),
    siteEnergies: (batch, sites, into) =>
      whenDone(energy.siteEnergies(held(batch), sites, into), () => {
        scaled(into, into);
        levelHeldSites(space, sites, indices, into);
      }),
  };
}

function slopesOfOthers<B>(
  energy: SiteSloped<B>,
  held: Hold<B>,
  { indices }: Clamped<B>['clamp'],
  space: Discrete<B>,
  scaled: Scale,
): Slopes<B> {
  const sites = Int32Array.from({ length: space.siteCount }, (_, site) => site);
  return {
    evaluateWithSlopes: (batch) =>
      whenDone(energy.evaluateWithSlopes(held(batch)), (found): ValueAndSlopes => {
        const value = { energy: scaled(found.energy), slopes: scaled(found.slopes) };
        levelHeldSites(space, sites, indices, value.slopes);
        return value;
      }),
  };
}

/** A held site may take any of its values in a state; the energy does not see which. */
export function levelHeldSites<B>(space: Discrete<B>, sites: Int32Array, held: Int32Array, into: Float64Array): void {
  const width = mostValues(space);
  for (let s = 0; s < sites.length; s++) {
    if (!held.includes(sites[s]!)) continue;
    const count = space.valueCounts[sites[s]!]!;
    for (let i = s * width; i < into.length; i += sites.length * width) {
      into.fill(0, i, i + count);
      into.fill(Number.POSITIVE_INFINITY, i + count, i + width);
    }
  }
}

function parametersGiven<B, P extends { parameterGradient(batch: B, rowWeights: Float64Array): unknown }>(
  parameters: P,
  held: Hold<B>,
): P {
  return {
    ...parameters,
    parameterGradient: (batch: B, rowWeights: Float64Array) => parameters.parameterGradient(held(batch), rowWeights),
  };
}

function tailOfOthers(tailOf: () => Tail, indices: Int32Array): { readonly tail: Tail } {
  return {
    get tail() {
      return heldTail(tailOf(), indices);
    },
  };
}

function boundOf<B>(energy: BoundedBelow<B>, weight: number): Pick<BoundedBelow<B>, 'lowerBound'> {
  return {
    get lowerBound() {
      return weight * energy.lowerBound;
    },
  };
}

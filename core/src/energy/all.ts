import { whenAll } from '../numerics/awaitable.js';
import { ScratchArrays } from '../numerics/scratch-arrays.js';
import type { StateSpace } from '../state/state-space.js';
import { commonClamp } from './common-clamp.js';
import { type Composed, composedOf } from './composed.js';
import { compositionParameters } from './composition-parameters.js';
import {
  type BoundedBelow,
  type Decomposable,
  type Differentiable,
  type Energy,
  isBoundedBelow,
  isLocal,
  isNormalised,
  isSiteClassed,
  isSiteLocal,
  type Local,
  type Normalised,
  type SiteClassed,
  type SiteLocal,
  type Tailed,
  type Trainable,
  type ValueAndGradient,
  type ValueAndSlopes,
} from './energy.js';
import { joinTerms } from './join-terms.js';
import { roomLike } from './room-like.js';
import { scaledClasses } from './scaled-term.js';
import { unionOfSiteGraphs } from './site-graph.js';
import { type Slopes, slopedParts } from './site-slopes.js';
import { summedTail, tailsOfTerms } from './tails.js';
import { type TermWeights, termWeights } from './term-weights.js';
import { checkedEnergies, checkTerms, differentiableParts, partsWith, type WeightedTerm } from './weighted-term.js';
import { withCapabilities } from './with-capabilities.js';

export interface SumSettings<B> {
  /** Where it is discrete, terms with the energies of single sites go together with terms that have slopes. */
  readonly space?: StateSpace<B> | undefined;
}

/**
 * Product of experts: E = Σ wᵢ Eᵢ, so p ∝ Π pᵢ^wᵢ. A state that any term forbids is forbidden.
 * Differentiable, local and site-local where every term is, and with slopes where every term has them or is site-local; the parameters are ln wᵢ and those of the terms; of one normalised
 * term also normalised: w E at β is E at wβ.
 *
 * @throws {ConfigurationError} See {@link checkTerms}.
 * @see Hinton, Neural Comput. 14, 1771 (2002).
 */
export function all<B>(
  given: readonly WeightedTerm<B>[],
  { space }: SumSettings<B> = {},
): Decomposable<B> & Trainable<B> & Composed<B> {
  checkTerms('all', given);
  const weights = termWeights(given);
  const { terms } = weights;
  const energies = terms.map(({ energy }) => energy);
  const sum = Object.assign(joinTerms('all', terms, weightedSum), sumParameters(weights), composedOf('all', terms));
  return withCapabilities<typeof sum, object>(
    sum,
    sumGradient(terms),
    sumDifference(terms),
    sumSiteEnergies(terms),
    classesOfOne(terms),
    sumSlopes(terms, space),
    commonClamp(energies),
    sumTail(terms),
    sumBound(terms),
    scaledPartition(terms),
  );
}

function weightedSum<B>(
  terms: readonly WeightedTerm<B>[],
  values: readonly Float64Array[],
  total: Float64Array = new Float64Array(values[0]?.length ?? 0),
): Float64Array {
  checkedEnergies(terms, values);
  for (let t = 0; t < values.length; t++) addScaled(total, values[t]!, terms[t]!.weight, t === 0);
  return total;
}

/** total = or += weight · values. */
function addScaled(total: Float64Array, values: Float64Array, weight: number, isFirst: boolean): void {
  if (isFirst) for (let i = 0; i < total.length; i++) total[i] = weight * values[i]!;
  else for (let i = 0; i < total.length; i++) total[i]! += weight * values[i]!;
}

function sumDifference<B>(terms: readonly WeightedTerm<B>[]): Pick<Local<B>, 'difference'> | undefined {
  const parts = partsWith(terms, isLocal);
  if (parts === undefined) return undefined;
  return {
    difference: (from, to) =>
      whenAll(
        parts.map((part) => part.difference(from, to)),
        (changes) => weightedSum(terms, changes),
      ),
  };
}

function sumSiteEnergies<B>(terms: readonly WeightedTerm<B>[]): Omit<SiteLocal<B>, 'evaluate'> | undefined {
  const parts = partsWith(terms, isSiteLocal);
  if (parts === undefined) return undefined;
  const scratch = new ScratchArrays();
  return {
    siteGraph: unionOfSiteGraphs(parts.map(({ siteGraph }) => siteGraph)),
    siteEnergies: (batch, sites, into) => {
      const tables = parts.map((_, t) => (t === 0 ? into : scratch.take(into.length)));
      return whenAll(
        parts.map((part, t) => part.siteEnergies(batch, sites, tables[t]!)),
        () => {
          for (let t = 0; t < tables.length; t++) addScaled(into, tables[t]!, terms[t]!.weight, t === 0);
          scratch.give(...tables.slice(1));
        },
      );
    },
  };
}

function sumSlopes<B>(terms: readonly WeightedTerm<B>[], space: StateSpace<B> | undefined): Slopes<B> | undefined {
  const parts = slopedParts(terms, space);
  if (parts === undefined) return undefined;
  return {
    evaluateWithSlopes: (batch) =>
      whenAll(
        parts.map((part) => part.evaluateWithSlopes(batch)),
        (values): ValueAndSlopes => {
          const slopes = new Float64Array(values[0]!.slopes.length);
          for (let t = 0; t < values.length; t++) addScaled(slopes, values[t]!.slopes, terms[t]!.weight, t === 0);
          const energies = values.map(({ energy }) => energy);
          return { energy: weightedSum(terms, energies), slopes };
        },
      ),
  };
}

/** Classes of sites are those of one term, where there is no other. */
function classesOfOne<B>(terms: readonly WeightedTerm<B>[]): Omit<SiteClassed<B>, keyof SiteLocal<B>> | undefined {
  const [term] = terms;
  if (terms.length !== 1 || term === undefined || !isSiteClassed(term.energy)) return undefined;
  return scaledClasses(term.energy, () => terms[0]!.weight);
}

function sumGradient<B>(
  terms: readonly WeightedTerm<B>[],
): Pick<Differentiable<B>, 'evaluateWithGradient'> | undefined {
  const parts = differentiableParts(terms);
  if (parts === undefined) return undefined;
  const scratch = new ScratchArrays();
  return {
    evaluateWithGradient: (batch, into) => {
      const room = parts.map((_, t) => (into === undefined || t === 0 ? into : roomLike(into, scratch)));
      return whenAll(
        parts.map((part, t) => part.evaluateWithGradient(batch, room[t])),
        (values) => {
          const result = sumWithGradients(terms, values, into);
          for (const used of room.slice(1)) if (used !== undefined) scratch.give(used.energy, used.gradient);
          return result;
        },
      );
    },
  };
}

function sumWithGradients<B>(
  terms: readonly WeightedTerm<B>[],
  values: readonly ValueAndGradient[],
  into: ValueAndGradient | undefined,
): ValueAndGradient {
  const first = values[0]!;
  const gradient = into?.gradient ?? new Float64Array(first.gradient.length);
  const energy = weightedSum(
    terms,
    values.map((value) => value.energy),
    into?.energy,
  );
  for (let t = 0; t < values.length; t++) addScaled(gradient, values[t]!.gradient, terms[t]!.weight, t === 0);
  return forbiddenWithoutGradient(into ?? { energy, gradient });
}

/** Where one term forbids a state, the slopes of the others mean nothing. */
function forbiddenWithoutGradient(value: ValueAndGradient): ValueAndGradient {
  const { energy, gradient } = value;
  for (let row = 0; row < energy.length; row++) {
    if (energy[row] !== Number.POSITIVE_INFINITY) continue;
    const width = gradient.length / energy.length;
    gradient.fill(0, row * width, (row + 1) * width);
  }
  return value;
}

function sumParameters<B>(weights: TermWeights<B>): Omit<Trainable<B>, 'evaluate'> {
  const { terms } = weights;
  const energies = terms.map(({ energy }) => energy);
  return compositionParameters(weights, energies, (batch, rowWeights) =>
    whenAll(
      energies.map((energy) => energy.evaluate(batch)),
      (values) => {
        const total = weightedSum(terms, values);
        const counted = rowWeights.map((weight, row) => (total[row] === Number.POSITIVE_INFINITY ? 0 : weight));
        return {
          logWeights: Float64Array.from(terms, ({ weight }, t) => weight * dotOfCounted(counted, values[t]!)),
          rowWeights: terms.map(({ weight }) => counted.map((rowWeight) => weight * rowWeight)),
        };
      },
    ),
  );
}

function dotOfCounted(rowWeights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) if (rowWeights[row] !== 0) sum += rowWeights[row]! * values[row]!;
  return sum;
}

function sumTail<B>(terms: readonly WeightedTerm<B>[]): Pick<Tailed<B>, 'tail'> | undefined {
  if (tailOf(terms) === undefined) return undefined;
  return {
    get tail() {
      return tailOf(terms)!;
    },
  };
}

/** Which kind it is does not change with the weights, all > 0; the form does. */
function tailOf<B>(terms: readonly WeightedTerm<B>[]): Tailed<B>['tail'] | undefined {
  const tails = tailsOfTerms(terms);
  return tails === undefined ? undefined : summedTail(tails);
}

function sumBound<B>(terms: readonly WeightedTerm<B>[]): Pick<BoundedBelow<B>, 'lowerBound'> | undefined {
  const parts = partsWith(terms, isBoundedBelow);
  if (parts === undefined) return undefined;
  return {
    get lowerBound() {
      return parts.reduce((sum, part, t) => sum + terms[t]!.weight * part.lowerBound, 0);
    },
  };
}

function scaledPartition<B>(terms: readonly WeightedTerm<B>[]): Pick<Normalised<B>, 'logPartition'> | undefined {
  const [term, second] = terms;
  if (term === undefined || second !== undefined) return undefined;
  const { energy }: { energy: Energy<B> } = term;
  return isNormalised(energy) ? { logPartition: (beta) => energy.logPartition(term.weight * beta) } : undefined;
}

import { ConfigurationError } from '../errors/design-error.js';
import { whenAll } from '../numerics/awaitable.js';
import { logSumExp } from '../numerics/log-sum-exp.js';
import { ScratchArrays } from '../numerics/scratch-arrays.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import { absoluteSiteEnergies } from './absolute-site-energies.js';
import { commonClamp } from './common-clamp.js';
import { type Composed, composedOf } from './composed.js';
import { compositionParameters } from './composition-parameters.js';
import {
  type BoundedBelow,
  type Decomposable,
  type Differentiable,
  isBoundedBelow,
  isNormalised,
  isSiteLocal,
  type Normalised,
  type SiteLocal,
  type Tailed,
  type Trainable,
  type ValueAndSlopes,
} from './energy.js';
import { joinTerms } from './join-terms.js';
import { responsibleGradient } from './responsible-gradient.js';
import { roomLike } from './room-like.js';
import { absoluteEstimates, levelUnknown, type Slopes, slopedParts } from './site-slopes.js';
import { softMinimum } from './soft-minimum.js';
import { leastTail, tailsOfTerms } from './tails.js';
import { type TermWeights, termWeights } from './term-weights.js';
import { checkedEnergies, checkTerms, differentiableParts, partsWith, type WeightedTerm } from './weighted-term.js';
import { withCapabilities } from './with-capabilities.js';

export interface MixtureSettings<B> {
  /**
   * ln Zᵢ of each term, by which it is divided: the weights are then the shares of the terms. 'known' takes them from the terms
   * themselves, at β = 1. The terms' own parameters are held: what they would do to ln Zᵢ is not known.
   */
  readonly logPartitions?: 'known' | readonly number[] | undefined;
  /** Standard error of each ln Zᵢ that was estimated; 0 where it is exact. */
  readonly partitionErrors?: readonly number[] | undefined;
  /** Where it is discrete, the mixture has site energies where every term has, and slopes where each has the one or the other. */
  readonly space?: StateSpace<B> | undefined;
}

/**
 * Mixture: E = −ln Σ wᵢ e^(−Eᵢ), so p ∝ Σ wᵢ e^(−Eᵢ) with the weights as given. Unless partition functions are given, neither
 * the weights nor the terms are normalised: a term with a larger partition function has a larger share.
 * For desirability energies −ln dᵢ with weights summing to 1 this is −ln of their weighted arithmetic mean.
 * A state is forbidden only where every term forbids it. Differentiable where every term is: the gradient is the sum of the
 * terms' gradients, each with its responsibility wᵢ e^(E − Eᵢ).
 *
 * @throws {ConfigurationError} See {@link checkTerms}; a partition function that is unknown or not finite.
 */
export function any<B>(
  given: readonly WeightedTerm<B>[],
  settings: MixtureSettings<B> = {},
): Decomposable<B> & Trainable<B> & Composed<B> {
  checkTerms('any', given);
  const { logPartitions, partitionErrors, space } = settings;
  const weights = termWeights(given);
  const { terms } = weights;
  const mixture = { terms, weights, offsets: partitionsOf(terms, logPartitions) };
  const isNormalisedMixture = logPartitions !== undefined;
  const energy = Object.assign(
    joinTerms('any', terms, (_, values) => mixed(mixture, values)),
    mixtureParameters(mixture, isNormalisedMixture),
    composedOf('any', terms, isNormalisedMixture, {
      logShares: () => logShares(mixture),
      ...(partitionErrors === undefined ? {} : { partitionErrors }),
    }),
  );
  return withCapabilities<typeof energy, object>(
    energy,
    mixtureGradient(mixture),
    space !== undefined && isDiscrete(space) ? mixtureSiteEnergies(mixture, space) : undefined,
    space !== undefined && isDiscrete(space) ? mixtureSlopes(mixture, space) : undefined,
    commonClamp(terms.map((term) => term.energy)),
    mixtureTail(terms),
    mixtureBound(mixture),
    mixturePartition(mixture),
  );
}

interface Mixture<B> {
  readonly terms: readonly WeightedTerm<B>[];
  readonly weights: TermWeights<B>;
  /** ln Zᵢ, or 0 where the terms are taken as they are. */
  readonly offsets: Float64Array;
}

function logShares<B>({ weights, offsets }: Mixture<B>): Float64Array {
  return weights.logWeights().map((log, t) => log - offsets[t]!);
}

function partitionsOf<B>(terms: readonly WeightedTerm<B>[], given: MixtureSettings<B>['logPartitions']): Float64Array {
  if (given === undefined) return new Float64Array(terms.length);
  if (given !== 'known' && given.length !== terms.length) {
    const message = `${given.length} partition functions were given for ${terms.length} terms`;
    throw new ConfigurationError([{ path: ['any', 'normalise'], message }]);
  }
  const found = terms.map(({ energy }, t) => {
    if (given !== 'known') return given[t]!;
    return isNormalised(energy) ? energy.logPartition(1) : undefined;
  });
  const faults = found.flatMap((value, t) => {
    if (value !== undefined && Number.isFinite(value)) return [];
    const { name } = terms[t]!;
    const what =
      value === undefined ? 'is not known in closed form; estimate it, or give it' : `is ${value}; it must be finite`;
    return [{ path: ['any', 'normalise', name], message: `ln of the partition function of '${name}' ${what}` }];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
  return Float64Array.from(found as number[]);
}

function mixed<B>(
  mixture: Mixture<B>,
  values: readonly Float64Array[],
  into: Float64Array = new Float64Array(values[0]?.length ?? 0),
): Float64Array {
  checkedEnergies(mixture.terms, values);
  return softMinimum(logShares(mixture), values, into);
}

function mixtureGradient<B>(mixture: Mixture<B>): Pick<Differentiable<B>, 'evaluateWithGradient'> | undefined {
  const parts = differentiableParts(mixture.terms);
  if (parts === undefined) return undefined;
  const scratch = new ScratchArrays();
  return {
    evaluateWithGradient: (batch, into) => {
      const room = parts.map(() => (into === undefined ? undefined : roomLike(into, scratch)));
      return whenAll(
        parts.map((part, t) => part.evaluateWithGradient(batch, room[t])),
        (values) => {
          checkedEnergies(
            mixture.terms,
            values.map((value) => value.energy),
          );
          const result = responsibleGradient(logShares(mixture), values, into);
          for (const used of room) if (used !== undefined) scratch.give(used.energy, used.gradient);
          return result;
        },
      );
    },
  };
}

/** Probability that a state with these energies comes from the term. */
function responsibilityOf(energy: number, ofTerm: number, logShare: number): number {
  return energy === Number.POSITIVE_INFINITY ? 0 : Math.exp(logShare + energy - ofTerm);
}

function mixtureParameters<B>(mixture: Mixture<B>, holdsTerms: boolean): Omit<Trainable<B>, 'evaluate'> {
  const { terms, weights } = mixture;
  const energies = terms.map(({ energy }) => energy);
  return compositionParameters(weights, holdsTerms ? [] : energies, (batch, rowWeights) =>
    whenAll(
      energies.map((energy) => energy.evaluate(batch)),
      (values) => {
        const energy = mixed(mixture, values);
        const shares = logShares(mixture);
        const responsible = values.map((value, t) =>
          rowWeights.map((weight, row) => weight * responsibilityOf(energy[row]!, value[row]!, shares[t]!)),
        );
        return {
          logWeights: Float64Array.from(responsible, (weight) => -weight.reduce((sum, entry) => sum + entry, 0)),
          rowWeights: responsible,
        };
      },
    ),
  );
}

/** Given the rest, a site of one term tells of the others which term holds: the sites of a mixture are all coupled. */
function mixtureSiteEnergies<B>(mixture: Mixture<B>, space: Discrete<B>): Omit<SiteLocal<B>, 'evaluate'> | undefined {
  const parts = partsWith(mixture.terms, isSiteLocal);
  if (parts === undefined) return undefined;
  const scratch = new ScratchArrays();
  return {
    siteGraph: undefined,
    siteEnergies: (batch, sites, into) => {
      const tables = parts.map(() => scratch.take(into.length));
      return whenAll(
        parts.map((part, t) => absoluteSiteEnergies(part, space, batch, sites, tables[t]!)),
        () => {
          softMinimum(logShares(mixture), tables, into);
          scratch.give(...tables);
        },
      );
    },
  };
}

/**
 * The mixture of what each term estimates. To first order that is the sum of the terms' slopes, each with its responsibility; and
 * it is exact where the slopes are.
 */
function mixtureSlopes<B>(mixture: Mixture<B>, space: Discrete<B>): Slopes<B> | undefined {
  const parts = slopedParts(mixture.terms, space);
  if (parts === undefined) return undefined;
  return {
    evaluateWithSlopes: (batch) =>
      whenAll(
        parts.map((part) => absoluteEstimates(part, space, batch)),
        (values): ValueAndSlopes => {
          const energies = values.map(({ energy }) => energy);
          const tables = values.map(({ slopes }) => slopes);
          const energy = mixed(mixture, energies);
          const slopes = softMinimum(logShares(mixture), tables, new Float64Array(tables[0]!.length));
          levelUnknown(space, energy, slopes);
          return { energy, slopes };
        },
      ),
  };
}

function mixtureTail<B>(terms: readonly WeightedTerm<B>[]): Pick<Tailed<B>, 'tail'> | undefined {
  // Weights of a mixture shift energies by constants, which no tail sees.
  const tails = tailsOfTerms(terms.map((term) => ({ name: term.name, energy: term.energy, weight: 1 })));
  const tail = tails === undefined ? undefined : leastTail(tails);
  return tail === undefined ? undefined : { tail };
}

function mixtureBound<B>(mixture: Mixture<B>): Pick<BoundedBelow<B>, 'lowerBound'> | undefined {
  const parts = partsWith(mixture.terms, isBoundedBelow);
  if (parts === undefined) return undefined;
  return {
    get lowerBound() {
      return -logSumExp(logShares(mixture).map((share, t) => share - parts[t]!.lowerBound));
    },
  };
}

/** At β = 1 the integral of a sum is the sum of the integrals; of one term it is known at every β. */
function mixturePartition<B>(mixture: Mixture<B>): Pick<Normalised<B>, 'logPartition'> | undefined {
  const parts = partsWith(mixture.terms, isNormalised);
  if (parts === undefined) return undefined;
  return {
    logPartition: (beta) => {
      const shares = logShares(mixture);
      const own = parts.map((part) => part.logPartition(beta));
      if ((beta !== 1 && parts.length > 1) || own.some((value) => value === undefined)) return undefined;
      return logSumExp(Float64Array.from(own, (value, t) => beta * shares[t]! + value!));
    },
  };
}

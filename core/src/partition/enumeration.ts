import { z } from 'zod';
import type { Energy } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { ConfigurationError } from '../errors/design-error.js';
import { freeSites } from '../path/free-variables.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import {
  definePartition,
  type PartitionEstimate,
  type PartitionProblem,
  type PartitionProgress,
} from './partition-definition.js';
import { RunningLogSum } from './running-log-sum.js';

/** States that are made and evaluated at once. */
const chunkSize = 1 << 14;

/**
 * ln Σ e^(−βE) over every state of a discrete space, exact to rounding. Sites that the energy is clamped at stand still.
 *
 * @param maximum - Most states that are looked at.
 * @throws {ConfigurationError} The space is not discrete, or has more states.
 * @remarks One evaluation a state; constant memory.
 */
export async function* enumeratePartition<B>(
  { space, energy, beta, rng, signal }: PartitionProblem<B>,
  maximum: number,
): AsyncGenerator<PartitionProgress, PartitionEstimate> {
  const { discrete, free, total } = statesToEnumerate({ space, energy }, maximum);
  const template = await discrete.random(rng, 1);
  const sum = new RunningLogSum();
  for (let first = 0; first < total; first += chunkSize) {
    if (signal?.aborted) break;
    const count = Math.min(chunkSize, total - first);
    for (const value of await energiesOf(discrete, energy, template, free, first, count)) {
      // Forbidden at every β, at 0 too.
      sum.add(value === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : -beta * value);
    }
    yield { done: first + count, total, unit: 'states' };
  }
  return { logPartition: sum.value, standardError: 0, evaluations: total, facts: [{ name: 'states', value: total }] };
}

interface EnumeratedStates<B> {
  readonly discrete: Discrete<B>;
  /** Sites that change. */
  readonly free: Int32Array;
  readonly total: number;
}

/** @throws {ConfigurationError} See {@link enumeratePartition}. */
function statesToEnumerate<B>(
  { space, energy }: Pick<PartitionProblem<B>, 'space' | 'energy'>,
  maximum: number,
): EnumeratedStates<B> {
  if (!isDiscrete(space)) throw refused([], `the space holds '${space.kind}', which cannot be enumerated`);
  const free = freeSites(space, energy);
  const total = free.reduce((product, site) => product * space.valueCounts[site]!, 1);
  if (total > maximum) {
    const message = `there are ${total} states, above the maximum of ${maximum}; raise it, or use another estimator`;
    throw refused(['maximum'], message);
  }
  return { discrete: space, free, total };
}

async function energiesOf<B>(
  space: Discrete<B>,
  energy: Energy<B>,
  template: B,
  free: Int32Array,
  first: number,
  count: number,
): Promise<Float64Array> {
  const like = space.take(template, new Int32Array(count));
  const sites = space.sites(like).slice();
  for (let row = 0; row < count; row++) {
    let number = first + row;
    for (let i = free.length - 1; i >= 0; i--) {
      const values = space.valueCounts[free[i]!]!;
      sites[row * space.siteCount + free[i]!] = number % values;
      number = Math.floor(number / values);
    }
  }
  return checkedEnergy('energy', await energy.evaluate(space.withSites(like, sites)));
}

function refused(path: readonly string[], message: string): ConfigurationError {
  return new ConfigurationError([{ path, message }]);
}

/** Whether every state can be looked at. */
export function isEnumerable<B>(space: StateSpace<B>, maximum: number): space is Discrete<B> {
  return isDiscrete(space) && space.valueCounts.reduce((product, count) => product * count, 1) <= maximum;
}

/** The estimator `enumeration`. */
export const enumeration = definePartition({
  name: 'enumeration',
  summary: 'Sums e^(−βE) over every state of a small discrete space',
  details:
    'Exact to rounding. One energy evaluation a state, so that some ten million states are the limit of patience.',
  requires: [],
  options: z.strictObject({
    maximum: z.int().min(1).default(16_777_216).describe('Most states that are looked at'),
  }),
  create: ({ maximum }) => ({
    estimate: (problem) => enumeratePartition(problem, maximum),
    checkTarget: (target) => void statesToEnumerate(target, maximum),
  }),
});

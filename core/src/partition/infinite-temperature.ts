import { checkedEnergy } from '../energy/weighted-term.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type ReferenceDistribution, referenceDistribution } from '../path/reference-distribution.js';
import type { PartitionEstimate, PartitionProblem } from './partition-definition.js';

/** States that are looked at for forbidden ones. */
const probeCount = 1000;

/**
 * ln Z at β = 0, where every allowed state counts 1: the number of states, or the volume inside the bounds. Exact where no drawn
 * state is forbidden; else with the share of the allowed ones.
 *
 * @throws {ConfigurationError} An axis has no bounds: the integral is infinite. Or no drawn state is allowed.
 * @remarks A thousand evaluations.
 */
export async function infiniteTemperature<B>({ space, energy, rng }: PartitionProblem<B>): Promise<PartitionEstimate> {
  const reference = boundedReference({ space, energy });
  const energies = checkedEnergy('energy', await energy.evaluate(await reference.draw(rng, probeCount)));
  const allowed = energies.reduce((count, value) => count + (value === Number.POSITIVE_INFINITY ? 0 : 1), 0);
  if (allowed === 0) throw refused('beta is 0, and none of the states that were drawn is allowed');
  const share = allowed / probeCount;
  return {
    logPartition: reference.logPartition + Math.log(share),
    standardError: Math.sqrt((1 - share) / allowed),
    evaluations: probeCount,
    facts: [{ name: 'share of allowed states', value: share }],
  };
}

/** @throws {ConfigurationError} An axis has no bounds. */
export function boundedReference<B>({
  space,
  energy,
}: Pick<PartitionProblem<B>, 'space' | 'energy'>): ReferenceDistribution<B> {
  const reference = referenceDistribution(space, energy, 1);
  if (reference.energy === undefined) return reference;
  throw refused('beta is 0, where the integral over axes without bounds is infinite; give the axes bounds');
}

function refused(message: string): ConfigurationError {
  return new ConfigurationError([{ path: ['beta'], message }]);
}

import {
  ConfigurationError,
  type Energy,
  isContinuous,
  isDifferentiable,
  isDiscrete,
  isNormalised,
  isSiteLocal,
  optionsSchemaOf,
  type PartitionEstimator,
  type Reference,
  type Registry,
  randomStream,
  type StateSpace,
} from '@basin/core';
import { definitionOf } from '../language/reading-context.js';

/** Spaces of at most this many states are summed up. */
const mostEnumerated = 2 ** 20;

/** ln Z at β = 1, with its standard error: 0 where it is exact. */
export interface LogPartition {
  readonly value: number;
  readonly standardError: number;
}

/** Makes estimators from references whose options are parsed. */
export type EstimatorMaker = (reference: Reference<'partition'>) => Promise<PartitionEstimator>;

/**
 * The partition function of a term of a mixture: what it knows itself; else the sum over a small discrete space; else annealed
 * importance sampling, with HMC along gradients, Gibbs over sites, or random moves. Always the same draws, so that the energy stays a
 * function of the state.
 *
 * @throws {ConfigurationError} The space has neither coordinates nor sites, or the estimate cannot be trusted.
 */
export async function estimatePartition(
  name: string,
  energy: Energy<unknown>,
  space: StateSpace<unknown>,
  parts: EstimationParts,
): Promise<LogPartition> {
  const known = knownPartition(energy);
  if (known !== undefined) return known;
  const method = await methodOf(name, energy, space, parts);
  const rng = randomStream(0, 'partition functions of a mixture');
  const estimation = method.estimate({ space, energy, beta: 1, rng, signal: undefined });
  for (;;) {
    const step = await estimation.next();
    if (step.done !== true) continue;
    const { logPartition: value, standardError } = step.value;
    if (Number.isFinite(value) && Number.isFinite(standardError)) return { value, standardError };
    throw refused(name, `could not be estimated (ln Z = ${value} ± ${standardError})`);
  }
}

/**
 * Looks whether {@link estimatePartition} could begin, and estimates nothing.
 *
 * @returns What the term knows itself, or else 0.
 * @throws {ConfigurationError} The space has neither coordinates nor sites, or the estimator cannot begin in it.
 */
export async function checkEstimable(
  name: string,
  energy: Energy<unknown>,
  space: StateSpace<unknown>,
  parts: EstimationParts,
): Promise<LogPartition> {
  const known = knownPartition(energy);
  if (known !== undefined) return known;
  const method = await methodOf(name, energy, space, parts);
  method.checkTarget?.({ space, energy, beta: 1 });
  return { value: 0, standardError: 0 };
}

/** What estimators are found and made with. */
interface EstimationParts {
  readonly registry: Registry;
  readonly estimator: EstimatorMaker;
}

function knownPartition(energy: Energy<unknown>): LogPartition | undefined {
  const value = isNormalised(energy) ? energy.logPartition(1) : undefined;
  return value === undefined ? undefined : { value, standardError: 0 };
}

function methodOf(
  name: string,
  energy: Energy<unknown>,
  space: StateSpace<unknown>,
  { registry, estimator }: EstimationParts,
): Promise<PartitionEstimator> {
  return estimator(methodFor(name, energy, space, registry));
}

function methodFor(
  name: string,
  energy: Energy<unknown>,
  space: StateSpace<unknown>,
  registry: Registry,
): Reference<'partition'> {
  if (isDiscrete(space) && space.valueCounts.reduce((product, count) => product * count, 1) <= mostEnumerated) {
    return referenceTo('enumeration', {}, registry);
  }
  if (isContinuous(space)) {
    const kernel = isDifferentiable(energy) ? 'hmc' : { metropolis: { proposal: 'random-walk' } };
    return referenceTo('annealed-importance-sampling', { kernel }, registry);
  }
  if (isDiscrete(space)) {
    const kernel = isSiteLocal(energy) ? 'gibbs' : { metropolis: { proposal: 'site-flip' } };
    return referenceTo('annealed-importance-sampling', { kernel }, registry);
  }
  throw refused(name, `cannot be estimated: states of kind '${space.kind}' have no coordinates or sites`);
}

function referenceTo(name: string, options: unknown, registry: Registry): Reference<'partition'> {
  const definition = definitionOf(registry, 'partition', name);
  return { point: 'partition', name, options: optionsSchemaOf(definition, registry).parse(options) };
}

function refused(name: string, fault: string): ConfigurationError {
  return new ConfigurationError([
    { path: ['any', 'normalise'], message: `the partition function of '${name}' ${fault}; give ln Z` },
  ]);
}

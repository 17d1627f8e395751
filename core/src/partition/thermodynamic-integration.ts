import { z } from 'zod';
import { pooledDraws } from '../diagnostics/chain-statistics.js';
import { monteCarloStandardError } from '../diagnostics/effective-sample-size.js';
import { rankNormalisedRHat } from '../diagnostics/r-hat.js';
import { ConfigurationError } from '../errors/design-error.js';
import { ChainStreams } from '../kernel/chain-streams.js';
import type { KernelMaker } from '../kernel/kernel-definition.js';
import { mean, variance } from '../numerics/statistics.js';
import { placesOf } from '../path/annealing-path.js';
import { deviationOption } from '../path/deviation-option.js';
import { referenceDistribution } from '../path/reference-distribution.js';
import { checkPathTarget } from './check-path-target.js';
import { infiniteTemperature } from './infinite-temperature.js';
import {
  definePartition,
  type PartitionEstimate,
  type PartitionProblem,
  type PartitionProgress,
} from './partition-definition.js';
import { preparedPath } from './prepared-path.js';

/** How finely the path is cut, and how long the chains are at each place. */
export interface IntegrationSettings {
  readonly kernel: KernelMaker;
  readonly chains: number;
  readonly temperatures: number;
  /** Draws of every chain at each place. */
  readonly steps: number;
  /** Kernel steps at each place before its first draw. */
  readonly warmUp: number;
  readonly deviation: number;
}

/** What the chains found at a place: mean and variance of dU/dt, and how well they know the mean. */
export interface IntegrandAt {
  readonly at: number;
  readonly slope: number;
  readonly variance: number;
  readonly standardError: number;
}

interface Place extends IntegrandAt {
  readonly rHat: number;
}

/**
 * ln Z = ln Z₀ − ∫₀¹ ⟨dU_t/dt⟩ dt along the path from a reference to the target. The integral is the trapezoid's, corrected at each
 * interval's ends by the derivative of the integrand, which is −Var(dU/dt). The standard error joins the chains' own with a third of
 * the correction, which stands for what the rule leaves over.
 *
 * @throws {ConfigurationError} The reference draws forbidden states: the integrand is infinite there.
 * @see Kirkwood, J. Chem. Phys. 3, 300 (1935); Friel, Hurn & Wyse, Stat. Comput. 24, 709 (2014), for the correction.
 */
export async function* integratePartition<B>(
  problem: PartitionProblem<B>,
  settings: IntegrationSettings,
): AsyncGenerator<PartitionProgress, PartitionEstimate> {
  const { space, energy, beta, rng, signal } = problem;
  if (beta === 0) return infiniteTemperature(problem);
  const { chains, temperatures, steps, warmUp, deviation } = settings;
  const reference = referenceDistribution(space, energy, deviation);
  const path = yield* preparedPath({ space, energy, beta, reference, maker: settings.kernel }, rng.split(0), chains);
  const found: Place[] = [];
  let { evaluations } = path;
  let batch: B = await reference.draw(rng.split(1), chains);
  for (const [k, at] of placesOf(temperatures).entries()) {
    if (signal?.aborted) break;
    const slopes = Array.from({ length: chains }, () => new Float64Array(steps));
    if (at === 0) {
      for (let draw = 0; draw < steps; draw++) {
        batch = await reference.draw(rng.split(2).split(draw), chains);
        record(slopes, await path.slope(batch), draw);
      }
      evaluations += chains * steps;
    } else {
      const streams = new ChainStreams(rng.split(k + 3), chains);
      const { kernel, ...start } = await path.startAt(at, streams.at(0), batch);
      let { state } = start;
      evaluations += start.evaluations;
      for (let step = 1; step <= warmUp + steps; step++) {
        const [next, info] = await kernel.step(streams.at(step), state, 1);
        state = next;
        evaluations += info.evaluations;
        if (step <= warmUp) continue;
        record(slopes, await path.slope(state.batch), step - warmUp - 1);
        evaluations += chains;
      }
      batch = state.batch;
    }
    found.push(placeOf(at, slopes));
    yield { done: k + 1, total: temperatures + 1, unit: 'temperatures' };
  }
  return conclude(found, reference.logPartition, evaluations);
}

function record(slopes: readonly Float64Array[], values: Float64Array, draw: number): void {
  for (let chain = 0; chain < slopes.length; chain++) {
    const value = values[chain]!;
    if (!Number.isFinite(value)) {
      const message =
        'the path crosses forbidden states, where the integrand is infinite; use annealed-importance-sampling';
      throw new ConfigurationError([{ path: ['thermodynamic-integration'], message }]);
    }
    slopes[chain]![draw] = value;
  }
}

function placeOf(at: number, slopes: readonly Float64Array[]): Place {
  const all = pooledDraws(slopes);
  const standardError = monteCarloStandardError(slopes);
  return { at, slope: mean(all), variance: variance(all), standardError, rHat: rankNormalisedRHat(slopes) };
}

/** ∫ ⟨dU/dt⟩ dt over the places. */
export interface Integral {
  /** With the correction. */
  readonly value: number;
  /** What the derivatives at the ends of the intervals add to the trapezoids. */
  readonly correction: number;
  readonly standardError: number;
}

/**
 * The integral by trapezoids between the places, corrected by −Var(dU/dt), the derivative of the integrand: each interval of width
 * h adds h²/12 · (Var at its end − Var at its beginning). Its standard error is that of the means, each with its share of the path,
 * and a third of the correction.
 *
 * @param places - Ascending.
 */
export function integrate(places: readonly IntegrandAt[]): Integral {
  let sum = 0;
  let correction = 0;
  let squaredError = 0;
  for (let k = 0; k < places.length; k++) {
    const { at, slope, standardError, variance: spread } = places[k]!;
    const [before, after] = [places[k - 1], places[k + 1]];
    const share = ((after?.at ?? at) - (before?.at ?? at)) / 2;
    sum += share * slope;
    squaredError += (share * standardError) ** 2;
    if (after !== undefined) correction += ((after.at - at) ** 2 / 12) * (after.variance - spread);
  }
  return { value: sum + correction, correction, standardError: Math.sqrt(squaredError + (correction / 3) ** 2) };
}

function conclude(places: readonly Place[], logReference: number, evaluations: number): PartitionEstimate {
  const { value, correction, standardError } = integrate(places);
  const rHat = places.reduce((most, place) => Math.max(most, place.rHat), 1);
  const advice = 'Use longer chains or a longer warm-up at each temperature.';
  return {
    logPartition: logReference - value,
    standardError,
    evaluations,
    facts: [
      { name: 'greatest R̂ of the integrand', value: rHat, limit: { low: 0, high: 1.1, advice } },
      { name: 'correction of the trapezoid', value: -correction },
    ],
  };
}

/** The estimator `thermodynamic-integration`. */
export const thermodynamicIntegration = definePartition({
  name: 'thermodynamic-integration',
  summary: 'Integrates the mean energy along a path from a known distribution',
  details:
    'Chains run at each temperature of a path from a known distribution to the target; ln Z is the integral of what they find the ' +
    'energy to be. It needs energies that are finite everywhere, and chains that reach equilibrium at every temperature.',
  reference: 'Kirkwood, J. Chem. Phys. 3, 300 (1935); Friel, Hurn & Wyse, Stat. Comput. 24, 709 (2014)',
  requires: [],
  options: (refer) =>
    z.strictObject({
      kernel: refer.to('kernel').describe('How chains move at each temperature'),
      chains: z.int().min(1).default(16).describe('Chains at each temperature'),
      temperatures: z.int().min(2).default(40).describe('Intervals of the path'),
      steps: z.int().min(4).default(250).describe('Draws of every chain at each temperature'),
      warmUp: z.int().min(0).default(50).describe('Kernel steps at each temperature before its first draw'),
      deviation: deviationOption,
    }),
  example: { kernel: 'blocked-gibbs', chains: 16, temperatures: 40 },
  create: async ({ kernel, ...settings }, parts) => {
    const made = { ...settings, kernel: await parts.kernel(kernel) };
    return {
      estimate: (problem) => integratePartition(problem, made),
      checkTarget: (target) => checkPathTarget(target, made),
    };
  },
});

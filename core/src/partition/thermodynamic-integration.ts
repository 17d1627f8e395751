import { z } from 'zod';
import { pooledDraws } from '../diagnostics/chain-statistics.js';
import { monteCarloStandardError } from '../diagnostics/effective-sample-size.js';
import { rankNormalisedRHat } from '../diagnostics/r-hat.js';
import { forbids } from '../energy/forbids.js';
import { ConfigurationError } from '../errors/design-error.js';
import { ChainStreams } from '../kernel/chain-streams.js';
import type { KernelMaker } from '../kernel/kernel-definition.js';
import { mean } from '../numerics/statistics.js';
import { AnnealingPath } from '../path/annealing-path.js';
import { deviationOption } from '../path/deviation-option.js';
import { referenceDistribution } from '../path/reference-distribution.js';
import { moveToReference } from '../path/reference-move.js';
import { checkPathTarget } from './check-path-target.js';
import { infiniteTemperature } from './infinite-temperature.js';
import { type IntegrandAt, integrate, mostRefinement, pathPower } from './integral.js';
import {
  definePartition,
  type PartitionEstimate,
  type PartitionProblem,
  type PartitionProgress,
} from './partition-definition.js';
import { PathWalk } from './path-walk.js';
import { scoutedPlaces } from './scouted-places.js';

import { WeightedChoice } from './weighted-choice.js';

/** How finely the path is cut, and how long the chains are at each place. */
export interface IntegrationSettings {
  readonly kernel: KernelMaker;
  readonly chains: number;
  readonly temperatures: number;
  /** Draws of every chain at each place. */
  readonly steps: number;
  /** Kernel steps at each place before its first draw, beside those that tune the kernel. */
  readonly warmUp: number;
  readonly deviation: number;
}

/** Streams below the estimator's own; places have theirs from the last on. */
const [beginStream, referenceStream, scoutStream, choiceStream, placeStream] = [1, 2, 3, 4, 5];

/** Kernel steps between two moves to states of the reference. */
const referenceInterval = 2;

/** Kernel steps of the scouting chains at each place. */
const scoutSteps = 5;

/**
 * ln Z = ln Z₀ − ∫₀¹ ⟨dU_t/dt⟩ dt along the path from a reference to the target, by the corrected trapezoid: see {@link integrate}.
 *
 * Where the places lie is found beforehand by chains of their own: closer together where the integrand changes fast. At each place
 * the kernel tunes itself anew. A chain goes on to the next place from one of its own draws, chosen by the weight that it has there:
 * the last one may lie far out in a tail that the next place hardly has, where steps that suit the bulk are all rejected. For the same
 * reason every second step is followed by a move to a state of the reference. Chains never exchange anything, so that their spread
 * tells the error of the whole.
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
  const { chains, temperatures, steps, warmUp, deviation, kernel: maker } = settings;
  const reference = referenceDistribution(space, energy, deviation);
  const path = new AnnealingPath({ space, energy, beta, reference, maker }, []);
  const walk = new PathWalk(path, scoutSteps);
  const total = 2 * temperatures + 1;
  const places = yield* scoutedPlaces(reference, walk, {
    rng: rng.split(scoutStream),
    signal,
    chains,
    temperatures,
    scouts: temperatures,
    power: pathPower,
    total,
  });
  const found: Place[] = [];
  let evaluations = walk.evaluations + (temperatures + 1) * chains;
  let batch: B = await reference.draw(rng.split(beginStream), chains);
  for (const [k, at] of places.entries()) {
    if (signal?.aborted) break;
    const ahead = new WeightedChoice(space, batch, (places[k + 1] ?? at) - at, rng.split(choiceStream).split(k));
    const slopes = Array.from({ length: chains }, () => new Float64Array(steps));
    const draw = async (drawn: B, number: number): Promise<void> => {
      const values = await path.slope(drawn);
      evaluations += chains;
      record(slopes, values, number);
      ahead.offer(drawn, values);
    };
    if (at === 0) {
      for (let i = 0; i < steps; i++) await draw(await reference.draw(rng.split(referenceStream).split(i), chains), i);
    } else {
      const own = rng.split(placeStream + k);
      const { kernel, ...start } = await path.tunedAt(at, own.split(0), batch);
      const streams = new ChainStreams(own.split(1), chains);
      let { state } = start;
      evaluations += start.evaluations;
      for (let step = 1; step <= warmUp + steps; step++) {
        const [next, info] = await kernel.step(streams.at(step), state, 1);
        state = next;
        evaluations += info.evaluations;
        if (step % referenceInterval === 0) {
          state = await moveToReference({ space, reference, kernel }, state, own.split(2).split(step));
          evaluations += chains;
        }
        if (step > warmUp) await draw(state.batch, step - warmUp - 1);
      }
    }
    batch = ahead.chosen;
    found.push(placeOf(at, slopes));
    yield { done: temperatures + k + 1, total, unit: 'temperatures' };
  }
  return conclude(found, reference.logPartition, evaluations);
}

function record(slopes: readonly Float64Array[], values: Float64Array, draw: number): void {
  for (let chain = 0; chain < slopes.length; chain++) {
    const value = values[chain]!;
    if (!Number.isFinite(value)) throw forbidden(['thermodynamic-integration']);
    slopes[chain]![draw] = value;
  }
}

function forbidden(path: readonly string[]): ConfigurationError {
  const message =
    'the path crosses forbidden states, where the integrand is infinite; use annealed-importance-sampling';
  return new ConfigurationError([{ path, message }]);
}

interface Place extends IntegrandAt {
  readonly rHat: number;
}

function placeOf(at: number, slopes: readonly Float64Array[]): Place {
  const slope = mean(pooledDraws(slopes));
  return {
    at,
    slopes: Float64Array.from(slopes, mean),
    variances: Float64Array.from(slopes, (draws) => mean(draws.map((value) => (value - slope) ** 2))),
    standardError: monteCarloStandardError(slopes),
    rHat: rankNormalisedRHat(slopes),
  };
}

function conclude(places: readonly Place[], logReference: number, evaluations: number): PartitionEstimate {
  const { value, refinement, standardError } = integrate(places);
  const rHat = places.reduce((most, place) => Math.max(most, place.rHat), 1);
  const longer = 'Use longer chains or a longer warm-up at each temperature, or a kernel that moves further.';
  const closer = 'Use more temperatures, or a known distribution nearer to the target (`deviation`).';
  const inErrors = refinement === 0 ? 0 : Math.abs(refinement) / standardError;
  return {
    logPartition: logReference - value,
    standardError,
    evaluations,
    facts: [
      { name: 'greatest R̂ of the integrand', value: rHat, limit: { low: 0, high: 1.1, advice: longer } },
      {
        name: 'change of ln Z by every second temperature, in standard errors',
        value: inErrors,
        limit: { low: 0, high: mostRefinement, advice: closer },
      },
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
      warmUp: z
        .int()
        .min(0)
        .default(50)
        .describe(
          'Kernel steps at each temperature before its first draw, beside a hundred that tune a kernel which can be tuned',
        ),
      deviation: deviationOption,
    }),
  example: { kernel: 'blocked-gibbs', chains: 16, temperatures: 40 },
  create: async ({ kernel, ...settings }, parts) => {
    const made = { ...settings, kernel: await parts.kernel(kernel) };
    return {
      estimate: (problem) => integratePartition(problem, made),
      checkTarget: (target) => {
        if (target.beta > 0 && forbids(target.energy)) throw forbidden([]);
        checkPathTarget(target, made);
      },
    };
  },
});

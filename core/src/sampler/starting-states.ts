import { ConfigurationError } from '../errors/design-error.js';
import { type Awaitable, whenAll, whenDone } from '../numerics/awaitable.js';
import { clampedStart } from '../path/clamped-start.js';
import type { SamplingProblem } from './sampler.js';

/** Branch of the root stream that starting states are drawn from; chains have the branches from 0 on. */
const startingStatesLabel = 0xffff_ffff;

/** Branch from which those are drawn that take the place of forbidden ones. */
const redrawnStatesLabel = 0xffff_fffc;

/** Random states that are drawn for a chain in search of an allowed one. */
const mostTries = 1000;

/**
 * One starting state per chain: the given ones in turn, again from the first where chains outnumber them; random ones where
 * none are given. A chain's start depends on its number alone. Coordinates or sites that the energy holds are put there.
 *
 * @param first - Number of the first chain.
 * @throws {ConfigurationError} `problem.initial` is there and has no rows.
 */
export function startingStates<B>(problem: SamplingProblem<B>, chainCount: number, first = 0): Awaitable<B> {
  const { space, energy, initial } = problem;
  if (initial === undefined) {
    return whenDone(randomStates(problem, chainCount, first), (batch) => clampedStart(space, energy, batch));
  }
  const given = space.size(initial);
  if (given === 0) throw new ConfigurationError([{ path: ['initial'], message: 'there is no state to start from' }]);
  const rows = Int32Array.from({ length: chainCount }, (_, chain) => (first + chain) % given);
  return clampedStart(space, energy, space.take(initial, rows));
}

function randomStates<B>({ space, rng }: SamplingProblem<B>, chainCount: number, first: number): Awaitable<B> {
  const streams = rng.split(startingStatesLabel);
  const states = Array.from({ length: chainCount }, (_, chain) => space.random(streams.split(first + chain), 1));
  return whenAll(states, (batches) => space.concat(batches));
}

/** What was begun at starting states. */
export interface Started<B, S> {
  readonly batch: B;
  readonly started: S;
  /** Energies that it took to find allowed states; 0 where the first ones were. */
  readonly tries: number;
}

/**
 * Begins something at {@link startingStates}; where random ones are forbidden (energy +Infinity), begins it anew with others in their
 * place, for no gradient leads out of a forbidden region. Given states stay as they are.
 *
 * @param energyOf - The energies of the starting states.
 * @throws {ConfigurationError} None of 1000 random states of a chain is allowed.
 */
export async function startAllowed<B, S>(
  problem: SamplingProblem<B>,
  { chains, firstChain = 0 }: { readonly chains: number; readonly firstChain?: number },
  begin: (batch: B) => Awaitable<S>,
  energyOf: (started: S) => Float64Array,
): Promise<Started<B, S>> {
  const batch = await startingStates(problem, chains, firstChain);
  const started = await begin(batch);
  const energy = energyOf(started);
  if (problem.initial !== undefined || !energy.includes(Number.POSITIVE_INFINITY)) return { batch, started, tries: 0 };
  const redrawn = await allowedStates(problem, batch, energy, firstChain);
  return { ...redrawn, started: await begin(redrawn.batch) };
}

/** Random states in place of forbidden ones: try t of chain c is drawn from a stream of c and t, whatever the other chains do. */
async function allowedStates<B>(
  { space, energy, rng }: SamplingProblem<B>,
  batch: B,
  energies: Float64Array,
  firstChain: number,
): Promise<{ readonly batch: B; readonly tries: number }> {
  const streams = rng.split(redrawnStatesLabel);
  let states = batch;
  let forbidden = rowsAt(energies, true);
  let tries = 0;
  for (let t = 1; forbidden.length > 0; t++) {
    if (t > mostTries) throw noAllowedState(firstChain + forbidden[0]!);
    const draws = Array.from(forbidden, (chain) => space.random(streams.split(firstChain + chain).split(t), 1));
    const drawn = clampedStart(space, energy, await whenAll(draws, (batches) => space.concat(batches)));
    const found = await energy.evaluate(drawn);
    tries += found.length;
    states = replaced(space, states, drawn, forbidden, rowsAt(found, false));
    forbidden = rowsAt(found, true).map((row) => forbidden[row]!);
  }
  return { batch: states, tries };
}

/** Rows whose energy is +Infinity, or those whose energy is not. */
function rowsAt(energies: Float64Array, isForbidden: boolean): Int32Array {
  return Int32Array.from(energies.keys()).filter((row) => (energies[row] === Number.POSITIVE_INFINITY) === isForbidden);
}

/** States with row `chosen[i]` of `drawn` in the place `places[chosen[i]]`. */
function replaced<B>(
  space: SamplingProblem<B>['space'],
  states: B,
  drawn: B,
  places: Int32Array,
  chosen: Int32Array,
): B {
  const size = space.size(states);
  const order = Int32Array.from({ length: size }, (_, row) => row);
  for (const row of chosen) order[places[row]!] = size + row;
  return space.take(space.concat([states, drawn]), order);
}

function noAllowedState(chain: number): ConfigurationError {
  const message =
    `${mostTries} random states to start chain ${chain} from are all forbidden (energy +Infinity); ` +
    'give allowed states to start from (a step takes them from another: from), or let the energy guide instead of forbid';
  return new ConfigurationError([{ path: ['initial'], message }]);
}

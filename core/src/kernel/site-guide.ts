import type { NonFiniteEnergyError } from '../errors/design-error.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { ChainArrays, ChainState } from './kernel.js';
import type { FreeSites } from './site-target.js';

/** A proposed change of one site. */
export interface SiteMove {
  /** Index into the free sites; −1 where a chain has nowhere to go. */
  readonly k: number;
  readonly before: number;
  readonly after: number;
}

/** What is known of states that a kernel proposes. */
export interface GuidedStates {
  /** What guides proposals from there: [rows, free sites, width]. */
  readonly estimates: Float64Array;
  /** Energy evaluations that it took. */
  readonly evaluations: number;
  /** How many values had no energy, and of how many of each chain. */
  readonly nonFinite: number;
  readonly nonFiniteByChain: Float64Array;
  readonly fault: NonFiniteEnergyError | undefined;
}

/** Proposed states with their energies. */
export interface ReachedStates extends GuidedStates {
  /** Exact; NaN where no chain may be. [rows] */
  readonly energy: Float64Array;
}

/** Proposed states that differ from those the chains are at by one site each. */
export interface MovedStates<B> extends GuidedStates {
  /** Of the energy, exact: NaN where no chain may be, else 0 from a forbidden state. [rows] */
  readonly changes: Float64Array;
  /** Energies once the moves that `accepted` marks were taken, which leads to `batch`. */
  energyAfter(accepted: Uint8Array, batch: B): Awaitable<Float64Array>;
}

/**
 * What guides proposals over sites: for every value of every free site what the energy would be, exactly or to first order, up to
 * a constant of the row and site. It follows from the state alone. With exact energies in the Metropolis test, and reverse
 * probabilities by the estimates at the proposed state, π is kept however good the estimates are.
 */
export interface SiteGuide<B> extends FreeSites<B> {
  /** @throws {NonFiniteEnergyError} The energy of a state is NaN or −Infinity. */
  init(batch: B): Awaitable<ChainState<B>>;
  /** Estimates at the states of chains: those that are carried, or new ones. [rows, free sites, width] */
  known(state: ChainState<B>): Awaitable<Float64Array>;
  /** Evaluations that {@link known} makes for a state and that steps count. */
  missingEvaluations(state: ChainState<B>): number;
  /** How a state carries estimates. */
  carried(estimates: Float64Array): ChainArrays;
  reach(batch: B, rowCount: number): Awaitable<ReachedStates>;
  /** @param estimates - At the states of the chains. @param batch - With all moves made. */
  move(state: ChainState<B>, estimates: Float64Array, moves: readonly SiteMove[], batch: B): Awaitable<MovedStates<B>>;
}

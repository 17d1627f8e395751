import { type Energy, isLocal, type Local } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { happens } from '../numerics/weighted-choice.js';
import type { Proposal, Proposed } from '../proposal/proposal.js';
import { isContinuous, withinBounds } from '../state/continuous.js';
import type { StateSpace } from '../state/state-space.js';
import { heldProposal } from './held-proposal.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import { mergeStates } from './merge-states.js';
import { markedRows, type ProposedEnergy, proposedEnergy } from './proposed-energy.js';
import { rowStreams } from './row-streams.js';

/** What a Metropolis kernel is put together from. */
export interface MetropolisParts<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  readonly proposal: Proposal<B>;
  /** Name by which an error speaks of the energy; 'energy' when absent. */
  readonly energyName?: string;
}

/**
 * Metropolis–Hastings over any proposal: x′ is taken with probability min(1, α),
 * ln α = −β(E(x′) − E(x)) + ln q(x|x′) − ln q(x′|x).
 *
 * - A forbidden x′ is rejected from every allowed state, at β = 0 too.
 * - A chain that starts at a forbidden state takes every valid move to an allowed one. Among forbidden states it moves as if
 *   their energies were equal, and so walks until it finds the allowed ones; it never comes back, so nothing of this is in π.
 * - A proposal without a finite log ratio is rejected and counted as 'failed', and one outside the bounds of a continuous space
 *   as 'forbidden'; their states are not evaluated.
 * - A proposed state whose energy is NaN or −Infinity is rejected and counted as 'nonFinite'; `fault` names the term.
 * - The energy's `difference` is used where it offers one and all chains are at allowed states; the energies in the state are
 *   then sums of differences and gather rounding errors of about 10⁻¹⁶ × |E| a step.
 *
 * What the energy is clamped at stands still ({@link heldProposal}).
 *
 * Row r takes its acceptance number from `rng.split(r)` and its proposal's from `rng.split(r).split(0)`.
 *
 * @throws {NonFiniteEnergyError} The energy of a starting state is NaN or −Infinity.
 * @see Metropolis et al., J. Chem. Phys. 21, 1087 (1953); Hastings, Biometrika 57, 97 (1970).
 */
export function metropolisKernel<B>(parts: MetropolisParts<B>): Kernel<B> {
  const energyName = parts.energyName ?? 'energy';
  const proposal = heldProposal(parts.space, parts.energy, parts.proposal);
  return {
    init: (batch) =>
      whenDone(parts.energy.evaluate(batch), (energy) => ({ batch, energy: checkedEnergy(energyName, energy) })),
    step: (rng, state, beta) => {
      checkBeta(beta, state.energy.length);
      const streams = Array.from(state.energy, (_, row) => rng.split(row));
      const proposalStreams = rowStreams(rng, (row) => streams[row]!.split(0));
      return whenDone(proposal.propose(proposalStreams, state.batch), (proposed) =>
        whenDone(energyOfProposed(parts, energyName, state, proposed), (found) =>
          accept(parts.space, state, proposed, found, streams, beta),
        ),
      );
    },
  };
}

/**
 * Natural logarithm of the Metropolis–Hastings ratio α of a move from energy `from` to energy `to`.
 *
 * @param logProposalRatio - ln q(x|x′) − ln q(x′|x); anything but a finite number rejects the move.
 * @param to - NaN for a state without an energy, to which no move leads.
 * @returns −Infinity for a move that is never taken.
 */
export function logAcceptance(from: number, to: number, logProposalRatio: number, beta: number): number {
  if (!Number.isFinite(logProposalRatio) || Number.isNaN(to)) return Number.NEGATIVE_INFINITY;
  if (from === Number.POSITIVE_INFINITY) return to === from ? logProposalRatio : 0;
  if (to === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  return beta * (from - to) + logProposalRatio;
}

interface EvaluatedProposals extends ProposedEnergy {
  readonly evaluations: number;
}

/** Energies of the proposed states; +Infinity where no valid move was made. */
function energyOfProposed<B>(
  { space, energy }: MetropolisParts<B>,
  energyName: string,
  state: ChainState<B>,
  proposed: Proposed<B>,
): Awaitable<EvaluatedProposals> {
  const rowCount = state.energy.length;
  const rows = rowsToEvaluate(space, proposed);
  const isLocalMove = canDiffer(energy, state);
  const evaluate = (first: number, end: number): Awaitable<Float64Array> => {
    const chosen = rows.subarray(first, end);
    const isWhole = chosen.length === rowCount;
    const to = isWhole ? proposed.batch : space.take(proposed.batch, chosen);
    if (!isLocalMove) return energy.evaluate(to);
    const from = isWhole ? state.batch : space.take(state.batch, chosen);
    return whenDone(energy.difference(from, to), (change) =>
      change.map((value, i) => state.energy[chosen[i]!]! + value),
    );
  };
  return whenDone(proposedEnergy(energyName, rows.length, evaluate), (found) => ({
    ...(rows.length === rowCount ? found : scatter(found, rows, rowCount)),
    evaluations: rows.length,
  }));
}

function canDiffer<B>(energy: Energy<B>, state: ChainState<B>): energy is Local<B> {
  return isLocal(energy) && state.energy.every(Number.isFinite);
}

/** Rows with a valid move to a place within bounds. */
function rowsToEvaluate<B>(space: StateSpace<B>, { batch, logProposalRatio }: Proposed<B>): Int32Array {
  const within = isContinuous(space) ? withinBounds(space.axes, space.coordinates(batch)) : undefined;
  const rows = new Int32Array(logProposalRatio.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    if (Number.isFinite(logProposalRatio[row]) && within?.[row] !== 0) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function scatter({ energy, nonFinite, fault }: ProposedEnergy, rows: Int32Array, rowCount: number): ProposedEnergy {
  const all = new Float64Array(rowCount).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows.length; i++) all[rows[i]!] = energy[i]!;
  const named = fault && new NonFiniteEnergyError(fault.term, rows[fault.row]!, fault.value);
  return { energy: all, nonFinite, fault: named };
}

function accept<B>(
  space: StateSpace<B>,
  state: ChainState<B>,
  { batch, logProposalRatio }: Proposed<B>,
  { energy, evaluations, nonFinite, fault }: EvaluatedProposals,
  streams: readonly Rng[],
  beta: number | Float64Array,
): readonly [ChainState<B>, StepInfo] {
  const accepted = new Uint8Array(energy.length);
  let failed = 0;
  let forbidden = 0;
  for (let row = 0; row < energy.length; row++) {
    const logRatio = logProposalRatio[row]!;
    if (!Number.isFinite(logRatio)) failed++;
    else if (energy[row] === Number.POSITIVE_INFINITY) forbidden++;
    const logAlpha = logAcceptance(state.energy[row]!, energy[row]!, logRatio, betaOf(beta, row));
    if (happens(streams[row]!, Math.exp(logAlpha))) accepted[row] = 1;
  }
  const next = mergeStates(space, state, { batch, energy }, accepted);
  const counts = { failed, forbidden, nonFinite };
  return [next, { accepted, evaluations, counts, countsByChain: { nonFinite: markedRows(energy) }, fault }];
}

import { type Energy, isLocal, type Local } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import type { Proposal, Proposed } from '../proposal/proposal.js';
import type { StateSpace } from '../state/state-space.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import { mergeStates } from './merge-states.js';
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
 * - A proposal without a finite log ratio is rejected and counted, and its state is not evaluated.
 * - The energy's `difference` is used where it offers one and all chains are at allowed states; the energies in the state are
 *   then sums of differences and gather rounding errors of about 10⁻¹⁶ × |E| a step.
 *
 * Row r takes its acceptance number from `rng.split(r)` and its proposal's from `rng.split(r).split(0)`.
 *
 * @throws {NonFiniteEnergyError} An energy is NaN or −Infinity.
 * @see Metropolis et al., J. Chem. Phys. 21, 1087 (1953); Hastings, Biometrika 57, 97 (1970).
 */
export function metropolisKernel<B>(parts: MetropolisParts<B>): Kernel<B> {
  const energyName = parts.energyName ?? 'energy';
  return {
    init: (batch) =>
      whenDone(parts.energy.evaluate(batch), (energy) => ({ batch, energy: checkedEnergy(energyName, energy) })),
    step: (rng, state, beta) => {
      checkBeta(beta, state.energy.length);
      const streams = Array.from(state.energy, (_, row) => rng.split(row));
      const proposalStreams = rowStreams(rng, (row) => streams[row]!.split(0));
      return whenDone(parts.proposal.propose(proposalStreams, state.batch), (proposed) =>
        whenDone(proposedEnergy(parts, energyName, state, proposed), (energy) =>
          accept(parts.space, state, proposed, energy, streams, beta),
        ),
      );
    },
  };
}

/**
 * Natural logarithm of the Metropolis–Hastings ratio α of a move from energy `from` to energy `to`.
 *
 * @param logProposalRatio - ln q(x|x′) − ln q(x′|x); anything but a finite number rejects the move.
 * @returns −Infinity for a move that is never taken.
 */
export function logAcceptance(from: number, to: number, logProposalRatio: number, beta: number): number {
  if (!Number.isFinite(logProposalRatio)) return Number.NEGATIVE_INFINITY;
  if (from === Number.POSITIVE_INFINITY) return to === from ? logProposalRatio : 0;
  if (to === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  return beta * (from - to) + logProposalRatio;
}

/** Energies of the proposed states; +Infinity, which nothing reads, where no valid move was made. */
function proposedEnergy<B>(
  { space, energy }: MetropolisParts<B>,
  energyName: string,
  state: ChainState<B>,
  proposed: Proposed<B>,
): Awaitable<Float64Array> {
  const rows = validRows(proposed.logProposalRatio);
  const whole = rows.length === state.energy.length;
  const to = whole ? proposed.batch : space.take(proposed.batch, rows);
  const values = canDiffer(energy, state)
    ? whenDone(energy.difference(whole ? state.batch : space.take(state.batch, rows), to), (change) =>
        change.map((value, i) => state.energy[rows[i]!]! + value),
      )
    : energy.evaluate(to);
  return whenDone(values, (found) =>
    checkedEnergy(energyName, whole ? found : scatter(found, rows, state.energy.length)),
  );
}

function canDiffer<B>(energy: Energy<B>, state: ChainState<B>): energy is Local<B> {
  return isLocal(energy) && state.energy.every(Number.isFinite);
}

function validRows(logProposalRatio: Float64Array): Int32Array {
  const rows = new Int32Array(logProposalRatio.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (Number.isFinite(logProposalRatio[row])) rows[count++] = row;
  return rows.subarray(0, count);
}

function scatter(values: Float64Array, rows: Int32Array, length: number): Float64Array {
  const out = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows.length; i++) out[rows[i]!] = values[i]!;
  return out;
}

function accept<B>(
  space: StateSpace<B>,
  state: ChainState<B>,
  { batch, logProposalRatio }: Proposed<B>,
  energy: Float64Array,
  streams: readonly Rng[],
  beta: number | Float64Array,
): readonly [ChainState<B>, StepInfo] {
  const accepted = new Uint8Array(energy.length);
  let failedProposals = 0;
  let forbiddenProposals = 0;
  for (let row = 0; row < energy.length; row++) {
    const logRatio = logProposalRatio[row]!;
    if (!Number.isFinite(logRatio)) failedProposals++;
    else if (energy[row] === Number.POSITIVE_INFINITY) forbiddenProposals++;
    const logAlpha = logAcceptance(state.energy[row]!, energy[row]!, logRatio, betaOf(beta, row));
    if (logAlpha >= 0 || streams[row]!.uniform() < Math.exp(logAlpha)) accepted[row] = 1;
  }
  const evaluations = energy.length - failedProposals;
  const next = mergeStates(space, state, { batch, energy }, accepted);
  return [next, { accepted, evaluations, counts: { failed: failedProposals, forbidden: forbiddenProposals } }];
}

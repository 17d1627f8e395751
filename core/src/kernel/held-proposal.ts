import { type Energy, isClamped } from '../energy/energy.js';
import { whenDone } from '../numerics/awaitable.js';
import type { Proposal } from '../proposal/proposal.js';
import { isContinuous } from '../state/continuous.js';
import { isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';

/**
 * A proposal that leaves alone what an energy is clamped at: the proposal's own way to hold variables where it has one, else the
 * proposal with every move that changes one refused, which is exact whatever the proposal.
 */
export function heldProposal<B>(space: StateSpace<B>, energy: Energy<B>, proposal: Proposal<B>): Proposal<B> {
  if (!isClamped(energy) || energy.clamp.indices.length === 0) return proposal;
  const { indices } = energy.clamp;
  return proposal.holding?.(indices) ?? refusingMoves(space, indices, proposal);
}

function refusingMoves<B>(space: StateSpace<B>, indices: Int32Array, proposal: Proposal<B>): Proposal<B> {
  const variablesOf = variablesReader(space);
  return {
    propose: (rng, batch) =>
      whenDone(proposal.propose(rng, batch), (proposed) => {
        const before = variablesOf(batch);
        const after = variablesOf(proposed.batch);
        const width = before.length / space.size(batch);
        const logProposalRatio = proposed.logProposalRatio.map((ratio, row) =>
          indices.some((index) => before[row * width + index] !== after[row * width + index])
            ? Number.NEGATIVE_INFINITY
            : ratio,
        );
        return { batch: proposed.batch, logProposalRatio };
      }),
  };
}

/** The coordinates or sites of states; a space with neither has nothing that an energy could be clamped at. */
function variablesReader<B>(space: StateSpace<B>): (batch: B) => Float64Array | Uint8Array {
  if (isContinuous(space)) return (batch) => space.coordinates(batch);
  if (isDiscrete(space)) return (batch) => space.sites(batch);
  return () => new Uint8Array(0);
}

import { randomStream } from '../numerics/random-stream.js';
import type { Proposal } from '../proposal/proposal.js';
import type { StateSpace } from '../state/state-space.js';
import { Conformance, identitiesOf } from './conformance.js';

export interface ReversibilityCheckSettings {
  /** What messages call it; 'proposal' when absent. */
  readonly name?: string;
  /** 1 when absent. */
  readonly seed?: number;
  /** Proposals drawn from each state; 20000 when absent. */
  readonly draws?: number;
}

/** Pairs that both directions met more seldom say nothing. */
const leastMeetings = 25;

/** Standard errors: a false alarm for 6·10⁻⁷ of pairs, and the seed is fixed. */
const allowedDeviation = 5;

/**
 * Checks the log ratios that a proposal reports against how often it really makes each move, both ways, between given states.
 * For right ratios the mean of e^(log ratio) over the moves x → x′ out of x is q(x|x′), the frequency of the moves back, whether
 * one path or several lead from x to x′. Moves to other states are passed over; so a small space is best given whole.
 *
 * @throws {ConformanceError} The two differ by more than five standard errors.
 * @remarks Draws states × `draws` proposals.
 */
export async function checkReversibleProposal<B>(
  proposal: Proposal<B>,
  space: StateSpace<B>,
  states: B,
  { name = 'proposal', seed = 1, draws = 20_000 }: ReversibilityCheckSettings = {},
): Promise<void> {
  const conformance = new Conformance(`proposal '${name}'`);
  const identities = identitiesOf(space, states);
  const moves = await drawnMoves(proposal, space, states, identities, seed, draws);
  const n = identities.length;
  for (let from = 0; from < n; from++) {
    for (let to = 0; to < n; to++) {
      const out = from * n + to;
      const backCount = moves.counts[to * n + from]!;
      if (from === to || moves.counts[out]! + backCount < leastMeetings) continue;
      const predicted = moves.ratios[out]!;
      const deviation = Math.abs(predicted - backCount) / Math.sqrt(moves.squaredRatios[out]! + Math.max(1, backCount));
      conformance.require(
        deviation <= allowedDeviation,
        `its log ratios from '${identities[from]}' to '${identities[to]}' say that the way back is proposed ` +
          `${predicted.toFixed(1)} times in ${draws}, and it is ${backCount} times (${deviation.toFixed(1)} standard errors)`,
      );
    }
  }
}

/** For each ordered pair of states: moves made, and the sums of e^ratio and e^(2 ratio) over them. */
interface Moves {
  readonly counts: Float64Array;
  readonly ratios: Float64Array;
  readonly squaredRatios: Float64Array;
}

async function drawnMoves<B>(
  proposal: Proposal<B>,
  space: StateSpace<B>,
  states: B,
  identities: readonly string[],
  seed: number,
  draws: number,
): Promise<Moves> {
  const n = identities.length;
  const numbers = new Map(identities.map((identity, i) => [identity, i]));
  const moves = {
    counts: new Float64Array(n * n),
    ratios: new Float64Array(n * n),
    squaredRatios: new Float64Array(n * n),
  };
  const root = randomStream(seed, 'reversibility');
  for (let from = 0; from < n; from++) {
    const copies = space.take(states, new Int32Array(draws).fill(from));
    const { batch, logProposalRatio } = await proposal.propose(root.split(from), copies);
    for (let row = 0; row < draws; row++) {
      const to = numbers.get(space.identity(batch, row));
      const ratio = Math.exp(logProposalRatio[row]!);
      if (to === undefined || ratio === 0) continue;
      moves.counts[from * n + to]! += 1;
      moves.ratios[from * n + to]! += ratio;
      moves.squaredRatios[from * n + to]! += ratio * ratio;
    }
  }
  return moves;
}

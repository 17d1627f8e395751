import { rowStreams } from '../kernel/row-streams.js';
import { randomStream } from '../numerics/random-stream.js';
import type { Rng } from '../numerics/rng.js';
import type { Proposal, Proposed, Variation } from '../proposal/proposal.js';
import type { StateSpace } from '../state/state-space.js';
import { Conformance, copyOf, rowsUpTo, sameColumns } from './conformance.js';

export interface ProposalCheckSettings {
  /** What messages call it; 'proposal' or 'variation' when absent. */
  readonly name?: string;
  /** 1 when absent. */
  readonly seed?: number;
  /** How often the batch is moved; 5 when absent. */
  readonly rounds?: number;
}

/**
 * Checks a proposal on a batch of states: parents unchanged, as many rows out as in, ratios that are finite or −Infinity (and then
 * the state as it was), the same moves for the same seed, and row r drawing from `rng.split(r)` alone.
 * Whether the ratios are right is for {@link checkReversibleProposal}.
 *
 * @throws {ConformanceError} The first fault found.
 */
export async function checkProposal<B>(
  proposal: Proposal<B>,
  space: StateSpace<B>,
  batch: B,
  { name = 'proposal', seed = 1, rounds = 5 }: ProposalCheckSettings = {},
): Promise<void> {
  const conformance = new Conformance(`proposal '${name}'`);
  const before = copyOf(space.encode(batch));
  for (let round = 0; round < rounds; round++) {
    const rng = randomStream(seed, `round ${round}`);
    const proposed = await proposal.propose(rng, batch);
    checkRatios(conformance, space, batch, proposed);
    conformance.require(sameColumns(space.encode(batch), before), 'proposing changed the batch it moves from');
    const again = await proposal.propose(randomStream(seed, `round ${round}`), batch);
    conformance.requireSameStates(space, again.batch, proposed.batch, 'the same stream again');
    await checkRowsApart(conformance, proposal, space, batch, rng, proposed);
  }
  const none = await proposal.propose(randomStream(seed, 'none'), space.take(batch, rowsUpTo(0)));
  conformance.require(
    space.size(none.batch) === 0 && none.logProposalRatio.length === 0,
    'it moves states out of none',
  );
}

function checkRatios<B>(conformance: Conformance, space: StateSpace<B>, batch: B, proposed: Proposed<B>): void {
  const count = space.size(batch);
  const ratios = proposed.logProposalRatio;
  conformance.require(
    space.size(proposed.batch) === count,
    `it gives ${space.size(proposed.batch)} states for ${count}`,
  );
  conformance.require(ratios.length === count, `it gives ${ratios.length} log ratios for ${count} states`);
  for (let row = 0; row < count; row++) {
    const ratio = ratios[row]!;
    if (Number.isFinite(ratio)) continue;
    conformance.require(ratio === Number.NEGATIVE_INFINITY, `its log ratio at row ${row} is ${ratio}`);
    conformance.require(
      space.identity(proposed.batch, row) === space.identity(batch, row),
      `row ${row} made no valid move (its log ratio is -Infinity) and is another state all the same`,
    );
  }
}

/** Each row alone, with the streams that it has among the others. */
async function checkRowsApart<B>(
  conformance: Conformance,
  proposal: Proposal<B>,
  space: StateSpace<B>,
  batch: B,
  rng: Rng,
  together: Proposed<B>,
): Promise<void> {
  for (let row = 0; row < space.size(batch); row++) {
    const only = Int32Array.of(row);
    const alone = await proposal.propose(startingAt(rng, row), space.take(batch, only));
    const what = `row ${row} proposed alone (row r may draw from rng.split(r) only)`;
    conformance.requireSameStates(space, alone.batch, space.take(together.batch, only), what);
    conformance.requireClose(alone.logProposalRatio, together.logProposalRatio.slice(row, row + 1), 1e-12, what);
  }
}

/**
 * Checks a variation on a batch of parents, each with the next as its partner: parents unchanged, every child with a parent's row,
 * the same children for the same seed, and row r drawing from `rng.split(r)` alone.
 *
 * @throws {ConformanceError} The first fault found.
 */
export async function checkVariation<B>(
  variation: Variation<B>,
  space: StateSpace<B>,
  batch: B,
  { name = 'variation', seed = 1, rounds = 5 }: ProposalCheckSettings = {},
): Promise<void> {
  const conformance = new Conformance(`variation '${name}'`);
  const before = copyOf(space.encode(batch));
  const count = space.size(batch);
  const partners = space.take(
    batch,
    rowsUpTo(count).map((row) => (row + 1) % count),
  );
  for (let round = 0; round < rounds; round++) {
    const rng = randomStream(seed, `round ${round}`);
    const together = await variation.vary(rng, batch, partners);
    const { parents } = together;
    conformance.require(parents.length === space.size(together.batch), 'it does not give one parent row a child');
    conformance.require(
      parents.every((row) => row >= 0 && row < count),
      `a child's parent is not a row of 0 … ${count - 1}`,
    );
    conformance.require(sameColumns(space.encode(batch), before), 'varying changed the parents');
    const again = await variation.vary(randomStream(seed, `round ${round}`), batch, partners);
    conformance.requireSameStates(space, again.batch, together.batch, 'the same stream again');
    for (let row = 0; row < count; row++) {
      const only = Int32Array.of(row);
      const alone = await variation.vary(startingAt(rng, row), space.take(batch, only), space.take(partners, only));
      const children = rowsUpTo(parents.length).filter((child) => parents[child] === row);
      const what = `row ${row} varied alone (row r may draw from rng.split(r) only)`;
      conformance.requireSameStates(space, alone.batch, space.take(together.batch, children), what);
    }
  }
  const nobody = space.take(batch, rowsUpTo(0));
  const none = await variation.vary(randomStream(seed, 'none'), nobody, nobody);
  conformance.require(space.size(none.batch) === 0, 'it makes children of no parents');
}

/** The streams of a batch that begins at row `first` of another. */
function startingAt(rng: Rng, first: number): Rng {
  return rowStreams(rng, (row) => rng.split(first + row));
}

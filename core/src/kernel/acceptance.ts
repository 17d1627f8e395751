import type { ChainState, StepInfo } from './kernel.js';
import { betaOf } from './kernel.js';
import { logAcceptance } from './metropolis.js';

/** Normals that a row draws behind those of its move, for the test: half the sum of their squares is exponential. */
export const testWidth = 2;

/** What the test of a step found. */
export interface Verdict {
  readonly accepted: Uint8Array;
  readonly acceptanceProbability: Float64Array;
}

/**
 * Metropolis tests of a batch of moves: row r is taken with probability min(1, e^(ln α)). −ln u of a uniform u is exponential,
 * and so is ½(z₁² + z₂²) of two normals, which come with the noise of the move.
 *
 * @param to - Energies of the proposed states, NaN where there is none.
 * @param logProposalRatio - Of each move.
 * @param noise - [rows, width]; the last two of a row are z₁ and z₂.
 */
export function testMoves(
  from: Float64Array,
  to: Float64Array,
  logProposalRatio: Float64Array,
  beta: number | Float64Array,
  noise: Float64Array,
): Verdict {
  const rowCount = from.length;
  const width = noise.length / rowCount;
  const accepted = new Uint8Array(rowCount);
  const acceptanceProbability = new Float64Array(rowCount);
  for (let row = 0, last = width - 1; row < rowCount; row++, last += width) {
    const logAlpha = logAcceptance(from[row]!, to[row]!, logProposalRatio[row]!, betaOf(beta, row));
    const z1 = noise[last - 1]!;
    const z2 = noise[last]!;
    if (logAlpha >= -0.5 * (z1 * z1 + z2 * z2)) accepted[row] = 1;
    acceptanceProbability[row] = Math.exp(Math.min(0, logAlpha));
  }
  return { accepted, acceptanceProbability };
}

/** What a step gives. */
export type Stepped<B> = readonly [ChainState<B>, StepInfo];

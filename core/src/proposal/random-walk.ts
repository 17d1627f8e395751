import { z } from 'zod';
import { withinBounds } from '../state/continuous.js';
import { type CoordinateSpace, coordinateSpaceOf } from '../state/coordinate-space.js';
import { perAxis, positivePerAxisOption } from '../state/per-axis.js';
import type { VectorBatch } from '../state/vector-space.js';
import type { Proposal } from './proposal.js';
import { defineProposal } from './proposal-definition.js';

const options = z.strictObject({
  scale: positivePerAxisOption.default(1).describe('Standard deviation of a step: one for all axes, or one for each'),
});

/**
 * A normal step along every axis at once: symmetric, ln ratio 0. Circles are walked around; a step across a bound is no valid move.
 *
 * @param scale - Standard deviations, one for all axes or one for each, > 0.
 * @throws {ConfigurationError} The scales are not of the space's dimension.
 * @see Metropolis et al., J. Chem. Phys. 21, 1087 (1953).
 */
export function randomWalkProposal(
  space: CoordinateSpace,
  scale: number | readonly number[] = 1,
): Proposal<VectorBatch> {
  return walkWith(space, perAxis(scale, space, ['scale']));
}

/** @param scales - [dimension]; 0 for an axis that stands still. */
function walkWith(space: CoordinateSpace, scales: Float64Array): Proposal<VectorBatch> {
  const { dimension, axes } = space;
  return {
    holding: (indices) =>
      walkWith(
        space,
        scales.map((scale, axis) => (indices.includes(axis) ? 0 : scale)),
      ),
    propose: (rng, batch) => {
      const moved = new Float64Array(batch.length);
      rng.fillNormalRows(moved, dimension);
      for (let i = 0; i < moved.length; ) {
        for (let axis = 0; axis < dimension; axis++, i++) moved[i] = batch[i]! + scales[axis]! * moved[i]!;
      }
      const within = withinBounds(axes, moved);
      const logProposalRatio = new Float64Array(within.length);
      for (let row = 0; row < within.length; row++) {
        if (within[row] === 1) continue;
        logProposalRatio[row] = Number.NEGATIVE_INFINITY;
        moved.set(batch.subarray(row * dimension, (row + 1) * dimension), row * dimension);
      }
      return { batch: space.withCoordinates(batch, moved), logProposalRatio };
    },
  };
}

/** The proposal `random-walk`. */
export const randomWalk = defineProposal<VectorBatch, z.infer<typeof options>>({
  name: 'random-walk',
  space: 'vector',
  role: 'reversible',
  summary: 'A normal step along every axis, around circles and never across bounds',
  details:
    'Symmetric, so that the energies alone decide. For a Gaussian in n dimensions steps of 2.4/√n of its deviations mix fastest, with an ' +
    'acceptance rate of 0.23 in many dimensions and 0.44 in one.',
  reference: 'Roberts, Gelman & Gilks, Ann. Appl. Probab. 7, 110 (1997)',
  options,
  example: { scale: 0.5 },
  create: ({ scale }, { space }) => randomWalkProposal(coordinateSpaceOf(space), scale),
});

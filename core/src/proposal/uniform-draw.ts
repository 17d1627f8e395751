import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { type CoordinateSpace, coordinateSpaceOf } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import type { Proposal } from './proposal.js';
import { defineProposal } from './proposal-definition.js';

/**
 * A point drawn uniformly between the bounds, whatever the point before: ln ratio 0.
 *
 * @throws {ConfigurationError} An axis has not both bounds.
 */
export function uniformDrawProposal(space: CoordinateSpace): Proposal<VectorBatch> {
  const { names, low, high } = space.axes;
  const open = names.findIndex((_, axis) => !Number.isFinite(high[axis]! - low[axis]!));
  if (open !== -1) {
    const message = `axis ${names[open]} has not both bounds: nothing is uniform on it; give it low and high, or use random-walk`;
    throw new ConfigurationError([{ path: [], message }]);
  }
  return drawOf(space, new Int32Array(0));
}

/** @param held - Axes that stand still. */
function drawOf(space: CoordinateSpace, held: Int32Array): Proposal<VectorBatch> {
  const { dimension } = space;
  const { low, high } = space.axes;
  return {
    holding: (indices) => drawOf(space, Int32Array.of(...held, ...indices)),
    propose: (rng, batch) => {
      const drawn = new Float64Array(batch.length);
      rng.fillUniformRows(drawn, dimension);
      for (let i = 0; i < drawn.length; ) {
        for (let axis = 0; axis < dimension; axis++, i++) {
          drawn[i] = Math.min(high[axis]!, low[axis]! + drawn[i]! * (high[axis]! - low[axis]!));
        }
        for (const axis of held) drawn[i - dimension + axis] = batch[i - dimension + axis]!;
      }
      return {
        batch: space.withCoordinates(batch, drawn),
        logProposalRatio: new Float64Array(drawn.length / dimension),
      };
    },
  };
}

const options = z.strictObject({});

/** The proposal `uniform-draw`. */
export const uniformDraw = defineProposal<VectorBatch, z.infer<typeof options>>({
  name: 'uniform-draw',
  space: 'vector',
  role: 'reversible',
  summary: 'A point drawn uniformly between the bounds of all axes',
  details:
    'Leaves the point before behind altogether, so it crosses any barrier, and is seldom taken where the good region is small.',
  reference: 'Hastings, Biometrika 57, 97 (1970)',
  options,
  example: {},
  create: (_, { space }) => uniformDrawProposal(coordinateSpaceOf(space)),
});

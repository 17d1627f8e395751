import { type Energy, isClamped } from '../energy/energy.js';
import { isContinuous } from '../state/continuous.js';
import { isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';

/** States put to where the energy holds its coordinates or sites; the batch itself where it holds none. */
export function clampedStart<B>(space: StateSpace<B>, energy: Energy<B>, batch: B): B {
  if (!isClamped(energy) || energy.clamp.indices.length === 0) return batch;
  const { indices, values } = energy.clamp;
  if (isContinuous(space)) {
    return space.withCoordinates(
      batch,
      withColumns(space.coordinates(batch).slice(), space.dimension, indices, values),
    );
  }
  if (isDiscrete(space)) {
    return space.withSites(batch, withColumns(space.sites(batch).slice(), space.siteCount, indices, values));
  }
  return batch;
}

function withColumns<A extends Float64Array | Uint8Array>(
  rows: A,
  width: number,
  indices: Int32Array,
  values: Float64Array,
): A {
  for (let start = 0; start < rows.length; start += width) {
    for (let i = 0; i < indices.length; i++) rows[start + indices[i]!] = values[i]!;
  }
  return rows;
}

import { type Energy, isClamped } from '../energy/energy.js';
import { withHeldVariables } from '../state/held-variables.js';
import type { StateSpace } from '../state/state-space.js';

/** States put to where the energy holds its coordinates or sites; the batch itself where it holds none. */
export function clampedStart<B>(space: StateSpace<B>, energy: Energy<B>, batch: B): B {
  if (!isClamped(energy) || energy.clamp.indices.length === 0) return batch;
  return withHeldVariables(space, energy.clamp)(batch);
}

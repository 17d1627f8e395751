import type { ScratchArrays } from '../numerics/scratch-arrays.js';
import type { ValueAndGradient } from './energy.js';

/** Arrays from a pool for another energy and gradient of the same lengths. Whoever takes them gives them back. */
export function roomLike({ energy, gradient }: ValueAndGradient, scratch: ScratchArrays): ValueAndGradient {
  return { energy: scratch.take(energy.length), gradient: scratch.take(gradient.length) };
}

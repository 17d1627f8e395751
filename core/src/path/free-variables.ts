import { type Energy, isClamped } from '../energy/energy.js';
import type { Continuous } from '../state/continuous.js';
import type { Discrete } from '../state/discrete.js';

/** Sites of a discrete space that the energy may depend on: all but those that it is clamped at. Ascending. */
export function freeSites<B>(space: Discrete<B>, energy: Energy<B>): Int32Array {
  return unclamped(space.siteCount, energy);
}

/** Axes of a continuous space that the energy may depend on: all but those that it is clamped at. Ascending. */
export function freeAxes<B>(space: Continuous<B>, energy: Energy<B>): Int32Array {
  return unclamped(space.dimension, energy);
}

function unclamped<B>(count: number, energy: Energy<B>): Int32Array {
  const clamped = new Set(isClamped(energy) ? energy.clamp.indices : []);
  return Int32Array.from({ length: count }, (_, index) => index).filter((index) => !clamped.has(index));
}

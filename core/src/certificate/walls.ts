import type { Energy } from '../energy/energy.js';
import { DesignError } from '../errors/design-error.js';
import type { Rng } from '../numerics/rng.js';
import { freeAxes } from '../path/free-variables.js';
import { type Continuous, isContinuous } from '../state/continuous.js';
import type { StateSpace } from '../state/state-space.js';
import { axisSpreads } from './axis-spreads.js';

/** How far from the draws walls are looked for, in their own spread: near walls, and those that a few draws have come close to. */
const reaches = [0.01, 0.3, 1];

/**
 * Whether the energy forbids states beside the draws: whether a step of about the spread of the draws, or of a small part of it, in
 * a random direction ends where the energy is not finite. Walls further away are where the density is next to nothing.
 *
 * @param states - Independent draws, some hundred.
 * @returns False in spaces without coordinates.
 * @remarks Three energy evaluations for each draw.
 */
export async function meetsWalls<B>(space: StateSpace<B>, energy: Energy<B>, states: B, rng: Rng): Promise<boolean> {
  if (!isContinuous(space)) return false;
  for (const reach of reaches) {
    if (!(await isAllowed(energy, moved(space, energy, states, reach, rng)))) return true;
  }
  return false;
}

function moved<B>(space: Continuous<B>, energy: Energy<B>, states: B, reach: number, rng: Rng): B {
  const points = space.coordinates(states).slice();
  const axes = freeAxes(space, energy);
  const spreads = axisSpreads(points, space.dimension, axes);
  for (let first = 0; first < points.length; first += space.dimension) {
    axes.forEach((axis, i) => {
      points[first + axis]! += reach * spreads[i]! * rng.normal();
    });
  }
  return space.withCoordinates(states, points);
}

/** Whether every state is allowed. Compositions throw for an energy that is NaN: a state without one is as good as forbidden. */
async function isAllowed<B>(energy: Energy<B>, batch: B): Promise<boolean> {
  try {
    return (await energy.evaluate(batch)).every(Number.isFinite);
  } catch (error) {
    if (error instanceof DesignError) return false;
    throw error;
  }
}

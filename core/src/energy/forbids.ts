import { isComposed } from './composed.js';
import type { Energy } from './energy.js';

/** Capability: +Infinity somewhere by design, as hard constraints are. */
export interface Forbidding<B> extends Energy<B> {
  readonly isForbidding: true;
}

/**
 * Whether an energy is known to forbid states: a hard constraint does, a sum with one, and a mixture all of whose terms do. False
 * also where nothing is known.
 */
export function forbids<B>(energy: Energy<B>): boolean {
  if (!isComposed(energy)) return 'isForbidding' in energy;
  const { join, terms } = energy.composition;
  if (join === 'latent') return false;
  if (join === 'any') return terms.every((term) => forbids(term.energy));
  return terms.some((term) => forbids(term.energy));
}

import type { GradientTarget, ProposedPoints } from './gradient-target.js';
import type { ChainState, StepInfo } from './kernel.js';
import { countRows } from './proposed-energy.js';

/**
 * The state after moves were taken or not: row r is the proposed point where `accepted[r]` is 1, else where the chain was, with
 * the gradient that belongs to it. Neither the old state nor the proposed points are changed, and the new state shares no array with
 * the latter but their batch.
 *
 * @param gradient - Of the old state.
 */
export function settle<B>(
  { space, dimension }: GradientTarget<B>,
  state: ChainState<B>,
  gradient: Float64Array,
  proposed: ProposedPoints<B>,
  accepted: Uint8Array,
): ChainState<B> {
  if (!accepted.includes(1)) return { batch: state.batch, energy: state.energy, arrays: { gradient } };
  if (!accepted.includes(0)) {
    const { batch, energy, gradient: slopes } = proposed;
    return { batch, energy: energy.slice(), arrays: { gradient: slopes.slice() } };
  }
  const coordinates = space.coordinates(proposed.batch).slice();
  const energy = proposed.energy.slice();
  const slopes = proposed.gradient.slice();
  const before = space.coordinates(state.batch);
  for (let row = 0; row < accepted.length; row++) {
    if (accepted[row] === 1) continue;
    energy[row] = state.energy[row]!;
    for (let i = row * dimension, end = i + dimension; i < end; i++) {
      coordinates[i] = before[i]!;
      slopes[i] = gradient[i]!;
    }
  }
  return { batch: space.withCoordinates(state.batch, coordinates), energy, arrays: { gradient: slopes } };
}

/**
 * The state after moves without a test: every proposed point is taken but those without a finite energy. A chain that is still
 * at a forbidden state walks on among them.
 *
 * @param proposed - Its arrays belong to the new state from now on.
 */
export function settleUnadjusted<B>(
  target: GradientTarget<B>,
  state: ChainState<B>,
  gradient: Float64Array,
  proposed: ProposedPoints<B>,
): readonly [ChainState<B>, StepInfo] {
  const accepted = new Uint8Array(state.energy.length);
  for (let row = 0; row < accepted.length; row++) {
    const energy = proposed.energy[row]!;
    accepted[row] = energy < Number.POSITIVE_INFINITY || energy === state.energy[row] ? 1 : 0;
  }
  const { nonFiniteRows, fault } = proposed;
  const evaluations = proposed.evaluations + target.missingEvaluations(state);
  const forbidden = countForbidden(proposed);
  const next = accepted.includes(0)
    ? settle(target, state, gradient, proposed, accepted)
    : { batch: proposed.batch, energy: proposed.energy, arrays: { gradient: proposed.gradient } };
  const counts = { forbidden, nonFinite: nonFiniteRows.length };
  const countsByChain = { nonFinite: countRows(nonFiniteRows, accepted.length) };
  return [next, { accepted, evaluations, counts, countsByChain, fault }];
}

/** How many of the proposed points are forbidden: by the energy, or outside. */
export function countForbidden<B>({ energy, outside }: ProposedPoints<B>): number {
  let count = outside;
  for (let row = 0; row < energy.length; row++) if (energy[row] === Number.POSITIVE_INFINITY) count++;
  return count;
}

import { drawWithoutReplacement } from '../numerics/permutation.js';
import type { Rng } from '../numerics/rng.js';
import { type CheckpointValue, packBatch, unpackBatch } from '../sampler/checkpoint.js';
import type { StateSpace } from '../state/state-space.js';

/**
 * States of the model that wait for their next steps, one a slot; a value: writing gives another buffer. Slots are batches of one
 * state, so that writing a few copies no others.
 */
export interface ReplayBuffer<B> {
  readonly slots: readonly B[];
}

export function replayBuffer<B>(space: StateSpace<B>, states: B): ReplayBuffer<B> {
  return { slots: Array.from({ length: space.size(states) }, (_, row) => space.take(states, Int32Array.of(row))) };
}

/** The states of some slots, in the order of the list. */
export function readSlots<B>(space: StateSpace<B>, { slots }: ReplayBuffer<B>, places: Int32Array): B {
  return space.concat(Array.from(places, (place) => slots[place]!));
}

/** The buffer with row r of `states` in slot `places[r]`. O(slots), but no state is copied that is not written. */
export function writeSlots<B>(
  space: StateSpace<B>,
  { slots }: ReplayBuffer<B>,
  places: Int32Array,
  states: B,
): ReplayBuffer<B> {
  const written = slots.slice();
  for (let row = 0; row < places.length; row++) written[places[row]!] = space.take(states, Int32Array.of(row));
  return { slots: written };
}

/** Different slots in random order: `count` of them, or all where there are fewer. */
export function drawSlots(rng: Rng, { slots }: ReplayBuffer<unknown>, count: number): Int32Array {
  return drawWithoutReplacement(rng, slots.length, Math.min(count, slots.length));
}

export function packBuffer<B>(space: StateSpace<B>, { slots }: ReplayBuffer<B>): CheckpointValue {
  return packBatch(space, space.concat(slots));
}

/** @throws {DesignError} The space cannot read all of the states. */
export async function unpackBuffer<B>(space: StateSpace<B>, packed: CheckpointValue): Promise<ReplayBuffer<B>> {
  return replayBuffer(space, await unpackBatch(space, packed));
}

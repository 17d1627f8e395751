import { concatNumbers } from '../numerics/concat-numbers.js';
import type { StateSpace } from '../state/state-space.js';
import type { Draws } from './sampler.js';

/** Draws of spans of chains over the same steps, in the order of all chains together: step by step, then span after span. */
export function joinDraws<B>(space: StateSpace<B>, parts: readonly (Draws<B> | undefined)[]): Draws<B> | undefined {
  const drawn = parts.filter((part) => part !== undefined);
  if (drawn.length <= 1) return drawn[0];
  const rows = rowsInOrder(drawn);
  const chain = joined(drawn.map((part) => part.chain));
  const step = joined(drawn.map((part) => part.step));
  const energy = concatNumbers(drawn.map((part) => part.energy));
  return {
    batch: space.take(space.concat(drawn.map((part) => part.batch)), rows),
    energy: Float64Array.from(rows, (row) => energy[row]!),
    chain: rows.map((row) => chain[row]!),
    step: rows.map((row) => step[row]!),
  };
}

/** Rows of the parts one after the other, sorted by step; equal steps stay in the order of the parts. */
function rowsInOrder<B>(parts: readonly Draws<B>[]): Int32Array {
  const rows = new Int32Array(parts.reduce((count, { step }) => count + step.length, 0));
  const offsets = parts.map((_, i) => parts.slice(0, i).reduce((count, { step }) => count + step.length, 0));
  const next = parts.map(() => 0);
  for (let to = 0; to < rows.length; ) {
    const step = parts.reduce(
      (least, part, i) => Math.min(least, part.step[next[i]!] ?? least),
      Number.POSITIVE_INFINITY,
    );
    parts.forEach((part, i) => {
      for (; part.step[next[i]!] === step; next[i]!++) rows[to++] = offsets[i]! + next[i]!;
    });
  }
  return rows;
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

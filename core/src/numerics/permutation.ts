import type { Rng } from './rng.js';

/** An array whose elements can be exchanged: typed or not. */
interface Exchangeable<T> {
  readonly length: number;
  [index: number]: T;
}

/**
 * Puts the elements of `items` into a random order, in place; every order is as likely as every other.
 * @see Durstenfeld, Commun. ACM 7, 420 (1964), after Fisher & Yates.
 */
export function shuffle<T>(rng: Rng, items: Exchangeable<T>): void {
  for (let i = items.length - 1; i > 0; i--) exchange(items, i, rng.integer(i + 1));
}

/** The numbers 0 … count − 1 in a random order. */
export function permutation(rng: Rng, count: number): Int32Array {
  const order = identity(count);
  shuffle(rng, order);
  return order;
}

/**
 * `count` different numbers out of 0 … population − 1, in random order.
 *
 * @throws {RangeError} `count` is no integer between 0 and `population`.
 * @remarks O(population) memory, `count` draws.
 */
export function drawWithoutReplacement(rng: Rng, population: number, count: number): Int32Array {
  if (!(Number.isInteger(count) && count >= 0 && count <= population)) {
    throw new RangeError(`cannot draw ${count} different items out of ${population}`);
  }
  const order = identity(population);
  for (let i = 0; i < count; i++) exchange(order, i, i + rng.integer(population - i));
  return order.slice(0, count);
}

function identity(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}

function exchange<T>(items: Exchangeable<T>, i: number, j: number): void {
  const kept = items[i]!;
  items[i] = items[j]!;
  items[j] = kept;
}

import type { MolecularGraph } from '../graph/molecular-graph.js';
import { combineHash } from './morgan-hash.js';
import { countKeys, type SparseCounts } from './sparse-counts.js';

/**
 * Morgan (extended-connectivity) count fingerprint with RDKit's identifiers, unfolded, without chirality.
 *
 * Layer 0 counts every atom by its invariant. In layer r ≥ 1 each live atom takes in its neighbours' previous environments;
 * an environment whose set of bonds was seen before (in this layer the one with the smaller identifier stays) is not
 * counted, and its atom is dead from then on.
 *
 * @param invariants - Layer 0, one 32-bit number an atom; see connectivityInvariants and featureInvariants.
 * @param radius - 2 for ECFP4 and FCFP4, 3 for ECFP6.
 * @remarks O(radius · bonds · words of a bond set).
 * @see Rogers & Hahn, J. Chem. Inf. Model. 50, 742 (2010).
 */
export function morganCounts(graph: MolecularGraph, invariants: Uint32Array, radius: number): SparseCounts {
  const { atomCount, bondCount } = graph;
  const words = (bondCount + 31) >>> 5;
  const keys = new Uint32Array(atomCount * (radius + 1));
  keys.set(invariants);
  let keyCount = atomCount;
  const dead = new Uint8Array(atomCount);
  let current = Int32Array.from(invariants);
  let next = new Int32Array(atomCount);
  let environments = new Int32Array(atomCount * words);
  let grown = new Int32Array(atomCount * words);
  const seen = new SeenBondSets(words, atomCount * radius);
  const order = new Int32Array(atomCount);
  for (let layer = 0; layer < radius; layer++) {
    grown.set(environments);
    next.fill(0);
    let live = 0;
    for (let atom = 0; atom < atomCount; atom++) {
      if (dead[atom] === 1) continue;
      if (graph.neighbourStart[atom] === graph.neighbourStart[atom + 1]) {
        dead[atom] = 1;
        continue;
      }
      growEnvironment(graph, atom, words, environments, grown);
      next[atom] = nextInvariant(graph, atom, layer, current);
      order[live++] = atom;
    }
    sortByInvariant(order, live, next);
    for (let i = 0; i < live; i++) {
      const atom = order[i]!;
      if (seen.add(grown, atom * words)) keys[keyCount++] = next[atom]!;
      else dead[atom] = 1;
    }
    [current, next] = [next, current];
    [environments, grown] = [grown, environments];
  }
  return countKeys(keys.slice(0, keyCount));
}

/** Adds the atom's own bonds, and what its neighbours had reached, to its bond set. */
function growEnvironment(
  graph: MolecularGraph,
  atom: number,
  words: number,
  before: Int32Array,
  grown: Int32Array,
): void {
  const at = atom * words;
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const bond = graph.neighbourBond[k]!;
    grown[at + (bond >>> 5)]! |= 1 << (bond & 31);
    const from = graph.neighbour[k]! * words;
    for (let w = 0; w < words; w++) grown[at + w]! |= before[from + w]!;
  }
}

/** Neighbours of one atom as (bond order, invariant), sorted; an atom has at most a few. */
const bondOrders = new Int32Array(64);
const neighbourInvariants = new Uint32Array(64);

function nextInvariant(graph: MolecularGraph, atom: number, layer: number, current: Int32Array): number {
  const start = graph.neighbourStart[atom]!;
  const count = Math.min(graph.neighbourStart[atom + 1]! - start, bondOrders.length);
  for (let k = 0; k < count; k++) {
    const order = graph.bondOrder[graph.neighbourBond[start + k]!]!;
    const invariant = current[graph.neighbour[start + k]!]! >>> 0;
    let place = k - 1;
    while (place >= 0 && isAfter(bondOrders[place]!, neighbourInvariants[place]!, order, invariant)) {
      bondOrders[place + 1] = bondOrders[place]!;
      neighbourInvariants[place + 1] = neighbourInvariants[place]!;
      place--;
    }
    bondOrders[place + 1] = order;
    neighbourInvariants[place + 1] = invariant;
  }
  let hash = combineHash(layer, current[atom]!);
  for (let k = 0; k < count; k++) {
    const pair = combineHash(combineHash(0, bondOrders[k]!), neighbourInvariants[k]!);
    hash = combineHash(hash, pair);
  }
  return hash;
}

function isAfter(order: number, invariant: number, otherOrder: number, otherInvariant: number): boolean {
  return order > otherOrder || (order === otherOrder && invariant > otherInvariant);
}

/** Ascending by unsigned invariant, then by atom: of two equal bond sets the first one met stays. */
function sortByInvariant(order: Int32Array, count: number, invariants: Int32Array): void {
  for (let i = 1; i < count; i++) {
    const atom = order[i]!;
    const invariant = invariants[atom]! >>> 0;
    let place = i - 1;
    while (place >= 0 && invariants[order[place]!]! >>> 0 > invariant) {
      order[place + 1] = order[place]!;
      place--;
    }
    order[place + 1] = atom;
  }
}

/** The bond sets met so far: open addressing over the words themselves. */
class SeenBondSets {
  readonly #words: number;
  readonly #stored: Int32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;
  #count = 0;

  constructor(words: number, capacity: number) {
    const size = 1 << (32 - Math.clz32(2 * capacity + 1));
    this.#words = words;
    this.#stored = new Int32Array(words * capacity);
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
  }

  /** @returns Whether the set was new. */
  add(sets: Int32Array, at: number): boolean {
    let slot = this.#hash(sets, at) & this.#mask;
    while (this.#slots[slot] !== 0) {
      if (this.#equals((this.#slots[slot]! - 1) * this.#words, sets, at)) return false;
      slot = (slot + 1) & this.#mask;
    }
    const place = this.#count++ * this.#words;
    for (let w = 0; w < this.#words; w++) this.#stored[place + w] = sets[at + w]!;
    this.#slots[slot] = this.#count;
    return true;
  }

  #hash(sets: Int32Array, at: number): number {
    let hash = 0;
    for (let w = 0; w < this.#words; w++) hash = Math.imul(hash ^ sets[at + w]!, 0x9e3779b1) ^ (hash >>> 15);
    return hash ^ (hash >>> 16);
  }

  #equals(place: number, sets: Int32Array, at: number): boolean {
    for (let w = 0; w < this.#words; w++) if (this.#stored[place + w] !== sets[at + w]) return false;
    return true;
  }
}

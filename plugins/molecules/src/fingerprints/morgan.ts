import type { MolecularGraph } from '../graph/molecular-graph.js';
import { combineHash } from './morgan-hash.js';
import { countKeys, type SparseCounts } from './sparse-counts.js';

/** Writes a 32-bit number for each atom of a graph into an array that may be longer. */
export type AtomInvariants = (graph: MolecularGraph, invariants: Uint32Array) => void;

/**
 * Morgan (extended-connectivity) count fingerprint with RDKit's identifiers, unfolded, without chirality.
 *
 * Layer 0 counts every atom by its invariant. In layer r ≥ 1 each live atom takes in its neighbours' previous environments;
 * an environment whose set of bonds was seen before (in this layer the one with the smaller identifier stays) is not
 * counted, and its atom is dead from then on.
 *
 * @param invariants - Writes layer 0, one 32-bit number an atom; see connectivityInvariants and featureInvariants.
 * @param radius - 2 for ECFP4 and FCFP4, 3 for ECFP6.
 * @remarks O(radius · bonds · words of a bond set).
 * @see Rogers & Hahn, J. Chem. Inf. Model. 50, 742 (2010).
 */
export function morganCounts(graph: MolecularGraph, invariants: AtomInvariants, radius: number): SparseCounts {
  const { atomCount, bondCount } = graph;
  const words = (bondCount + 31) >>> 5;
  const scratch = scratchFor(atomCount, words, radius);
  const { keys, dead, order, seen } = scratch;
  let { current, next, environments, grown } = scratch;
  seen.begin(words, atomCount * radius);
  invariants(graph, keys);
  for (let atom = 0; atom < atomCount; atom++) {
    current[atom] = keys[atom]!;
    dead[atom] = graph.neighbourStart[atom] === graph.neighbourStart[atom + 1] ? 1 : 0;
  }
  let keyCount = atomCount;
  environments.fill(0, 0, atomCount * words);
  for (let layer = 0; layer < radius; layer++) {
    for (let w = 0; w < atomCount * words; w++) grown[w] = environments[w]!;
    let live = 0;
    for (let atom = 0; atom < atomCount; atom++) {
      next[atom] = 0;
      if (dead[atom] === 1) continue;
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
  return countKeys(keys.subarray(0, keyCount));
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
  #words = 0;
  #stored = new Int32Array(0);
  #slots = new Int32Array(0);
  #mask = 0;
  #count = 0;

  /** Forgets everything and makes room for `capacity` sets of so many words. */
  begin(words: number, capacity: number): void {
    const size = 1 << (32 - Math.clz32(2 * capacity + 1));
    if (this.#stored.length < words * capacity) this.#stored = new Int32Array(2 * words * capacity);
    if (this.#slots.length < size) this.#slots = new Int32Array(size);
    else this.#slots.fill(0, 0, size);
    this.#words = words;
    this.#mask = size - 1;
    this.#count = 0;
  }

  /** @returns Whether the set was new. */
  add(sets: Int32Array, at: number): boolean {
    const words = this.#words;
    const slots = this.#slots;
    const stored = this.#stored;
    let slot = hashOf(sets, at, words) & this.#mask;
    while (slots[slot] !== 0) {
      if (isEqual(stored, (slots[slot]! - 1) * words, sets, at, words)) return false;
      slot = (slot + 1) & this.#mask;
    }
    const place = this.#count++ * words;
    for (let w = 0; w < words; w++) stored[place + w] = sets[at + w]!;
    slots[slot] = this.#count;
    return true;
  }
}

function hashOf(sets: Int32Array, at: number, words: number): number {
  let hash = 0;
  for (let w = 0; w < words; w++) hash = Math.imul(hash ^ sets[at + w]!, 0x9e3779b1) ^ (hash >>> 15);
  return hash ^ (hash >>> 16);
}

function isEqual(stored: Int32Array, place: number, sets: Int32Array, at: number, words: number): boolean {
  for (let w = 0; w < words; w++) if (stored[place + w] !== sets[at + w]) return false;
  return true;
}

/** What one fingerprint works with. The next one overwrites it: allocating these took longer than the work. */
interface Scratch {
  readonly keys: Uint32Array;
  readonly dead: Uint8Array;
  readonly order: Int32Array;
  readonly current: Int32Array;
  readonly next: Int32Array;
  readonly environments: Int32Array;
  readonly grown: Int32Array;
  readonly seen: SeenBondSets;
}

let shared = allocateScratch(64, 128, 256);

function allocateScratch(atoms: number, environmentWords: number, keys: number): Scratch {
  return {
    keys: new Uint32Array(keys),
    dead: new Uint8Array(atoms),
    order: new Int32Array(atoms),
    current: new Int32Array(atoms),
    next: new Int32Array(atoms),
    environments: new Int32Array(environmentWords),
    grown: new Int32Array(environmentWords),
    seen: new SeenBondSets(),
  };
}

function scratchFor(atomCount: number, words: number, radius: number): Scratch {
  const keys = atomCount * (radius + 1);
  const isLargeEnough =
    shared.dead.length >= atomCount && shared.grown.length >= atomCount * words && shared.keys.length >= keys;
  if (!isLargeEnough) shared = allocateScratch(2 * atomCount, 2 * atomCount * words, 2 * keys);
  return shared;
}

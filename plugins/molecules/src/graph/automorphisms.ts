import { DesignError } from '@basin/core';
import { bondBetween, dativeBond, type MolecularGraph } from './molecular-graph.js';
import { isDonor } from './valence.js';

/** Atom visits that one count may take: a second or two. */
export const maximumSymmetryVisits = 20_000_000;

/** A graph too large and regular to count its automorphisms. */
export class SymmetryLimitError extends DesignError {}

/**
 * Number of automorphisms of a molecular graph: permutations of its atoms that keep element, charge, isotope, hydrogens,
 * aromaticity, map number, and every bond with its order, and with its direction if dative. Stereo is left out of account, and hydrogens that are no atoms
 * are not permuted.
 *
 * @param labels - [n], further labels that must be kept, integers.
 * @returns exact up to 2⁵³; beyond, `logAutomorphismCount` is the better question.
 * @throws {SymmetryLimitError} more than `maximumSymmetryVisits` visits.
 * @remarks Most drugs cost one or two refinements, some µs.
 */
export function automorphismCount(graph: MolecularGraph, labels?: ArrayLike<number>): number {
  return orbitSizes(graph, labels).reduce((product, size) => product * size, 1);
}

/** ln of `automorphismCount`, for proposal ratios. */
export function logAutomorphismCount(graph: MolecularGraph, labels?: ArrayLike<number>): number {
  return orbitSizes(graph, labels).reduce((sum, size) => sum + Math.log(size), 0);
}

interface SymmetrySearch {
  readonly graph: MolecularGraph;
  visits: number;
}

/**
 * Orbit–stabiliser: atoms are fixed one after another, and |Aut| is the product of the orbits that each has under the
 * automorphisms fixing those before it. Whether two atoms of a refined cell share an orbit is found by backtracking.
 * @see McKay & Piperno, J. Symb. Comput. 60, 94 (2014), for individualisation and refinement.
 */
function orbitSizes(graph: MolecularGraph, labels?: ArrayLike<number>): number[] {
  const search: SymmetrySearch = { graph, visits: 0 };
  const sizes: number[] = [];
  let colors = refine(search, initialColors(graph, labels));
  for (let cell = smallestCell(colors); cell.length > 0; cell = smallestCell(colors)) {
    const fixed = individualise(search, colors, cell[0]!);
    let orbit = 1;
    for (const other of cell.slice(1)) {
      if (hasIsomorphism(search, fixed, individualise(search, colors, other))) orbit++;
    }
    sizes.push(orbit);
    colors = fixed;
  }
  return sizes;
}

/** Colours are hashes of what is invariant, so equal ones can be compared between two colourings of the graph. */
function initialColors(graph: MolecularGraph, labels: ArrayLike<number> | undefined): Int32Array {
  return Int32Array.from({ length: graph.atomCount }, (_, a) => {
    let color = mix(17, graph.atomicNumber[a]!);
    color = mix(color, graph.charge[a]!);
    color = mix(color, graph.hydrogens[a]!);
    color = mix(color, graph.isotope[a]!);
    color = mix(color, graph.aromatic[a]!);
    color = mix(color, graph.mapNumber[a]!);
    return mix(color, labels?.[a] ?? 0);
  });
}

/** Tells atoms apart by their neighbours' colours until that tells nothing new. */
function refine(search: SymmetrySearch, colors: Int32Array): Int32Array {
  const { graph } = search;
  let current = colors;
  let classes = distinctCount(current);
  while (classes < graph.atomCount) {
    search.visits += graph.atomCount;
    if (search.visits > maximumSymmetryVisits) {
      throw new SymmetryLimitError(`no count of automorphisms after ${maximumSymmetryVisits} visits of atoms`);
    }
    const next = new Int32Array(graph.atomCount);
    for (let a = 0; a < graph.atomCount; a++) {
      let sum = 0;
      for (let k = graph.neighbourStart[a]!; k < graph.neighbourStart[a + 1]!; k++) {
        const bond = graph.neighbourBond[k]!;
        const order = isDonor(graph, a, bond) ? -dativeBond : graph.bondOrder[bond]!;
        sum = (sum + mix(order, current[graph.neighbour[k]!]!)) | 0;
      }
      next[a] = mix(current[a]!, sum);
    }
    const refined = distinctCount(next);
    if (refined === classes) return current;
    classes = refined;
    current = next;
  }
  return current;
}

function individualise(search: SymmetrySearch, colors: Int32Array, atom: number): Int32Array {
  const marked = colors.slice();
  // The number of colours grows with every atom fixed, so no two marks are alike.
  marked[atom] = mix(colors[atom]!, distinctCount(colors));
  return refine(search, marked);
}

/** Whether some automorphism takes the colours `from` to the colours `to`. */
function hasIsomorphism(search: SymmetrySearch, from: Int32Array, to: Int32Array): boolean {
  if (!haveSameColors(from, to)) return false;
  const cell = smallestCell(from);
  if (cell.length === 0) return keepsBonds(search.graph, from, to);
  const fixed = individualise(search, from, cell[0]!);
  const color = from[cell[0]!]!;
  for (let a = 0; a < to.length; a++) {
    if (to[a] === color && hasIsomorphism(search, fixed, individualise(search, to, a))) return true;
  }
  return false;
}

/** Whether the one permutation that discrete colours allow is an automorphism: hashes may deceive, bonds do not. */
function keepsBonds(graph: MolecularGraph, from: Int32Array, to: Int32Array): boolean {
  const atomOfColor = new Map<number, number>();
  for (let a = 0; a < to.length; a++) atomOfColor.set(to[a]!, a);
  for (let b = 0; b < graph.bondCount; b++) {
    const begin = atomOfColor.get(from[graph.bondBegin[b]!]!)!;
    const end = atomOfColor.get(from[graph.bondEnd[b]!]!)!;
    const image = bondBetween(graph, begin, end);
    if (image < 0 || graph.bondOrder[image] !== graph.bondOrder[b]) return false;
    if (graph.bondOrder[b] === dativeBond && graph.bondBegin[image] !== begin) return false;
  }
  return true;
}

/** Atoms of the smallest colour class of two or more, that of the least colour among equals; empty if all differ. */
function smallestCell(colors: Int32Array): number[] {
  const sorted = colors.slice().sort();
  let best = 0;
  let bestSize = Number.POSITIVE_INFINITY;
  for (let start = 0, i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && sorted[i] === sorted[start]) continue;
    const size = i - start;
    if (size > 1 && size < bestSize) {
      best = sorted[start]!;
      bestSize = size;
    }
    start = i;
  }
  const cell: number[] = [];
  if (bestSize === Number.POSITIVE_INFINITY) return cell;
  for (let a = 0; a < colors.length; a++) if (colors[a] === best) cell.push(a);
  return cell;
}

function haveSameColors(first: Int32Array, second: Int32Array): boolean {
  const left = first.slice().sort();
  const right = second.slice().sort();
  return left.every((color, i) => color === right[i]);
}

function distinctCount(colors: Int32Array): number {
  const sorted = colors.slice().sort();
  let count = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) count++;
  return count;
}

/** A 32-bit mixture of two numbers in this order. */
function mix(first: number, second: number): number {
  let h = Math.imul(first ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(second + 0x165667b1, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}

import type { Rng } from '@basin/core';
import { EditableMolecule } from './editable-molecule.js';

/** A part of a molecule: its atoms, and those of them whose bonds to the rest were cut, in the order of the cuts. */
interface Fragment {
  readonly atoms: readonly number[];
  readonly ends: readonly number[];
  /** Orders of the cut bonds. */
  readonly orders: readonly number[];
}

/**
 * Joins a part of each parent by single bonds, cutting both between rings (one bond each).
 * @returns undefined where a parent has no such cut.
 */
export function recombineChains(
  first: EditableMolecule,
  second: EditableMolecule,
  rng: Rng,
): EditableMolecule | undefined {
  const kept = cutChain(first, rng);
  const added = cutChain(second, rng);
  return kept === undefined || added === undefined ? undefined : join(first, kept, second, added);
}

/**
 * Joins a part of each parent, cutting both through a ring (two bonds each), so that a ring with a part of either comes about.
 * @returns undefined where a parent has no such cut.
 */
export function recombineRings(
  first: EditableMolecule,
  second: EditableMolecule,
  rng: Rng,
): EditableMolecule | undefined {
  const kept = cutRing(first, rng);
  const added = cutRing(second, rng);
  return kept === undefined || added === undefined ? undefined : join(first, kept, second, added);
}

/** The parts that two cuts leave; where atoms are frozen, the part that has all of them. */
function partOf(molecule: EditableMolecule, bonds: readonly number[], rng: Rng): Fragment | undefined {
  const ends = bonds.map((bond) => {
    const { begin, end } = molecule.draft.bonds[bond]!;
    return [begin, end] as const;
  });
  const [cut] = ends;
  if (cut === undefined) return undefined;
  const sides = [reach(molecule, cut[0], bonds), reach(molecule, cut[1], bonds)];
  if (sides[0]!.has(cut[1])) return undefined;
  const frozenCount = molecule.frozen.reduce((count, frozen) => count + frozen, 0);
  const complete = sides.filter((side) => frozenCount === 0 || frozenIn(molecule, side) === frozenCount);
  if (complete.length === 0) return undefined;
  const side = complete[rng.integer(complete.length)]!;
  return {
    atoms: [...side].sort((a, b) => a - b),
    ends: ends.map(([begin, end]) => (side.has(begin) ? begin : end)),
    orders: bonds.map((bond) => molecule.draft.bonds[bond]!.order),
  };
}

function frozenIn(molecule: EditableMolecule, atoms: ReadonlySet<number>): number {
  let count = 0;
  for (const atom of atoms) count += molecule.frozen[atom]!;
  return count;
}

function reach(molecule: EditableMolecule, from: number, without: readonly number[]): ReadonlySet<number> {
  const seen = new Set([from]);
  const stack = [from];
  for (let atom = stack.pop(); atom !== undefined; atom = stack.pop()) {
    for (const { atom: next, bond } of molecule.neighbours(atom)) {
      if (without.includes(bond) || seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return seen;
}

function cutChain(molecule: EditableMolecule, rng: Rng): Fragment | undefined {
  const candidates: number[] = [];
  for (const [bond, { begin, end, order }] of molecule.draft.bonds.entries()) {
    if (order === 1 && isCuttable(molecule, bond) && !reach(molecule, begin, [bond]).has(end)) candidates.push(bond);
  }
  if (candidates.length === 0) return undefined;
  return partOf(molecule, [candidates[rng.integer(candidates.length)]!], rng);
}

/** Two bonds of one ring that are no neighbours' bonds of another ring: cutting them splits the molecule. */
function cutRing(molecule: EditableMolecule, rng: Rng): Fragment | undefined {
  const ringBonds: number[] = [];
  for (const [bond, { begin, end }] of molecule.draft.bonds.entries()) {
    if (isCuttable(molecule, bond) && reach(molecule, begin, [bond]).has(end)) ringBonds.push(bond);
  }
  if (ringBonds.length === 0) return undefined;
  const first = ringBonds[rng.integer(ringBonds.length)]!;
  const { begin, end } = molecule.draft.bonds[first]!;
  const partners = ringBonds.filter((bond) => bond !== first && !reach(molecule, begin, [first, bond]).has(end));
  if (partners.length === 0) return undefined;
  return partOf(molecule, [first, partners[rng.integer(partners.length)]!], rng);
}

function isCuttable(molecule: EditableMolecule, bond: number): boolean {
  const { begin, end } = molecule.draft.bonds[bond]!;
  return !(molecule.frozen[begin] === 1 && molecule.frozen[end] === 1);
}

/** A bond takes the order that both cuts had; where they differ, the lower. */
function join(
  first: EditableMolecule,
  kept: Fragment,
  second: EditableMolecule,
  added: Fragment,
): EditableMolecule | undefined {
  const child = EditableMolecule.empty();
  const fromFirst = child.appendFragment(first, kept.atoms);
  const fromSecond = child.appendFragment(second, added.atoms);
  for (const [index, end] of kept.ends.entries()) {
    const a = fromFirst[end]!;
    const b = fromSecond[added.ends[index]!]!;
    if (child.draft.bondBetween(a, b) !== -1) return undefined;
    child.bond(a, b, Math.min(kept.orders[index]!, added.orders[index]!));
  }
  return child;
}

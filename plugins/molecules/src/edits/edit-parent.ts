import type { Rng } from '@basin/core';
import { dativeBond, hasDativeBond, type MolecularGraph, maximumBondCount } from '../graph/molecular-graph.js';
import type { Alphabet } from './alphabet.js';
import type { FrozenAtoms } from './frozen-core.js';

/** A molecule that an edit starts from: one Kekulé structure of it, what of it must stay, and what may be put in. */
export interface EditParent {
  readonly graph: MolecularGraph;
  /** What every child has, in one piece. */
  readonly core: FrozenAtoms | undefined;
  /** What stays as it is where it is taken over: the core, and atoms with dative bonds. */
  readonly fixed: FrozenAtoms | undefined;
  readonly alphabet: Alphabet;
}

/** A parent of a Kekulé structure. Its atoms with dative bonds, donors and metals, keep all their bonds. */
export function editParent(graph: MolecularGraph, core: FrozenAtoms | undefined, alphabet: Alphabet): EditParent {
  return { graph, core, fixed: hasDativeBond(graph) ? withDativeAtoms(graph, core) : core, alphabet };
}

function withDativeAtoms(graph: MolecularGraph, core: FrozenAtoms | undefined): FrozenAtoms {
  const frozen = core?.frozen.slice() ?? new Uint8Array(graph.atomCount);
  const attachable = core?.attachable.slice() ?? new Uint8Array(graph.atomCount);
  for (let bond = 0; bond < graph.bondCount; bond++) {
    if (graph.bondOrder[bond] !== dativeBond) continue;
    for (const atom of [graph.bondBegin[bond]!, graph.bondEnd[bond]!]) {
      frozen[atom] = 1;
      attachable[atom] = 0;
    }
  }
  return { frozen, attachable };
}

/** Whether an atom may be changed or removed. */
export function isFree({ fixed }: EditParent, atom: number): boolean {
  return fixed === undefined || fixed.frozen[atom] === 0;
}

/** Whether bonds may be made and cut at an atom: free atoms, and frozen ones that are attachment points. */
export function isOpen({ fixed }: EditParent, atom: number): boolean {
  return fixed === undefined || fixed.frozen[atom] === 0 || fixed.attachable[atom] === 1;
}

/** Whether two atoms may be joined or parted: both open, and not both of the core. */
export function canRejoin(parent: EditParent, first: number, second: number): boolean {
  return isOpen(parent, first) && isOpen(parent, second) && (isFree(parent, first) || isFree(parent, second));
}

/** Whether a bond may be changed or cut. */
export function isLoose(parent: EditParent, bond: number): boolean {
  return canRejoin(parent, parent.graph.bondBegin[bond]!, parent.graph.bondEnd[bond]!);
}

/** Indices found in one search; no search calls another. */
const found = new Uint16Array(maximumBondCount);

/** One of the indices below `count` that satisfy `holds`, each as likely as the others; −1 where none does. */
export function drawPlace(rng: Rng, count: number, holds: (index: number) => boolean): number {
  let places = 0;
  for (let index = 0; index < count; index++) if (holds(index)) found[places++] = index;
  return places === 0 ? -1 : found[rng.integer(places)]!;
}

/** One of some things, each as likely as the others; undefined of none. */
export function draw<T>(rng: Rng, choices: readonly T[]): T | undefined {
  return choices.length === 0 ? undefined : choices[rng.integer(choices.length)];
}

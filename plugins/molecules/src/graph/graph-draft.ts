import { type AtomRecord, type BondRecord, buildGraph } from './build-graph.js';
import type { MolecularGraph } from './molecular-graph.js';

type Mutable<T> = { -readonly [K in keyof T]-?: T[K] };

/** An atom of a draft, every field present and writable. */
export type DraftAtom = Mutable<AtomRecord>;

/** A bond of a draft, every field present and writable. */
export type DraftBond = Mutable<BondRecord>;

/**
 * A molecule under edit: change it, then `toGraph`. Indices stay valid until `removeAtom` or `removeBond`, which move
 * the later ones down by one. Hydrogens are the editor's business: nothing here completes a valence.
 *
 * Stereo survives where its surroundings do: adding or removing a bond at an atom clears the atom's chirality and the
 * stereo of the double bonds at it, because both are relative to the neighbours.
 */
export class GraphDraft {
  readonly atoms: DraftAtom[] = [];
  readonly bonds: DraftBond[] = [];

  /** A draft that starts as a copy of `graph`. O(n + m). */
  static of(graph: MolecularGraph): GraphDraft {
    const draft = new GraphDraft();
    draft.append(graph);
    return draft;
  }

  /** Adds all atoms and bonds of `graph`, unconnected to the rest. @returns index of its first atom here. */
  append(graph: MolecularGraph): number {
    const offset = this.atoms.length;
    for (let a = 0; a < graph.atomCount; a++) this.atoms.push(readAtom(graph, a));
    for (let b = 0; b < graph.bondCount; b++) {
      this.bonds.push({
        begin: graph.bondBegin[b]! + offset,
        end: graph.bondEnd[b]! + offset,
        order: graph.bondOrder[b]!,
        stereo: graph.bondStereo[b]!,
      });
    }
    return offset;
  }

  /** @returns index of the new atom. */
  addAtom(atom: AtomRecord): number {
    this.atoms.push({ charge: 0, hydrogens: 0, isotope: 0, aromatic: false, chirality: 0, mapNumber: 0, ...atom });
    return this.atoms.length - 1;
  }

  /** @returns index of the new bond. A second bond between two atoms is refused by `toGraph`. */
  addBond(begin: number, end: number, order: number): number {
    this.clearStereoAround(begin);
    this.clearStereoAround(end);
    this.bonds.push({ begin, end, order, stereo: 0 });
    return this.bonds.length - 1;
  }

  /** Index of the bond between two atoms, or −1. O(m). */
  bondBetween(first: number, second: number): number {
    return this.bonds.findIndex(
      ({ begin, end }) => (begin === first && end === second) || (begin === second && end === first),
    );
  }

  /** Changes a bond's order and clears the stereo that depended on it. */
  setOrder(bond: number, order: number): void {
    const { begin, end } = this.bonds[bond]!;
    this.clearStereoAround(begin);
    this.clearStereoAround(end);
    this.bonds[bond]!.order = order;
  }

  removeBond(bond: number): void {
    const { begin, end } = this.bonds[bond]!;
    this.clearStereoAround(begin);
    this.clearStereoAround(end);
    this.bonds.splice(bond, 1);
  }

  /** Removes an atom with its bonds; later atoms move down by one. O(m). */
  removeAtom(atom: number): void {
    for (let b = this.bonds.length - 1; b >= 0; b--) {
      const { begin, end } = this.bonds[b]!;
      if (begin === atom || end === atom) this.removeBond(b);
    }
    this.atoms.splice(atom, 1);
    for (const bond of this.bonds) {
      if (bond.begin > atom) bond.begin--;
      if (bond.end > atom) bond.end--;
    }
  }

  /** Clears an atom's chirality and the stereo of the bonds at it. O(m). */
  clearStereoAround(atom: number): void {
    this.atoms[atom]!.chirality = 0;
    for (const bond of this.bonds) if (bond.begin === atom || bond.end === atom) bond.stereo = 0;
  }

  /** @throws {GraphError} see `buildGraph`. */
  toGraph(): MolecularGraph {
    return buildGraph(this.atoms, this.bonds);
  }
}

function readAtom(graph: MolecularGraph, a: number): DraftAtom {
  return {
    atomicNumber: graph.atomicNumber[a]!,
    charge: graph.charge[a]!,
    hydrogens: graph.hydrogens[a]!,
    isotope: graph.isotope[a]!,
    aromatic: graph.aromatic[a] === 1,
    chirality: graph.chirality[a]!,
    mapNumber: graph.mapNumber[a]!,
  };
}

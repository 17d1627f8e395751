import { allocateGraph, linkNeighbours } from '../graph/build-graph.js';
import { dativeBond, type MolecularGraph } from '../graph/molecular-graph.js';
import { allowedValence, hasSeveralValences } from './valence-room.js';

/**
 * A Kekulé structure under edit. Hydrogens follow the bonds: those who join or part take them from, and give them back to,
 * the atoms they touch, so that valences stay complete. Atoms and bonds that are left keep their order, so stereo survives
 * where its surroundings do; it is cleared around every change.
 *
 * Dative bonds are copied and kept; edits do not make, cut or change them.
 *
 * Capacities are fixed at the start; the caller knows how much an edit adds.
 */
export class EditedGraph {
  #atomCount = 0;
  #bondCount = 0;
  readonly #atomicNumber: Uint8Array;
  readonly #charge: Int8Array;
  readonly #hydrogens: Uint8Array;
  readonly #isotope: Uint16Array;
  readonly #chirality: Uint8Array;
  readonly #mapNumber: Uint16Array;
  readonly #bondBegin: Uint16Array;
  readonly #bondEnd: Uint16Array;
  readonly #bondOrder: Uint8Array;
  readonly #bondStereo: Uint8Array;

  private constructor(atomCapacity: number, bondCapacity: number) {
    this.#atomicNumber = new Uint8Array(atomCapacity);
    this.#charge = new Int8Array(atomCapacity);
    this.#hydrogens = new Uint8Array(atomCapacity);
    this.#isotope = new Uint16Array(atomCapacity);
    this.#chirality = new Uint8Array(atomCapacity);
    this.#mapNumber = new Uint16Array(atomCapacity);
    this.#bondBegin = new Uint16Array(bondCapacity);
    this.#bondEnd = new Uint16Array(bondCapacity);
    this.#bondOrder = new Uint8Array(bondCapacity);
    this.#bondStereo = new Uint8Array(bondCapacity);
  }

  /** A copy of a Kekulé structure with room for more. */
  static of(graph: MolecularGraph, moreAtoms: number, moreBonds: number): EditedGraph {
    const edited = new EditedGraph(graph.atomCount + moreAtoms, graph.bondCount + moreBonds);
    edited.append(graph);
    return edited;
  }

  /** Room for atoms and bonds, none of them there yet. */
  static empty(atomCapacity: number, bondCapacity: number): EditedGraph {
    return new EditedGraph(atomCapacity, bondCapacity);
  }

  get atomCount(): number {
    return this.#atomCount;
  }

  /** Adds all atoms and bonds of a Kekulé structure, unconnected to the rest. @returns index of its first atom here. */
  append(graph: MolecularGraph): number {
    const offset = this.#atomCount;
    for (let atom = 0; atom < graph.atomCount; atom++) this.#copyAtom(graph, atom);
    for (let bond = 0; bond < graph.bondCount; bond++) {
      this.#copyBond(graph, bond, graph.bondBegin[bond]! + offset, graph.bondEnd[bond]! + offset);
    }
    return offset;
  }

  /**
   * Adds the marked atoms of a Kekulé structure with the bonds among them; bonds to its other atoms become hydrogens.
   *
   * @param chosen - [atomCount], 1 for atoms to take.
   * @returns For each atom its index here, −1 for those not taken.
   */
  appendPart(graph: MolecularGraph, chosen: Uint8Array): Int16Array {
    const index = new Int16Array(graph.atomCount).fill(-1);
    for (let atom = 0; atom < graph.atomCount; atom++)
      if (chosen[atom] === 1) index[atom] = this.#copyAtom(graph, atom);
    for (let bond = 0; bond < graph.bondCount; bond++) {
      const begin = index[graph.bondBegin[bond]!]!;
      const end = index[graph.bondEnd[bond]!]!;
      if (begin !== -1 && end !== -1) this.#copyBond(graph, bond, begin, end);
    }
    for (let bond = 0; bond < graph.bondCount; bond++) {
      const begin = index[graph.bondBegin[bond]!]!;
      const end = index[graph.bondEnd[bond]!]!;
      if (begin === -1 && end !== -1) this.#take(end, -graph.bondOrder[bond]!);
      else if (end === -1 && begin !== -1) this.#take(begin, -graph.bondOrder[bond]!);
    }
    return index;
  }

  /** Adds a neutral atom whose hydrogens complete its smallest valence. @returns its index. */
  addAtom(atomicNumber: number): number {
    const atom = this.#atomCount++;
    this.#atomicNumber[atom] = atomicNumber;
    this.#hydrogens[atom] = Math.max(0, allowedValence(atomicNumber, 0, 0));
    return atom;
  }

  /** Joins two atoms that are not joined yet. */
  bond(first: number, second: number, order: number): void {
    this.#addBond(first, second, order);
    this.#take(first, order);
    this.#take(second, order);
  }

  /** Cuts a bond; later bonds move down by one. */
  unbond(bond: number): void {
    const bondBegin = this.#bondBegin;
    const bondEnd = this.#bondEnd;
    const bondOrder = this.#bondOrder;
    const begin = bondBegin[bond]!;
    const end = bondEnd[bond]!;
    const order = bondOrder[bond]!;
    bondBegin.copyWithin(bond, bond + 1, this.#bondCount);
    bondEnd.copyWithin(bond, bond + 1, this.#bondCount);
    bondOrder.copyWithin(bond, bond + 1, this.#bondCount);
    this.#bondStereo.copyWithin(bond, bond + 1, this.#bondCount);
    this.#bondCount--;
    this.#take(begin, -order);
    this.#take(end, -order);
  }

  changeOrder(bond: number, order: number): void {
    const bondBegin = this.#bondBegin;
    const bondEnd = this.#bondEnd;
    const bondOrder = this.#bondOrder;
    const more = order - bondOrder[bond]!;
    bondOrder[bond] = order;
    this.#take(bondBegin[bond]!, more);
    this.#take(bondEnd[bond]!, more);
  }

  /** Makes an atom another element, neutral and of natural isotopes, with hydrogens to its smallest valence. */
  changeElement(atom: number, atomicNumber: number): void {
    const bonds = this.#bondOrderSum(atom);
    this.#atomicNumber[atom] = atomicNumber;
    this.#hydrogens[atom] = allowedValence(atomicNumber, 0, bonds) - bonds;
    this.#isotope[atom] = 0;
    this.#clearStereoAround(atom);
  }

  /** Cuts an atom's bonds and removes it; later atoms move down by one. */
  removeAtom(atom: number): void {
    const bondBegin = this.#bondBegin;
    const bondEnd = this.#bondEnd;
    for (let bond = this.#bondCount - 1; bond >= 0; bond--) {
      if (bondBegin[bond] === atom || bondEnd[bond] === atom) this.unbond(bond);
    }
    this.#atomicNumber.copyWithin(atom, atom + 1, this.#atomCount);
    this.#charge.copyWithin(atom, atom + 1, this.#atomCount);
    this.#hydrogens.copyWithin(atom, atom + 1, this.#atomCount);
    this.#isotope.copyWithin(atom, atom + 1, this.#atomCount);
    this.#chirality.copyWithin(atom, atom + 1, this.#atomCount);
    this.#mapNumber.copyWithin(atom, atom + 1, this.#atomCount);
    this.#atomCount--;
    for (let bond = 0; bond < this.#bondCount; bond++) {
      if (bondBegin[bond]! > atom) bondBegin[bond]!--;
      if (bondEnd[bond]! > atom) bondEnd[bond]!--;
    }
  }

  /** Puts an atom without bonds into a single bond; nobody else's hydrogens change. */
  putInto(bond: number, atom: number): void {
    const bondBegin = this.#bondBegin;
    const bondEnd = this.#bondEnd;
    const hydrogens = this.#hydrogens;
    const [begin, end] = [bondBegin[bond]!, bondEnd[bond]!];
    bondEnd[bond] = atom;
    this.#addBond(atom, end, 1);
    hydrogens[atom]! -= 2;
    for (const changed of [begin, atom, end]) this.#clearStereoAround(changed);
  }

  /** Takes an atom with two single bonds out and joins its neighbours by one; nobody's hydrogens change. */
  takeOut(atom: number): void {
    const bondBegin = this.#bondBegin;
    const bondEnd = this.#bondEnd;
    const hydrogens = this.#hydrogens;
    const ends: number[] = [];
    for (let bond = 0; bond < this.#bondCount; bond++) {
      if (bondBegin[bond] === atom) ends.push(bondEnd[bond]!);
      else if (bondEnd[bond] === atom) ends.push(bondBegin[bond]!);
    }
    const before = ends.map((end) => hydrogens[end]!);
    this.#addBond(ends[0]!, ends[1]!, 1);
    this.removeAtom(atom);
    ends.forEach((end, index) => {
      hydrogens[end > atom ? end - 1 : end] = before[index]!;
    });
  }

  /** Whether both atoms have the hydrogens that a bond would take. */
  canBond(first: number, second: number, order: number): boolean {
    return this.#hydrogens[first]! >= order && this.#hydrogens[second]! >= order;
  }

  isBonded(first: number, second: number): boolean {
    const bondBegin = this.#bondBegin;
    const bondEnd = this.#bondEnd;
    for (let bond = 0; bond < this.#bondCount; bond++) {
      if (bondBegin[bond] === first && bondEnd[bond] === second) return true;
      if (bondBegin[bond] === second && bondEnd[bond] === first) return true;
    }
    return false;
  }

  /** The edited structure, in arrays of its own. */
  toGraph(): MolecularGraph {
    const graph = allocateGraph(this.#atomCount, this.#bondCount);
    for (let atom = 0; atom < this.#atomCount; atom++) {
      graph.atomicNumber[atom] = this.#atomicNumber[atom]!;
      graph.charge[atom] = this.#charge[atom]!;
      graph.hydrogens[atom] = this.#hydrogens[atom]!;
      graph.isotope[atom] = this.#isotope[atom]!;
      graph.chirality[atom] = this.#chirality[atom]!;
      graph.mapNumber[atom] = this.#mapNumber[atom]!;
    }
    for (let bond = 0; bond < this.#bondCount; bond++) {
      graph.bondBegin[bond] = this.#bondBegin[bond]!;
      graph.bondEnd[bond] = this.#bondEnd[bond]!;
      graph.bondOrder[bond] = this.#bondOrder[bond]!;
      graph.bondStereo[bond] = this.#bondStereo[bond]!;
    }
    linkNeighbours(graph);
    return graph;
  }

  #copyAtom(graph: MolecularGraph, atom: number): number {
    const index = this.#atomCount++;
    this.#atomicNumber[index] = graph.atomicNumber[atom]!;
    this.#charge[index] = graph.charge[atom]!;
    this.#hydrogens[index] = graph.hydrogens[atom]!;
    this.#isotope[index] = graph.isotope[atom]!;
    this.#chirality[index] = graph.chirality[atom]!;
    this.#mapNumber[index] = graph.mapNumber[atom]!;
    return index;
  }

  #copyBond(graph: MolecularGraph, bond: number, begin: number, end: number): void {
    const index = this.#bondCount++;
    this.#bondBegin[index] = begin;
    this.#bondEnd[index] = end;
    this.#bondOrder[index] = graph.bondOrder[bond]!;
    this.#bondStereo[index] = graph.bondStereo[bond]!;
  }

  #addBond(first: number, second: number, order: number): void {
    const bond = this.#bondCount++;
    this.#bondBegin[bond] = first;
    this.#bondEnd[bond] = second;
    this.#bondOrder[bond] = order;
    this.#bondStereo[bond] = 0;
  }

  /** Lets bonds that are there already (or gone) take `order` hydrogens of an atom; a negative order gives them back. */
  #take(atom: number, order: number): void {
    const atomicNumber = this.#atomicNumber;
    const charge = this.#charge;
    const hydrogens = this.#hydrogens;
    if (hasSeveralValences(atomicNumber[atom]!)) {
      const bonds = this.#bondOrderSum(atom);
      hydrogens[atom] = Math.max(0, allowedValence(atomicNumber[atom]!, charge[atom]!, bonds) - bonds);
    } else hydrogens[atom]! -= order;
    this.#clearStereoAround(atom);
  }

  #bondOrderSum(atom: number): number {
    const bondBegin = this.#bondBegin;
    const bondEnd = this.#bondEnd;
    const bondOrder = this.#bondOrder;
    let sum = 0;
    for (let bond = 0; bond < this.#bondCount; bond++) {
      if (bondOrder[bond] === dativeBond) {
        if (bondEnd[bond] === atom) sum++;
      } else if (bondBegin[bond] === atom || bondEnd[bond] === atom) sum += bondOrder[bond]!;
    }
    return sum;
  }

  #clearStereoAround(atom: number): void {
    const bondBegin = this.#bondBegin;
    const bondEnd = this.#bondEnd;
    const bondStereo = this.#bondStereo;
    const chirality = this.#chirality;
    chirality[atom] = 0;
    for (let bond = 0; bond < this.#bondCount; bond++) {
      if (bondBegin[bond] === atom || bondEnd[bond] === atom) bondStereo[bond] = 0;
    }
  }
}

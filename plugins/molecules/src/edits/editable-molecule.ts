import { GraphDraft } from '../graph/graph-draft.js';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { allowedValence, kekuleOrders } from './kekule.js';

/**
 * A molecule under edit, in one Kekulé structure. Hydrogens follow the bonds: `changeOrder` and `bond` take them from, and
 * give them back to, the atoms they touch, so that valences stay complete.
 */
export class EditableMolecule {
  readonly draft: GraphDraft;
  /** By atom: 1 for atoms that no edit may change, remove or unbind from each other. */
  readonly frozen: number[];
  /** By atom: 1 for frozen atoms to which something may be attached. */
  readonly attachable: number[];

  private constructor(draft: GraphDraft, frozen: readonly number[], attachable: readonly number[]) {
    this.draft = draft;
    this.frozen = [...frozen];
    this.attachable = [...attachable];
  }

  /** @returns undefined where the graph has no Kekulé structure. */
  static of(graph: MolecularGraph, frozen?: Uint8Array, attachable?: Uint8Array): EditableMolecule | undefined {
    const orders = kekuleOrders(graph);
    if (orders === undefined) return undefined;
    const draft = GraphDraft.of(graph);
    for (const [index, bond] of draft.bonds.entries()) bond.order = orders[index]!;
    for (const atom of draft.atoms) atom.aromatic = false;
    const none = new Array<number>(graph.atomCount).fill(0);
    return new EditableMolecule(
      draft,
      frozen === undefined ? none : [...frozen],
      attachable === undefined ? none : [...attachable],
    );
  }

  /** A molecule without atoms, to put fragments together in. */
  static empty(): EditableMolecule {
    return new EditableMolecule(new GraphDraft(), [], []);
  }

  /**
   * Adds the given atoms of another molecule with the bonds among them; bonds to its other atoms become hydrogens.
   *
   * @returns For each atom of `source` its index here, −1 for those not taken.
   */
  appendFragment(source: EditableMolecule, atoms: readonly number[]): Int32Array {
    const index = new Int32Array(source.atomCount).fill(-1);
    for (const atom of atoms) {
      index[atom] = this.draft.addAtom({ ...source.draft.atoms[atom]!, chirality: 0 });
      this.frozen.push(source.frozen[atom]!);
      this.attachable.push(source.attachable[atom]!);
    }
    for (const { begin, end, order } of source.draft.bonds) {
      const from = index[begin]!;
      const to = index[end]!;
      if (from !== -1 && to !== -1) this.draft.addBond(from, to, order);
      else if (from !== -1) this.draft.atoms[from]!.hydrogens += order;
      else if (to !== -1) this.draft.atoms[to]!.hydrogens += order;
    }
    return index;
  }

  get atomCount(): number {
    return this.draft.atoms.length;
  }

  /** Whether atoms may be attached here: free atoms, and frozen ones that are named for it. */
  isOpen(atom: number): boolean {
    return this.frozen[atom] !== 1 || this.attachable[atom] === 1;
  }

  /** Bonds that one more bond could use at an atom: its hydrogens, or the step to its next valence. */
  room(atom: number): number {
    return this.draft.atoms[atom]!.hydrogens;
  }

  neighbours(atom: number): { readonly atom: number; readonly bond: number }[] {
    const found: { atom: number; bond: number }[] = [];
    for (const [bond, { begin, end }] of this.draft.bonds.entries()) {
      if (begin === atom) found.push({ atom: end, bond });
      else if (end === atom) found.push({ atom: begin, bond });
    }
    return found;
  }

  /** Adds a neutral atom whose hydrogens complete its smallest valence. @returns its index. */
  addAtom(atomicNumber: number): number {
    this.frozen.push(0);
    this.attachable.push(0);
    const hydrogens = Math.max(0, allowedValence(atomicNumber, 0, 0));
    return this.draft.addAtom({ atomicNumber, hydrogens });
  }

  /** Joins two atoms, taking `order` hydrogens from each. */
  bond(first: number, second: number, order: number): void {
    this.draft.addBond(first, second, order);
    this.draft.atoms[first]!.hydrogens -= order;
    this.draft.atoms[second]!.hydrogens -= order;
  }

  /** Cuts a bond, leaving hydrogens in its place. */
  unbond(bond: number): void {
    const { begin, end, order } = this.draft.bonds[bond]!;
    this.draft.removeBond(bond);
    this.draft.atoms[begin]!.hydrogens += order;
    this.draft.atoms[end]!.hydrogens += order;
  }

  changeOrder(bond: number, order: number): void {
    const { begin, end, order: before } = this.draft.bonds[bond]!;
    this.draft.setOrder(bond, order);
    this.draft.atoms[begin]!.hydrogens -= order - before;
    this.draft.atoms[end]!.hydrogens -= order - before;
  }

  /** Removes an atom; its bonds must be cut before, so that its neighbours have their hydrogens. */
  removeAtom(atom: number): void {
    this.draft.removeAtom(atom);
    this.frozen.splice(atom, 1);
    this.attachable.splice(atom, 1);
  }

  /** Sum of the orders of an atom's bonds, hydrogens left out. */
  bondOrderSum(atom: number): number {
    let sum = 0;
    for (const { begin, end, order } of this.draft.bonds) if (begin === atom || end === atom) sum += order;
    return sum;
  }
}

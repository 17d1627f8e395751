import type { Rng } from '@basin/core';
import type { EditableMolecule } from './editable-molecule.js';

/** Changes a molecule at a random place; false where it has no such place. Valences stay complete. */
export type Mutation = (molecule: EditableMolecule, rng: Rng) => boolean;

const carbon = 6;
const nitrogen = 7;
const oxygen = 8;

/** Elements that are attached or put in, by the order of the bond they must hold. */
const attached: Readonly<Record<number, readonly number[]>> = {
  1: [carbon, nitrogen, oxygen, 9, 16, 17, 35],
  2: [carbon, nitrogen, oxygen],
  3: [carbon, nitrogen],
};
const inserted: Readonly<Record<number, readonly number[]>> = {
  1: [carbon, nitrogen, oxygen, 16],
  2: [carbon, nitrogen],
};
/** What an atom is changed into, carbon and nitrogen a little more often. */
const exchanged = [carbon, carbon, nitrogen, nitrogen, oxygen, 9, 16, 17, 35];

/** Hydrogens that an atom of each element has when alone; its smallest valence. */
const smallestValence: Readonly<Record<number, number>> = { 6: 4, 7: 3, 8: 2, 9: 1, 16: 2, 17: 1, 35: 1 };

function pick<T>(rng: Rng, choices: readonly T[]): T | undefined {
  return choices.length === 0 ? undefined : choices[rng.integer(choices.length)];
}

/** Order of a new bond: single 60 %, double 35 %, triple 5 %. */
function drawOrder(rng: Rng): number {
  const u = rng.uniform();
  if (u < 0.6) return 1;
  return u < 0.95 ? 2 : 3;
}

function atomsWhere(molecule: EditableMolecule, holds: (atom: number) => boolean): number[] {
  const atoms: number[] = [];
  for (let atom = 0; atom < molecule.atomCount; atom++) if (holds(atom)) atoms.push(atom);
  return atoms;
}

/** Bonds that are not between two frozen atoms, and that satisfy `holds`. */
function bondsWhere(molecule: EditableMolecule, holds: (bond: number) => boolean): number[] {
  const bonds: number[] = [];
  for (let bond = 0; bond < molecule.draft.bonds.length; bond++) {
    const { begin, end } = molecule.draft.bonds[bond]!;
    const isFrozen = molecule.frozen[begin] === 1 && molecule.frozen[end] === 1;
    if (!isFrozen && holds(bond)) bonds.push(bond);
  }
  return bonds;
}

/** Attaches a new atom to an atom with enough hydrogens. */
export const appendAtom: Mutation = (molecule, rng) => {
  const order = drawOrder(rng);
  const at = pick(
    rng,
    atomsWhere(molecule, (atom) => molecule.isOpen(atom) && molecule.room(atom) >= order),
  );
  if (at === undefined) return false;
  const atom = molecule.addAtom(pick(rng, attached[order]!)!);
  molecule.bond(at, atom, order);
  return true;
};

/** Puts a new atom into a bond, with a single bond on one side and a single or double bond on the other. */
export const insertAtom: Mutation = (molecule, rng) => {
  const order = rng.uniform() < 0.7 ? 1 : 2;
  const bond = pick(
    rng,
    bondsWhere(molecule, (index) => {
      const { begin, order: current } = molecule.draft.bonds[index]!;
      return current !== 3 && current + molecule.room(begin) >= order;
    }),
  );
  if (bond === undefined) return false;
  const { begin, end } = molecule.draft.bonds[bond]!;
  molecule.unbond(bond);
  const atom = molecule.addAtom(pick(rng, inserted[order]!)!);
  molecule.bond(begin, atom, order);
  molecule.bond(atom, end, 1);
  return true;
};

/** Removes an atom that is bound once or twice; two neighbours are joined by a single bond. */
export const deleteAtom: Mutation = (molecule, rng) => {
  const at = pick(
    rng,
    atomsWhere(molecule, (atom) => {
      const count = molecule.frozen[atom] === 1 ? 0 : molecule.neighbours(atom).length;
      return count === 1 || count === 2;
    }),
  );
  if (at === undefined || molecule.atomCount < 2) return false;
  const [first, second] = molecule.neighbours(at).map(({ atom }) => atom);
  if (second !== undefined && molecule.draft.bondBetween(first!, second) !== -1) return false;
  for (const { bond } of molecule.neighbours(at).reverse()) molecule.unbond(bond);
  if (second !== undefined) molecule.bond(first!, second, 1);
  molecule.removeAtom(at);
  return true;
};

/** Changes the element of a neutral atom to one that can hold its bonds. */
export const changeAtom: Mutation = (molecule, rng) => {
  const at = pick(
    rng,
    atomsWhere(molecule, (atom) => molecule.frozen[atom] !== 1 && molecule.draft.atoms[atom]!.charge === 0),
  );
  if (at === undefined) return false;
  const record = molecule.draft.atoms[at]!;
  const bonds = molecule.bondOrderSum(at);
  const element = pick(
    rng,
    exchanged.filter((z) => z !== record.atomicNumber && smallestValence[z]! >= bonds),
  );
  if (element === undefined) return false;
  record.atomicNumber = element;
  record.hydrogens = smallestValence[element]! - bonds;
  record.isotope = 0;
  molecule.draft.clearStereoAround(at);
  return true;
};

/** Makes a bond one order higher or lower. */
export const changeBondOrder: Mutation = (molecule, rng) => {
  const step = rng.uniform() < 0.5 ? 1 : -1;
  const bond = pick(
    rng,
    bondsWhere(molecule, (index) => {
      const { begin, end, order } = molecule.draft.bonds[index]!;
      if (step === -1) return order > 1;
      return order < 3 && molecule.room(begin) >= 1 && molecule.room(end) >= 1;
    }),
  );
  if (bond === undefined) return false;
  molecule.changeOrder(bond, molecule.draft.bonds[bond]!.order + step);
  return true;
};

/** Opens a ring by cutting one of its bonds. */
export const cutRing: Mutation = (molecule, rng) => {
  const bond = pick(
    rng,
    bondsWhere(molecule, (index) => isRingBond(molecule, index)),
  );
  if (bond === undefined) return false;
  molecule.unbond(bond);
  return true;
};

/** Closes a ring of three to six atoms (mostly five or six) by a single bond. */
export const addRing: Mutation = (molecule, rng) => {
  const u = rng.uniform();
  const size = u < 0.05 ? 3 : u < 0.1 ? 4 : u < 0.55 ? 5 : 6;
  const from = pick(
    rng,
    atomsWhere(molecule, (atom) => canClose(molecule, atom)),
  );
  if (from === undefined) return false;
  const distance = bondsFrom(molecule, from);
  const to = pick(
    rng,
    atomsWhere(molecule, (atom) => distance[atom] === size - 1 && canClose(molecule, atom)),
  );
  if (to === undefined) return false;
  molecule.bond(from, to, 1);
  return true;
};

function canClose(molecule: EditableMolecule, atom: number): boolean {
  return molecule.isOpen(atom) && molecule.room(atom) >= 1;
}

/** Bonds on the shortest path from an atom to each other one; −1 where there is none. */
function bondsFrom(molecule: EditableMolecule, from: number, without = -1): Int32Array {
  const distance = new Int32Array(molecule.atomCount).fill(-1);
  distance[from] = 0;
  const queue = [from];
  for (let head = 0; head < queue.length; head++) {
    const atom = queue[head]!;
    for (const { atom: next, bond } of molecule.neighbours(atom)) {
      if (bond === without || distance[next] !== -1) continue;
      distance[next] = distance[atom]! + 1;
      queue.push(next);
    }
  }
  return distance;
}

function isRingBond(molecule: EditableMolecule, bond: number): boolean {
  const { begin, end } = molecule.draft.bonds[bond]!;
  return bondsFrom(molecule, begin, bond)[end] !== -1;
}

/** A mutation and how often it is tried. */
export interface WeightedMutation {
  readonly name: string;
  readonly mutate: Mutation;
  readonly weight: number;
}

/**
 * The mutations with the frequencies of the graph-based genetic algorithm of Jensen, Chem. Sci. 10, 3567 (2019).
 * Unlike there, every place is one where the valences allow the change.
 */
export const mutations: readonly WeightedMutation[] = [
  { name: 'append-atom', mutate: appendAtom, weight: 0.15 },
  { name: 'insert-atom', mutate: insertAtom, weight: 0.15 },
  { name: 'delete-atom', mutate: deleteAtom, weight: 0.14 },
  { name: 'change-atom', mutate: changeAtom, weight: 0.15 },
  { name: 'change-bond-order', mutate: changeBondOrder, weight: 0.14 },
  { name: 'cut-ring', mutate: cutRing, weight: 0.14 },
  { name: 'add-ring', mutate: addRing, weight: 0.13 },
];

import { bondBetween, degree } from '../graph/molecular-graph.js';
import { smallestValence } from './alphabet.js';
import { canRejoin, draw, drawPlace, isFree, isLoose, isOpen } from './edit-parent.js';
import { EditedGraph } from './edited-graph.js';
import type { Mutation } from './mutation.js';
import { bondOrderSum } from './valence-room.js';

/** Attaches a new atom to an atom with enough hydrogens: by a single bond in 60 % of cases, a double in 35, a triple in 5. */
export const appendAtom: Mutation = (parent, rng) => {
  const { graph, alphabet } = parent;
  const u = rng.uniform();
  const order = u < 0.6 ? 1 : u < 0.95 ? 2 : 3;
  const at = drawPlace(rng, graph.atomCount, (atom) => isOpen(parent, atom) && graph.hydrogens[atom]! >= order);
  const element = draw(rng, alphabet.terminal[order - 1]!);
  if (at === -1 || element === undefined) return undefined;
  const edited = EditedGraph.of(graph, 1, 1);
  edited.bond(at, edited.addAtom(element), order);
  return edited;
};

/** Puts a new atom into a bond, with a single bond on one side and a single (70 %) or double bond on the other. */
export const insertAtom: Mutation = (parent, rng) => {
  const { graph, alphabet } = parent;
  const order = rng.uniform() < 0.7 ? 1 : 2;
  const isForward = rng.uniform() < 0.5;
  const first = isForward ? graph.bondBegin : graph.bondEnd;
  const second = isForward ? graph.bondEnd : graph.bondBegin;
  const bond = drawPlace(rng, graph.bondCount, (index) => {
    const current = graph.bondOrder[index]!;
    return isLoose(parent, index) && current !== 3 && current + graph.hydrogens[first[index]!]! >= order;
  });
  const element = draw(rng, alphabet.linking[order - 1]!);
  if (bond === -1 || element === undefined) return undefined;
  const edited = EditedGraph.of(graph, 1, 2);
  edited.unbond(bond);
  const atom = edited.addAtom(element);
  edited.bond(first[bond]!, atom, order);
  edited.bond(atom, second[bond]!, 1);
  return edited;
};

/** Removes an atom that is bound once or twice; two neighbours are joined by a single bond. */
export const deleteAtom: Mutation = (parent, rng) => {
  const { graph } = parent;
  if (graph.atomCount < 2) return undefined;
  const at = drawPlace(rng, graph.atomCount, (atom) => {
    const start = graph.neighbourStart[atom]!;
    const bonds = degree(graph, atom);
    if (!isFree(parent, atom) || bonds === 0 || bonds > 2) return false;
    if (bonds === 1) return isOpen(parent, graph.neighbour[start]!);
    const [first, second] = [graph.neighbour[start]!, graph.neighbour[start + 1]!];
    return canRejoin(parent, first, second) && bondBetween(graph, first, second) === -1;
  });
  if (at === -1) return undefined;
  const edited = EditedGraph.of(graph, 0, 1);
  if (degree(graph, at) === 2) {
    const start = graph.neighbourStart[at]!;
    const [first, second] = [graph.neighbour[start]!, graph.neighbour[start + 1]!];
    edited.unbond(graph.neighbourBond[start + 1]!);
    edited.unbond(graph.neighbourBond[start]!);
    edited.bond(first, second, 1);
  }
  edited.removeAtom(at);
  return edited;
};

/** Changes the element of a neutral atom to one whose lowest valence holds its bonds. */
export const changeAtom: Mutation = (parent, rng) => {
  const { graph, alphabet } = parent;
  const at = drawPlace(rng, graph.atomCount, (atom) => isFree(parent, atom) && graph.charge[atom] === 0);
  if (at === -1) return undefined;
  const bonds = bondOrderSum(graph, at);
  const fitting = alphabet.exchange.filter((z) => z !== graph.atomicNumber[at] && smallestValence(z) >= bonds);
  const element = draw(rng, fitting);
  if (element === undefined) return undefined;
  const edited = EditedGraph.of(graph, 0, 0);
  edited.changeElement(at, element);
  return edited;
};

const oxygen = 8;
const phosphorus = 15;
const sulfur = 16;

/** Adds a double-bonded oxygen to a sulfide or sulfoxide, or to phosphorus(III): no other edit raises a valence. */
export const oxidise: Mutation = (parent, rng) => {
  const { graph } = parent;
  const at = drawPlace(rng, graph.atomCount, (atom) => {
    if (!isOpen(parent, atom) || graph.charge[atom] !== 0 || graph.hydrogens[atom] !== 0) return false;
    const bonds = bondOrderSum(graph, atom);
    if (graph.atomicNumber[atom] === phosphorus) return bonds === 3;
    return graph.atomicNumber[atom] === sulfur && (bonds === 2 || bonds === 4) && degree(graph, atom) >= 2;
  });
  if (at === -1) return undefined;
  const edited = EditedGraph.of(graph, 1, 1);
  edited.bond(at, edited.addAtom(oxygen), 2);
  return edited;
};

import { distancesOf } from '../graph/distances.js';
import { bondBetween, dativeBond, degree, type MolecularGraph } from '../graph/molecular-graph.js';
import { bondCycleMembership } from '../graph/ring-membership.js';
import { type Alphabet, smallestValence } from './alphabet.js';
import { EditedGraph } from './edited-graph.js';
import { allowedValence, bondOrderSum } from './valence-room.js';

/** One change at one place of a Kekulé structure; what the two numbers mean depends on the type of the move. */
export interface ConcreteMove {
  /** An atom or a bond. */
  readonly place: number;
  /** An element, an order, or another atom. */
  readonly value: number;
  /** Order of the new bond, where there is one. */
  readonly order: number;
}

/** What moves may put in, and how large the rings are that they close. */
export interface MoveRules {
  readonly alphabet: Alphabet;
  readonly maxRingSize: number;
}

/**
 * A type of moves on Kekulé structures. `list` has each possible move once, and depends on the structure alone, not on how its
 * atoms are numbered. Every move K → K′ of the type has exactly one move K′ → K in the list of the type `inverse`.
 */
export interface MoveType {
  readonly name: string;
  readonly inverse: string;
  readonly weight: number;
  list(graph: MolecularGraph, rules: MoveRules): ConcreteMove[];
  apply(graph: MolecularGraph, move: ConcreteMove): EditedGraph;
}

/** Hydrogens of an atom that keep to its lowest allowed valence for so many bonds; −1 where no valence is allowed. */
function regularHydrogens(graph: MolecularGraph, atom: number, bonds: number): number {
  return Math.max(-1, allowedValence(graph.atomicNumber[atom]!, graph.charge[atom]!, bonds) - bonds);
}

/**
 * Whether an atom may make `more` bonds for as many hydrogens (or give up −`more` for hydrogens), with hydrogens that are
 * regular before and after: then the way back is possible too. Sulfur cannot lose one bond of six this way and come to two.
 */
function canTrade(graph: MolecularGraph, atom: number, more: number): boolean {
  const hydrogens = graph.hydrogens[atom]!;
  const bonds = bondOrderSum(graph, atom);
  if (hydrogens < more || regularHydrogens(graph, atom, bonds) !== hydrogens) return false;
  return regularHydrogens(graph, atom, bonds + more) === hydrogens - more;
}

/**
 * Whether an atom is as `addAtom` makes it: an element of the list, neutral, unlabelled, of its lowest valence, without dative
 * bonds.
 */
function isPlain(graph: MolecularGraph, atom: number, elements: readonly number[]): boolean {
  const element = graph.atomicNumber[atom]!;
  if (graph.charge[atom] !== 0 || graph.isotope[atom] !== 0 || graph.mapNumber[atom] !== 0) return false;
  if (hasDativeBondAt(graph, atom)) return false;
  return elements.includes(element) && graph.hydrogens[atom] === smallestValence(element) - bondOrderSum(graph, atom);
}

function hasDativeBondAt(graph: MolecularGraph, atom: number): boolean {
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    if (graph.bondOrder[graph.neighbourBond[k]!] === dativeBond) return true;
  }
  return false;
}

const appendAtom: MoveType = {
  name: 'append-atom',
  inverse: 'delete-atom',
  weight: 0.2,
  list: (graph, { alphabet }) => {
    const moves: ConcreteMove[] = [];
    for (let place = 0; place < graph.atomCount; place++) {
      for (let order = 1; order <= 3; order++) {
        if (!canTrade(graph, place, order)) continue;
        for (const value of alphabet.terminal[order - 1]!) moves.push({ place, value, order });
      }
    }
    return moves;
  },
  apply: (graph, { place, value, order }) => {
    const edited = EditedGraph.of(graph, 1, 1);
    edited.bond(place, edited.addAtom(value), order);
    return edited;
  },
};

const deleteAtom: MoveType = {
  name: 'delete-atom',
  inverse: 'append-atom',
  weight: 0.2,
  list: (graph, { alphabet }) => {
    const moves: ConcreteMove[] = [];
    for (let place = 0; place < graph.atomCount; place++) {
      if (degree(graph, place) !== 1) continue;
      const start = graph.neighbourStart[place]!;
      const order = graph.bondOrder[graph.neighbourBond[start]!]!;
      const elements = alphabet.terminal[order - 1] ?? [];
      if (!isPlain(graph, place, elements) || !canTrade(graph, graph.neighbour[start]!, -order)) continue;
      moves.push({ place, value: 0, order });
    }
    return moves;
  },
  apply: (graph, { place }) => {
    const edited = EditedGraph.of(graph, 0, 0);
    edited.removeAtom(place);
    return edited;
  },
};

const changeElement: MoveType = {
  name: 'change-element',
  inverse: 'change-element',
  weight: 0.2,
  list: (graph, { alphabet }) => {
    const moves: ConcreteMove[] = [];
    for (let place = 0; place < graph.atomCount; place++) {
      if (!isPlain(graph, place, alphabet.elements)) continue;
      const bonds = bondOrderSum(graph, place);
      for (const value of alphabet.elements) {
        if (value === graph.atomicNumber[place] || smallestValence(value) < bonds) continue;
        moves.push({ place, value, order: 0 });
      }
    }
    return moves;
  },
  apply: (graph, { place, value }) => {
    const edited = EditedGraph.of(graph, 0, 0);
    edited.changeElement(place, value);
    return edited;
  },
};

const changeOrder: MoveType = {
  name: 'change-order',
  inverse: 'change-order',
  weight: 0.2,
  list: (graph) => {
    const moves: ConcreteMove[] = [];
    for (let place = 0; place < graph.bondCount; place++) {
      for (let order = 1; order <= 3; order++) {
        const more = order - graph.bondOrder[place]!;
        if (more === 0 || graph.bondOrder[place]! > 3) continue;
        if (!canTrade(graph, graph.bondBegin[place]!, more) || !canTrade(graph, graph.bondEnd[place]!, more)) continue;
        moves.push({ place, value: 0, order });
      }
    }
    return moves;
  },
  apply: (graph, { place, order }) => {
    const edited = EditedGraph.of(graph, 0, 0);
    edited.changeOrder(place, order);
    return edited;
  },
};

const insertAtom: MoveType = {
  name: 'insert-atom',
  inverse: 'remove-link',
  weight: 0.1,
  list: (graph, { alphabet }) => {
    const moves: ConcreteMove[] = [];
    for (let place = 0; place < graph.bondCount; place++) {
      if (graph.bondOrder[place] !== 1) continue;
      for (const value of alphabet.linking[0]!) moves.push({ place, value, order: 1 });
    }
    return moves;
  },
  apply: (graph, { place, value }) => {
    const edited = EditedGraph.of(graph, 1, 2);
    edited.putInto(place, edited.addAtom(value));
    return edited;
  },
};

const removeLink: MoveType = {
  name: 'remove-link',
  inverse: 'insert-atom',
  weight: 0.1,
  list: (graph, { alphabet }) => {
    const moves: ConcreteMove[] = [];
    for (let place = 0; place < graph.atomCount; place++) {
      if (degree(graph, place) !== 2 || bondOrderSum(graph, place) !== 2) continue;
      const start = graph.neighbourStart[place]!;
      if (bondBetween(graph, graph.neighbour[start]!, graph.neighbour[start + 1]!) !== -1) continue;
      if (isPlain(graph, place, alphabet.linking[0]!)) moves.push({ place, value: 0, order: 1 });
    }
    return moves;
  },
  apply: (graph, { place }) => {
    const edited = EditedGraph.of(graph, 0, 1);
    edited.takeOut(place);
    return edited;
  },
};

const closeRing: MoveType = {
  name: 'close-ring',
  inverse: 'open-ring',
  weight: 0.1,
  list: (graph, { maxRingSize }) => {
    const moves: ConcreteMove[] = [];
    const distances = distancesOf(graph);
    for (let place = 0; place < graph.atomCount; place++) {
      if (!canTrade(graph, place, 1)) continue;
      for (let value = place + 1; value < graph.atomCount; value++) {
        const size = distances[place * graph.atomCount + value]! + 1;
        if (size >= 3 && size <= maxRingSize && canTrade(graph, value, 1)) moves.push({ place, value, order: 1 });
      }
    }
    return moves;
  },
  apply: (graph, { place, value }) => {
    const edited = EditedGraph.of(graph, 0, 1);
    edited.bond(place, value, 1);
    return edited;
  },
};

const openRing: MoveType = {
  name: 'open-ring',
  inverse: 'close-ring',
  weight: 0.1,
  list: (graph) => {
    const moves: ConcreteMove[] = [];
    const inCycle = bondCycleMembership(graph);
    for (let place = 0; place < graph.bondCount; place++) {
      if (inCycle[place] === 0 || graph.bondOrder[place] !== 1) continue;
      if (!canTrade(graph, graph.bondBegin[place]!, -1) || !canTrade(graph, graph.bondEnd[place]!, -1)) continue;
      moves.push({ place, value: 0, order: 0 });
    }
    return moves;
  },
  apply: (graph, { place }) => {
    const edited = EditedGraph.of(graph, 0, 0);
    edited.unbond(place);
    return edited;
  },
};

/** All types, each with its inverse among them. */
export const moveTypes: readonly MoveType[] = [
  appendAtom,
  deleteAtom,
  changeElement,
  changeOrder,
  insertAtom,
  removeLink,
  closeRing,
  openRing,
];

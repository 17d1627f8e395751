import { type AtomRecord, type BondRecord, buildGraph } from './build-graph.js';
import { valencesOf } from './elements.js';
import { aromaticBond, dativeBond, type MolecularGraph } from './molecular-graph.js';
import { isAcceptor } from './valence.js';

/**
 * Bemis–Murcko scaffold: ring systems and the chains between them, with atoms that a multiple bond ties to either, as in
 * RDKit's `GetScaffoldForMol`. Cut bonds are filled with hydrogens; a molecule without rings gives an empty graph.
 * A cycle that dative bonds close counts as a ring here, as in RDKit 2022.09 (later versions keep of chelates what lies on
 * some shortest path, which depends on the order of the atoms). Tetrahedral tags stay where no neighbour was lost. RDKit leaves a charged side atom that loses a neighbour, as the
 * substituted nitrogen of an amidinium, short of a hydrogen; here it is filled like any other.
 * @see Bemis & Murcko, J. Med. Chem. 39, 2887 (1996).
 */
export function murckoScaffold(graph: MolecularGraph): MolecularGraph {
  return inducedSubgraph(graph, scaffoldAtoms(graph));
}

/** [n], 1 for the atoms of the Bemis–Murcko scaffold. */
export function scaffoldAtoms(graph: MolecularGraph): Uint8Array {
  const kept = frameworkAtoms(graph);
  const scaffold = kept.slice();
  for (let b = 0; b < graph.bondCount; b++) {
    const order = graph.bondOrder[b]!;
    if (order === 1 || order === aromaticBond || order === dativeBond) continue;
    const begin = graph.bondBegin[b]!;
    const end = graph.bondEnd[b]!;
    if (kept[begin] === 1) scaffold[end] = 1;
    if (kept[end] === 1) scaffold[begin] = 1;
  }
  return scaffold;
}

/**
 * The generic framework: every atom of the scaffold a carbon, every bond single, multiply bonded side atoms included, as
 * RDKit's `MakeScaffoldGeneric` of the scaffold.
 * @remarks Carbons of more than four bonds, as from a hypervalent sulphur, are left as they are, without hydrogens.
 */
export function genericFramework(graph: MolecularGraph): MolecularGraph {
  const scaffold = murckoScaffold(graph);
  const degrees = new Uint8Array(scaffold.atomCount);
  const bonds: BondRecord[] = [];
  for (let b = 0; b < scaffold.bondCount; b++) {
    const begin = scaffold.bondBegin[b]!;
    const end = scaffold.bondEnd[b]!;
    degrees[begin]!++;
    degrees[end]!++;
    bonds.push({ begin, end, order: 1 });
  }
  const atoms = Array.from(degrees, (degree) => ({ atomicNumber: 6, hydrogens: Math.max(0, 4 - degree) }));
  return buildGraph(atoms, bonds);
}

/**
 * The graph of some atoms and the bonds among them; each lost bond is filled with as many hydrogens as its order, an
 * aromatic one with one, a dative one with one at the acceptor. Metals, which take any valence, are left bare. Indices ascend as before.
 * @param isKept - [n], 1 for the atoms to keep.
 */
export function inducedSubgraph(graph: MolecularGraph, isKept: Uint8Array): MolecularGraph {
  const index = new Int32Array(graph.atomCount).fill(-1);
  const atoms: AtomRecord[] = [];
  for (let a = 0; a < graph.atomCount; a++) {
    if (isKept[a] === 0) continue;
    index[a] = atoms.length;
    atoms.push(keptAtom(graph, a, isKept));
  }
  const bonds: BondRecord[] = [];
  for (let b = 0; b < graph.bondCount; b++) {
    const begin = index[graph.bondBegin[b]!]!;
    const end = index[graph.bondEnd[b]!]!;
    if (begin < 0 || end < 0) continue;
    const isWhole =
      keepsNeighbours(graph, graph.bondBegin[b]!, isKept) && keepsNeighbours(graph, graph.bondEnd[b]!, isKept);
    bonds.push({ begin, end, order: graph.bondOrder[b]!, stereo: isWhole ? graph.bondStereo[b]! : 0 });
  }
  return buildGraph(atoms, bonds);
}

/** Ring atoms and the chains between rings: what is left after plucking ends off again and again. */
function frameworkAtoms(graph: MolecularGraph): Uint8Array {
  const kept = new Uint8Array(graph.atomCount).fill(1);
  const rest = new Uint16Array(graph.atomCount);
  const ends: number[] = [];
  for (let a = 0; a < graph.atomCount; a++) {
    rest[a] = graph.neighbourStart[a + 1]! - graph.neighbourStart[a]!;
    if (rest[a]! <= 1) ends.push(a);
  }
  while (ends.length > 0) {
    const atom = ends.pop()!;
    kept[atom] = 0;
    for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
      const other = graph.neighbour[k]!;
      if (kept[other] === 1 && --rest[other]! === 1) ends.push(other);
    }
  }
  return kept;
}

function keptAtom(graph: MolecularGraph, a: number, isKept: Uint8Array): AtomRecord {
  return {
    atomicNumber: graph.atomicNumber[a]!,
    charge: graph.charge[a]!,
    hydrogens: graph.hydrogens[a]! + hydrogensForLost(graph, a, isKept),
    isotope: graph.isotope[a]!,
    aromatic: graph.aromatic[a] === 1,
    chirality: keepsNeighbours(graph, a, isKept) ? graph.chirality[a]! : 0,
    mapNumber: graph.mapNumber[a]!,
  };
}

function keepsNeighbours({ neighbourStart, neighbour }: MolecularGraph, a: number, isKept: Uint8Array): boolean {
  for (let k = neighbourStart[a]!; k < neighbourStart[a + 1]!; k++) if (isKept[neighbour[k]!] === 0) return false;
  return true;
}

/** Hydrogens that replace the bonds that an atom loses. */
function hydrogensForLost(graph: MolecularGraph, a: number, isKept: Uint8Array): number {
  if (valencesOf(graph.atomicNumber[a]!).length === 0) return 0;
  let hydrogens = 0;
  for (let k = graph.neighbourStart[a]!; k < graph.neighbourStart[a + 1]!; k++) {
    if (isKept[graph.neighbour[k]!] === 1) continue;
    const bond = graph.neighbourBond[k]!;
    const order = graph.bondOrder[bond]!;
    if (order < aromaticBond) hydrogens += order;
    else if (order === aromaticBond || isAcceptor(graph, a, bond)) hydrogens++;
  }
  return hydrogens;
}

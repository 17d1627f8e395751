import { fromSmiles } from '../graph/parse-smiles.js';
import { bondCycleMembership } from '../graph/ring-membership.js';
import { draw, drawPlace, isLoose, isOpen } from './edit-parent.js';
import { EditedGraph } from './edited-graph.js';
import { reach } from './fragment.js';
import type { Mutation } from './mutation.js';

/**
 * The rings most frequent in approved drugs, in Kekulé form; a place of attachment is any atom with a hydrogen.
 * @see Taylor, MacCoss & Lawson, J. Med. Chem. 57, 5845 (2014).
 */
const commonRings = [
  'C1=CC=CC=C1',
  'C1=CC=NC=C1',
  'C1CCNCC1',
  'C1CNCCN1',
  'C1CCCCC1',
  'C1CCOCC1',
  'C1=CNC=N1',
  'C1CCNC1',
  'C1=CSC=N1',
  'C1=CN=CN=C1',
  'C1COCCN1',
  'C1CC1',
  'C1CCCC1',
  'C1=CNN=C1',
  'C1=CSC=C1',
].map(fromSmiles);

/** Attaches a common ring to an atom with a hydrogen. */
export const attachRing: Mutation = (parent, rng) => {
  const { graph } = parent;
  const at = drawPlace(rng, graph.atomCount, (atom) => isOpen(parent, atom) && graph.hydrogens[atom]! >= 1);
  const ring = draw(rng, commonRings)!;
  const end = drawPlace(rng, ring.atomCount, (atom) => ring.hydrogens[atom]! >= 1);
  if (at === -1) return undefined;
  const edited = EditedGraph.of(graph, ring.atomCount, ring.bondCount + 1);
  edited.bond(at, edited.append(ring) + end, 1);
  return edited;
};

/**
 * Moves a group that hangs on a single bond to another atom with a hydrogen.
 * @see Leguy et al., J. Cheminform. 12, 55 (2020), "move functional group".
 */
export const moveGroup: Mutation = (parent, rng) => {
  const { graph } = parent;
  const inCycle = bondCycleMembership(graph);
  const bond = drawPlace(
    rng,
    graph.bondCount,
    (index) => graph.bondOrder[index] === 1 && inCycle[index] === 0 && isLoose(parent, index),
  );
  if (bond === -1) return undefined;
  const isForward = rng.uniform() < 0.5;
  const anchor = isForward ? graph.bondBegin[bond]! : graph.bondEnd[bond]!;
  const end = isForward ? graph.bondEnd[bond]! : graph.bondBegin[bond]!;
  const group = reach(graph, end, [bond]);
  if (parent.core !== undefined && group.some((isIn, atom) => isIn === 1 && parent.core?.frozen[atom] === 1)) {
    return undefined;
  }
  const to = drawPlace(rng, graph.atomCount, (atom) => {
    return group[atom] === 0 && atom !== anchor && isOpen(parent, atom) && graph.hydrogens[atom]! >= 1;
  });
  if (to === -1) return undefined;
  const edited = EditedGraph.of(graph, 0, 1);
  edited.unbond(bond);
  edited.bond(to, end, 1);
  return edited;
};

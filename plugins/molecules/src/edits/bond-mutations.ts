import { distancesOf } from '../graph/distances.js';
import { bondCycleMembership } from '../graph/ring-membership.js';
import { canRejoin, drawPlace, type EditParent, isLoose, isOpen } from './edit-parent.js';
import { EditedGraph } from './edited-graph.js';
import type { Mutation } from './mutation.js';

/** Makes a bond one order higher or lower. */
export const changeBondOrder: Mutation = (parent, rng) => {
  const { graph } = parent;
  const step = rng.uniform() < 0.5 ? 1 : -1;
  const bond = drawPlace(rng, graph.bondCount, (index) => {
    const order = graph.bondOrder[index]!;
    if (!isLoose(parent, index)) return false;
    if (step === -1) return order > 1;
    return order < 3 && hasHydrogen(parent, graph.bondBegin[index]!) && hasHydrogen(parent, graph.bondEnd[index]!);
  });
  if (bond === -1) return undefined;
  const edited = EditedGraph.of(graph, 0, 0);
  edited.changeOrder(bond, graph.bondOrder[bond]! + step);
  return edited;
};

/** Opens a ring by cutting one of its bonds. */
export const cutRing: Mutation = (parent, rng) => {
  const { graph } = parent;
  const inCycle = bondCycleMembership(graph);
  const bond = drawPlace(rng, graph.bondCount, (index) => inCycle[index] === 1 && isLoose(parent, index));
  if (bond === -1) return undefined;
  const edited = EditedGraph.of(graph, 0, 0);
  edited.unbond(bond);
  return edited;
};

/** Closes a ring of three to six atoms (5 % three, 5 % four, 45 % five, 45 % six) by a single bond. */
export const addRing: Mutation = (parent, rng) => {
  const { graph } = parent;
  const u = rng.uniform();
  const size = u < 0.05 ? 3 : u < 0.1 ? 4 : u < 0.55 ? 5 : 6;
  const from = drawPlace(rng, graph.atomCount, (atom) => isOpen(parent, atom) && hasHydrogen(parent, atom));
  if (from === -1) return undefined;
  const distances = distancesOf(graph).subarray(from * graph.atomCount, (from + 1) * graph.atomCount);
  const to = drawPlace(
    rng,
    graph.atomCount,
    (atom) => distances[atom] === size - 1 && canRejoin(parent, from, atom) && hasHydrogen(parent, atom),
  );
  if (to === -1) return undefined;
  const edited = EditedGraph.of(graph, 0, 1);
  edited.bond(from, to, 1);
  return edited;
};

function hasHydrogen({ graph }: EditParent, atom: number): boolean {
  return graph.hydrogens[atom]! >= 1;
}

import { appendAtom, changeAtom, deleteAtom, insertAtom, oxidise } from './atom-mutations.js';
import { addRing, changeBondOrder, cutRing } from './bond-mutations.js';
import { attachRing, moveGroup } from './group-mutations.js';
import type { WeightedMutation } from './mutation.js';

/**
 * All mutations. The first seven have the frequencies, among themselves, of the graph-based genetic algorithm of Jensen,
 * Chem. Sci. 10, 3567 (2019). Unlike there, every place is one where the valences allow the change.
 */
export const mutations: readonly WeightedMutation[] = [
  { name: 'append-atom', mutate: appendAtom, weight: 0.15 },
  { name: 'insert-atom', mutate: insertAtom, weight: 0.15 },
  { name: 'delete-atom', mutate: deleteAtom, weight: 0.14 },
  { name: 'change-atom', mutate: changeAtom, weight: 0.15 },
  { name: 'change-bond-order', mutate: changeBondOrder, weight: 0.14 },
  { name: 'cut-ring', mutate: cutRing, weight: 0.14 },
  { name: 'add-ring', mutate: addRing, weight: 0.13 },
  { name: 'oxidise', mutate: oxidise, weight: 0.03 },
  { name: 'attach-ring', mutate: attachRing, weight: 0.07 },
  { name: 'move-group', mutate: moveGroup, weight: 0.14 },
];

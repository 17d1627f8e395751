import type { Rng } from '@basin/core';
import type { EditParent } from './edit-parent.js';
import type { EditedGraph } from './edited-graph.js';

/** Changes a molecule at a random place; undefined where it has no such place. Valences stay complete. */
export type Mutation = (parent: EditParent, rng: Rng) => EditedGraph | undefined;

/** A mutation and how often it is tried, against the sum of all weights. */
export interface WeightedMutation {
  readonly name: string;
  readonly mutate: Mutation;
  readonly weight: number;
}

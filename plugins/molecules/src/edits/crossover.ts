import { type Awaitable, defineProposal, type Offspring, type Rng, type Variation } from '@basin/core';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { assembleChildren, type Draftling } from './assemble-children.js';
import { type EditOptions, editOptionsSchema } from './edit-options.js';
import { EditableMolecule } from './editable-molecule.js';
import { FrozenCore } from './frozen-core.js';
import { isPlausible } from './plausibility.js';
import { recombineChains, recombineRings } from './recombination.js';

/** Joins parts of two molecules, cut between rings or through them, half of the time each. */
export class MoleculeCrossover implements Variation<MoleculeBatch> {
  readonly #options: EditOptions;
  readonly #workerCount: number;
  readonly #core: FrozenCore | undefined;

  constructor(options: EditOptions, workerCount: number) {
    this.#options = options;
    this.#workerCount = workerCount;
    this.#core = options.core === undefined ? undefined : new FrozenCore(options.core);
  }

  /** Child r is drawn from `rng.split(r)`, so that it does not depend on its neighbours. */
  vary(rng: Rng, parents: MoleculeBatch, partners: MoleculeBatch): Awaitable<Offspring<MoleculeBatch>> {
    const draftlings: Draftling[] = [];
    for (let row = 0; row < parents.smiles.length; row++) {
      const graph = this.#recombined(parents.graph(row), partners.graph(row), rng.split(row));
      if (graph !== undefined) draftlings.push({ graph, parent: row });
    }
    const pool = sharedRdkitPool(this.#workerCount);
    return assembleChildren(pool, parents, draftlings, (graph) => this.#core?.find(graph) !== undefined || !this.#core);
  }

  #recombined(first: MolecularGraph, second: MolecularGraph, rng: Rng): MolecularGraph | undefined {
    const core = this.#core?.find(first);
    const left = EditableMolecule.of(first, core?.frozen, core?.attachable);
    const right = EditableMolecule.of(second);
    if (left === undefined || right === undefined) return undefined;
    for (let attempt = 0; attempt < this.#options.attempts; attempt++) {
      const recombine = rng.uniform() < 0.5 ? recombineChains : recombineRings;
      const graph = recombine(left, right, rng)?.draft.toGraph();
      if (graph !== undefined && isPlausible(graph, this.#options)) return graph;
    }
    return undefined;
  }
}

export const crossover = defineProposal<MoleculeBatch, EditOptions>({
  name: 'molecules/crossover',
  space: 'molecule',
  role: 'variation',
  parentCount: 2,
  summary: 'A part of each of two molecules, cut between rings or through a ring, joined',
  details: 'With a core, the first parent gives the part that has it.',
  reference: 'Jensen, Chem. Sci. 10, 3567 (2019)',
  options: editOptionsSchema,
  example: { maxHeavyAtoms: 45 },
  create: (options, context) => {
    context.onDispose(closeRdkitPool);
    return new MoleculeCrossover(options, context.workerCount);
  },
});

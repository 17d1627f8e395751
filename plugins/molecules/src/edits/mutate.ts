import {
  AliasTable,
  type Awaitable,
  defineProposal,
  InvalidStateError,
  type Offspring,
  type Rng,
  type Variation,
} from '@basin/core';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { assembleChildren, type Draftling } from './assemble-children.js';
import { type EditOptions, editOptionsSchema } from './edit-options.js';
import { EditableMolecule } from './editable-molecule.js';
import { FrozenCore } from './frozen-core.js';
import { mutations } from './mutations.js';
import { isPlausible } from './plausibility.js';

const table = new AliasTable(Float64Array.from(mutations, ({ weight }) => weight));

/** Random single edits of molecules. */
export class MoleculeMutation implements Variation<MoleculeBatch> {
  readonly #options: EditOptions;
  readonly #workerCount: number;
  readonly #core: FrozenCore | undefined;

  constructor(options: EditOptions, workerCount: number) {
    this.#options = options;
    this.#workerCount = workerCount;
    this.#core = options.core === undefined ? undefined : new FrozenCore(options.core);
  }

  /** Child r is drawn from `rng.split(r)`, so that it does not depend on its neighbours. */
  vary(rng: Rng, parents: MoleculeBatch): Awaitable<Offspring<MoleculeBatch>> {
    const draftlings: Draftling[] = [];
    for (let row = 0; row < parents.smiles.length; row++) {
      const graph = this.#mutated(parents.graph(row), rng.split(row), row);
      if (graph !== undefined) draftlings.push({ graph, parent: row });
    }
    const pool = sharedRdkitPool(this.#workerCount);
    return assembleChildren(pool, parents, draftlings, (graph) => this.#core?.find(graph) !== undefined || !this.#core);
  }

  #mutated(parent: MolecularGraph, rng: Rng, row: number): MolecularGraph | undefined {
    const core = this.#core?.find(parent);
    if (this.#core !== undefined && core === undefined) {
      throw new InvalidStateError(row, `the molecule does not have the core '${this.#options.core}'`);
    }
    for (let attempt = 0; attempt < this.#options.attempts; attempt++) {
      const molecule = EditableMolecule.of(parent, core?.frozen, core?.attachable);
      if (molecule === undefined) return undefined;
      if (!mutations[table.draw(rng)]!.mutate(molecule, rng)) continue;
      const child = molecule.draft.toGraph();
      if (isPlausible(child, this.#options)) return child;
    }
    return undefined;
  }
}

export const mutate = defineProposal<MoleculeBatch, EditOptions>({
  name: 'molecules/mutate',
  space: 'molecule',
  role: 'variation',
  parentCount: 1,
  summary: 'One random edit: append, insert, delete or change an atom, change a bond order, add or cut a ring',
  details: 'Places are drawn among those where valences allow the edit; RDKit has the last word on every child.',
  reference: 'Jensen, Chem. Sci. 10, 3567 (2019)',
  options: editOptionsSchema,
  example: { maxHeavyAtoms: 45 },
  create: (options, context) => {
    context.onDispose(closeRdkitPool);
    return new MoleculeMutation(options, context.workerCount);
  },
});

import { type Awaitable, type Offspring, type Rng, type Variation, whenDone } from '@basin/core';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { toSmiles } from '../graph/write-smiles.js';
import { sharedRdkitPool } from '../rdkit/shared-pool.js';
import { type MoleculeBatch, moleculeBatch, takeMolecules } from '../space/molecule-batch.js';
import { type Alphabet, alphabetOf } from './alphabet.js';
import type { EditOptions } from './edit-options.js';
import { type EditParent, editParent } from './edit-parent.js';
import type { EditedGraph } from './edited-graph.js';
import { FrozenCore } from './frozen-core.js';
import { kekuleForm } from './kekule.js';
import { isPlausible } from './plausibility.js';

/** One try to make a child of a parent and its partner; undefined where nothing came of it. Parents stay as they are. */
export type Edit = (parent: EditParent, partner: EditParent, rng: Rng) => EditedGraph | undefined;

/**
 * Children by random edits. A child is a plausible Kekulé structure that RDKit accepts, that has the core where one is kept,
 * and that differs from its parent; parents that have no such child within the attempts, or no core, are passed over.
 *
 * @remarks 20 to 40 µs a child, and 0.2 ms of one RDKit worker.
 */
export class EditVariation implements Variation<MoleculeBatch> {
  readonly #edit: Edit;
  readonly #options: EditOptions;
  readonly #workerCount: number;
  readonly #core: FrozenCore | undefined;
  readonly #alphabet: Alphabet;

  constructor(edit: Edit, options: EditOptions, workerCount: number) {
    this.#edit = edit;
    this.#options = options;
    this.#workerCount = workerCount;
    this.#core = options.core === undefined ? undefined : new FrozenCore(options.core);
    this.#alphabet = alphabetOf(options.elements);
  }

  /** Child r is drawn from `rng.split(r)`, so that it does not depend on its neighbours. */
  vary(rng: Rng, parents: MoleculeBatch, partners: MoleculeBatch): Awaitable<Offspring<MoleculeBatch>> {
    const texts: string[] = [];
    const rows: number[] = [];
    for (let row = 0; row < parents.smiles.length; row++) {
      const child = this.edited(parents.graph(row), partners.graph(row), rng.split(row));
      if (child === undefined) continue;
      texts.push(toSmiles(child));
      rows.push(row);
    }
    if (rows.length === 0) return { batch: moleculeBatch([]), parents: new Int32Array(0) };
    return whenDone(sharedRdkitPool(this.#workerCount).canonicalise(texts), ({ canonical }) =>
      this.#children(parents, rows, canonical),
    );
  }

  /** A plausible Kekulé structure made of two molecules, before RDKit has seen it; undefined after too many attempts. */
  edited(parent: MolecularGraph, partner: MolecularGraph, rng: Rng): MolecularGraph | undefined {
    const first = this.#parent(parent, this.#core);
    const second = partner === parent ? first : this.#parent(partner, undefined);
    if (first === undefined || second === undefined) return undefined;
    for (let attempt = 0; attempt < this.#options.attempts; attempt++) {
      const child = this.#edit(first, second, rng)?.toGraph();
      if (child !== undefined && isPlausible(child, this.#options)) return child;
    }
    return undefined;
  }

  #parent(molecule: MolecularGraph, frozenCore: FrozenCore | undefined): EditParent | undefined {
    const { graph } = kekuleForm(molecule);
    const core = frozenCore?.find(molecule);
    if (graph === undefined || (frozenCore !== undefined && core === undefined)) return undefined;
    return editParent(graph, core, this.#alphabet);
  }

  #children(
    parents: MoleculeBatch,
    rows: readonly number[],
    canonical: readonly (string | undefined)[],
  ): Offspring<MoleculeBatch> {
    const children = moleculeBatch(canonical.map((smiles) => smiles ?? ''));
    const good: number[] = [];
    for (let child = 0; child < rows.length; child++) {
      if (canonical[child] === undefined || canonical[child] === parents.smiles[rows[child]!]) continue;
      if (this.#core === undefined || this.#core.find(children.graph(child)) !== undefined) good.push(child);
    }
    return {
      batch: takeMolecules(children, Int32Array.from(good)),
      parents: Int32Array.from(good, (child) => rows[child]!),
    };
  }
}

import type { Offspring } from '@basin/core';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { toSmiles } from '../graph/write-smiles.js';
import type { RdkitPool } from '../rdkit/rdkit-pool.js';
import { type MoleculeBatch, moleculeBatch, takeMolecules } from '../space/molecule-batch.js';

/** An edited molecule that RDKit has not seen yet, and its parent's row. */
export interface Draftling {
  readonly graph: MolecularGraph;
  readonly parent: number;
}

/**
 * Children as canonical molecules: what RDKit refuses, what `accepts` refuses, and what equals its parent is left out.
 *
 * @remarks About 0.26 ms of one worker per child.
 */
export async function assembleChildren(
  pool: RdkitPool,
  parents: MoleculeBatch,
  draftlings: readonly Draftling[],
  accepts: (graph: MolecularGraph) => boolean,
): Promise<Offspring<MoleculeBatch>> {
  const { canonical } = await pool.canonicalise(draftlings.map(({ graph }) => toSmiles(graph)));
  const children = moleculeBatch(canonical.map((smiles) => smiles ?? ''));
  const rows: number[] = [];
  canonical.forEach((smiles, row) => {
    if (smiles === undefined || smiles === parents.smiles[draftlings[row]!.parent]) return;
    if (accepts(children.graph(row))) rows.push(row);
  });
  return {
    batch: takeMolecules(children, Int32Array.from(rows)),
    parents: Int32Array.from(rows, (row) => draftlings[row]!.parent),
  };
}

import { InvalidStateError } from '@basin/core';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { fromSmiles } from '../graph/parse-smiles.js';

/** Molecules as canonical SMILES, with graphs made when they are asked for. Immutable. */
export interface MoleculeBatch {
  /** RDKit's canonical isomeric SMILES: the identity of each row. */
  readonly smiles: readonly string[];
  /**
   * The graph of a row, parsed by the first call. The same object ever after, also in what `takeMolecules` and
   * `concatMolecules` make of this batch, so that what is derived from it is computed once.
   *
   * @throws {InvalidStateError} no such row.
   * @throws {SmilesSyntaxError} a text that is no SMILES.
   */
  graph(row: number): MolecularGraph;
}

/** A batch of texts that are canonical already: what RDKit wrote, not what a person wrote. */
export function moleculeBatch(canonicalSmiles: readonly string[]): MoleculeBatch {
  return new LazyMolecules(canonicalSmiles.map((smiles) => ({ smiles, graph: undefined })));
}

/** The given rows, in the given order, repeats allowed; graphs are shared. */
export function takeMolecules(batch: MoleculeBatch, rows: Int32Array): MoleculeBatch {
  const molecules = moleculesOf(batch);
  return new LazyMolecules(Array.from(rows, (row) => moleculeAt(molecules, row)));
}

/** All rows of all batches; graphs are shared. */
export function concatMolecules(batches: readonly MoleculeBatch[]): MoleculeBatch {
  return new LazyMolecules(batches.flatMap(moleculesOf));
}

/** One molecule, shared by every batch that holds it. The graph is the only thing that is ever filled in. */
interface LazyMolecule {
  readonly smiles: string;
  graph: MolecularGraph | undefined;
}

class LazyMolecules implements MoleculeBatch {
  readonly smiles: readonly string[];
  readonly molecules: readonly LazyMolecule[];

  constructor(molecules: readonly LazyMolecule[]) {
    this.molecules = molecules;
    this.smiles = molecules.map((molecule) => molecule.smiles);
  }

  graph(row: number): MolecularGraph {
    const molecule = moleculeAt(this.molecules, row);
    molecule.graph ??= fromSmiles(molecule.smiles);
    return molecule.graph;
  }
}

function moleculeAt(molecules: readonly LazyMolecule[], row: number): LazyMolecule {
  const molecule = molecules[row];
  if (molecule === undefined) throw new InvalidStateError(row, `the batch has ${molecules.length} molecules`);
  return molecule;
}

function moleculesOf(batch: MoleculeBatch): readonly LazyMolecule[] {
  if (batch instanceof LazyMolecules) return batch.molecules;
  return batch.smiles.map((smiles, row) => ({ smiles, graph: batch.graph(row) }));
}

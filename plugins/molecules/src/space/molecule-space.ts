import {
  type Awaitable,
  type Columns,
  type Comparable,
  ConfigurationError,
  type CreationContext,
  type Decoded,
  type Drawable,
  type Drawing,
  defineStateSpace,
} from '@basin/core';
import { z } from 'zod';
import { similarityBy } from '../fingerprints/fingerprints.js';
import { defaultSmilesLimits, maximumHeavyAtoms, type SmilesLimits } from '../rdkit/guard.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import { decodeMolecules } from './decode-molecules.js';
import { concatMolecules, type MoleculeBatch, takeMolecules } from './molecule-batch.js';

const options = z.strictObject({
  column: z.string().min(1).default('smiles').describe('Text column that holds the SMILES'),
  maxHeavyAtoms: z
    .int()
    .min(1)
    .max(maximumHeavyAtoms)
    .default(defaultSmilesLimits.maxHeavyAtoms)
    .describe('Molecules with more atoms other than hydrogen are quarantined'),
  rowTimeoutMs: z.number().positive().default(2000).describe('Longest time RDKit may take for one molecule, ms'),
  keepStereo: z.boolean().default(true).describe('false drops stereocentres and double bond geometry'),
  components: z
    .enum(['all', 'largest'])
    .default('all')
    .describe("'largest' keeps the component with most heavy atoms, for example of a salt"),
});

/** Options of the molecule space, parsed. */
export type MoleculeSpaceOptions = z.infer<typeof options>;

const ecfp4Similarity = similarityBy('ecfp4');

/** Molecules with RDKit's canonical isomeric SMILES as identity. */
export class MoleculeSpace implements Drawable<MoleculeBatch>, Comparable<MoleculeBatch> {
  readonly kind = 'molecule';
  readonly similarityName = 'Tanimoto similarity of ECFP4 counts';
  readonly #options: MoleculeSpaceOptions;
  readonly #workerCount: number;

  constructor(options: MoleculeSpaceOptions, workerCount: number) {
    this.#options = options;
    this.#workerCount = workerCount;
  }

  size(batch: MoleculeBatch): number {
    return batch.smiles.length;
  }

  /** @throws {ConfigurationError} always: no distribution over all molecules is meant by 'random'. */
  random(): Awaitable<MoleculeBatch> {
    throw new ConfigurationError([
      {
        message:
          "there are no random molecules to start from; give the step an input table with a column of SMILES (for example 'examples/data/approved-drugs.smi')",
        path: [],
      },
    ]);
  }

  take(batch: MoleculeBatch, rows: Int32Array): MoleculeBatch {
    return takeMolecules(batch, rows);
  }

  concat(batches: readonly MoleculeBatch[]): MoleculeBatch {
    return concatMolecules(batches);
  }

  identity(batch: MoleculeBatch, row: number): string {
    return batch.smiles[row]!;
  }

  encode(batch: MoleculeBatch): Columns {
    return { [this.#options.column]: { type: 'text', values: batch.smiles } };
  }

  decode(columns: Columns): Promise<Decoded<MoleculeBatch>> {
    const { column, maxHeavyAtoms, rowTimeoutMs, keepStereo, components } = this.#options;
    return decodeMolecules(sharedRdkitPool(this.#workerCount), columns, column, {
      stereo: keepStereo,
      components,
      rowTimeoutMs,
      limits: limitsFor(maxHeavyAtoms),
    });
  }

  similarities(batch: MoleculeBatch, row: number, others: Int32Array): Float64Array {
    const graph = batch.graph(row);
    return Float64Array.from(others, (other) => ecfp4Similarity(graph, batch.graph(other)));
  }

  async draw(
    batch: MoleculeBatch,
    size: { readonly width: number; readonly height: number },
  ): Promise<readonly Drawing[]> {
    const { rowTimeoutMs, maxHeavyAtoms } = this.#options;
    const bounds = { rowTimeoutMs, limits: limitsFor(maxHeavyAtoms) };
    const drawings = await sharedRdkitPool(this.#workerCount).draw(batch.smiles, { ...size, ...bounds });
    return drawings.map((svg, row) => ({ svg: svg === '' ? blankSvg(size) : svg, alt: batch.smiles[row]! }));
  }
}

/** The other limits grow with the atoms that are allowed; a canonical text may be longer than the one that was read. */
function limitsFor(maxHeavyAtoms: number): SmilesLimits {
  return {
    ...defaultSmilesLimits,
    maxHeavyAtoms,
    maxLength: Math.max(defaultSmilesLimits.maxLength, 4 * maxHeavyAtoms),
    maxRingClosures: Math.max(defaultSmilesLimits.maxRingClosures, maxHeavyAtoms),
  };
}

function blankSvg({ width, height }: { readonly width: number; readonly height: number }): string {
  return `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'></svg>`;
}

export const moleculeSpace = defineStateSpace({
  name: 'molecules/molecule',
  kind: 'molecule',
  variables: 'none',
  summary: 'Molecules, read from SMILES and known by their canonical SMILES',
  details:
    'RDKit reads, checks and canonicalises every SMILES in a worker thread. A row that it refuses, that is too large, or that takes too long is quarantined with the reason. Duplicates stay. Sampling starts from the molecules of an input table.',
  reference: 'RDKit: Open-source cheminformatics, https://www.rdkit.org, doi:10.5281/zenodo.591637',
  options,
  example: { column: 'smiles', components: 'largest' },
  columns: ({ column }) => [column],
  create: (parsed: MoleculeSpaceOptions, context: CreationContext) => {
    context.onDispose(closeRdkitPool);
    return new MoleculeSpace(parsed, context.workerCount);
  },
});

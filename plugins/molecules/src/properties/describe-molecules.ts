import { InvalidStateError } from '@basin/core';
import { maximumHeavyAtoms, type SmilesLimits } from '../rdkit/guard.js';
import type { DescribedMolecules, RdkitPool } from '../rdkit/rdkit-pool.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';

/**
 * RDKit wrote these texts, of molecules that a space let through: only the largest that any space may let through is a
 * bound here. Molecules of 500 heavy atoms take up to a quarter of a second.
 */
const bounds = {
  rowTimeoutMs: 10_000,
  limits: {
    maxLength: 40 * maximumHeavyAtoms,
    maxHeavyAtoms: maximumHeavyAtoms,
    maxNesting: maximumHeavyAtoms,
    maxRingClosures: 4 * maximumHeavyAtoms,
    maxBracketLength: 64,
  } satisfies SmilesLimits,
};

/** Descriptors of batches still in use: several properties of one batch share the work. */
const described = new WeakMap<MoleculeBatch, Promise<DescribedMolecules>>();

/**
 * Why RDKit has no descriptors of a molecule, by SMILES. Who takes a batch apart to find its good rows asks for each of the
 * parts: what is known to be bad is said before any work.
 */
const faults = new Map<string, string>();
const rememberedFaults = 4096;

/**
 * RDKit's descriptors of every row, worked out once per batch.
 *
 * @param name - Of the property that asks, for the message.
 * @returns [rows, descriptorCount], row-major; NaN where RDKit has no such descriptor.
 * @throws {InvalidStateError} RDKit refuses a row, takes longer than 10 s for it, or dies at it.
 */
export async function describeMolecules(pool: RdkitPool, batch: MoleculeBatch, name: string): Promise<Float64Array> {
  const known = firstKnownFault(batch);
  if (known !== undefined) throw new InvalidStateError(known.row, `${name}: ${known.message}`);
  const { values, bad } = await describedOnce(pool, batch);
  const [first] = bad;
  if (first !== undefined) throw new InvalidStateError(first.row, `${name}: ${first.message}`);
  return values;
}

function firstKnownFault({ smiles }: MoleculeBatch): { readonly row: number; readonly message: string } | undefined {
  if (faults.size === 0) return undefined;
  const row = smiles.findIndex((text) => faults.has(text));
  return row < 0 ? undefined : { row, message: faults.get(smiles[row]!)! };
}

function describedOnce(pool: RdkitPool, batch: MoleculeBatch): Promise<DescribedMolecules> {
  const known = described.get(batch);
  if (known !== undefined) return known;
  const describing = describe(pool, batch);
  described.set(batch, describing);
  return describing;
}

async function describe(pool: RdkitPool, { smiles }: MoleculeBatch): Promise<DescribedMolecules> {
  const result = await pool.descriptors(smiles, bounds);
  if (faults.size + result.bad.length > rememberedFaults) faults.clear();
  for (const { row, message } of result.bad) faults.set(smiles[row]!, message);
  return result;
}

import { ConfigurationError, type CreationContext, type Definition } from '@basin/core';
import { checkRefusal } from '@basin/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { closeRdkitPool } from '../rdkit/shared-pool.js';
import { fingerprintSimilarity } from './fingerprint-similarity.js';
import { checkOptionMolecule, optionMolecule } from './option-molecule.js';
import { smilesText } from './option-notation.js';
import { scaffoldSimilarity } from './scaffold.js';

const context: CreationContext = { workerCount: 1, onDispose: () => undefined };

/** Text that this package reads and RDKit refuses. */
const refused: readonly (readonly [smiles: string, reason: string])[] = [
  ['C(C)(C)(C)(C)C', 'valence of C is 5, greater than permitted'],
  ['FF=O', 'valence of F is 3, greater than permitted'],
  ['c1cccc1', 'no Kekulé structure for the aromatic atoms 0 1 2 3 4'],
  ['C'.repeat(251), '251 heavy atoms; at most 250 are allowed'],
];

afterAll(closeRdkitPool);

describe('a molecule in an option', () => {
  it.each(refused)('is not %s, also where the notation is right', async (smiles, reason) => {
    expect(smilesText.safeParse(smiles).success).toBe(true);
    expect(await checkOptionMolecule('reference', smiles)).toEqual([
      { path: ['reference'], message: `'${smiles}' is no molecule: ${reason}` },
    ]);
  });

  it('is refused with the same fault when it is made', async () => {
    const [fault] = await checkOptionMolecule('reference', 'FF=O');
    const error = await optionMolecule('reference', 'FF=O', context).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).faults).toEqual([fault]);
  });

  it('passes where it can exist, asked alone or together with others', async () => {
    const good = ['CC(=O)Oc1ccccc1C(=O)O', '[Na+].[Cl-]', 'C[N+](C)(C)C'];
    const both = [...good, ...refused.map(([smiles]) => smiles)];
    const faults = await Promise.all(both.map((smiles) => checkOptionMolecule('reference', smiles)));
    expect(faults.map(({ length }) => length)).toEqual([0, 0, 0, 1, 1, 1, 1]);
    expect(await checkOptionMolecule('reference', good[0]!)).toEqual([]);
  });

  it.each([fingerprintSimilarity, scaffoldSimilarity])('is checked before any work by $name', async (definition) => {
    // An energy's options are its own; the kit hands it what its schema made.
    for (const [reference] of refused) await checkRefusal(definition as Definition, { reference });
  });
});

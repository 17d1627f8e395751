import { InvalidStateError } from '@basin/core';
import { afterAll, describe, expect, it } from 'vitest';
import { molecularDescriptors } from '../rdkit/descriptor-table.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import { moleculeBatch, takeMolecules } from '../space/molecule-batch.js';
import { MoleculeSpace } from '../space/molecule-space.js';
import { describeMolecules } from './describe-molecules.js';

afterAll(closeRdkitPool);

const kappa1 = molecularDescriptors.findIndex(({ name }) => name === 'kappa-1');

function valuesOf(batch: Parameters<typeof describeMolecules>[1]): Promise<Float64Array> {
  return describeMolecules(sharedRdkitPool(1), batch, 'molecules/kappa-1');
}

describe('describeMolecules', () => {
  it('describes whatever a space with its largest bounds lets through', async () => {
    const space = new MoleculeSpace(
      { column: 'smiles', maxHeavyAtoms: 500, rowTimeoutMs: 10_000, keepStereo: true, components: 'all' },
      1,
    );
    const smiles = ['C'.repeat(300), 'C'.repeat(500), 'CC(C)'.repeat(120), `C${'(C'.repeat(99)}${')'.repeat(99)}`];
    const { batch, bad } = await space.decode({ smiles: { type: 'text', values: smiles } });
    expect(bad).toEqual([]);
    const values = await valuesOf(batch);
    // Chains of n carbons have P1 = n − 1 paths: κ1 = n (n − 1)² / (n − 1)² = n (Hall & Kier, Rev. Comput. Chem. 2, 367, 1991).
    const found = smiles.map((_, row) => values[row * molecularDescriptors.length + kappa1]);
    expect(found[0]).toBeCloseTo(300, 6);
    expect(found[1]).toBeCloseTo(500, 6);
    expect(found.every(Number.isFinite)).toBe(true);
  });

  it('says which row RDKit refuses, why, and for which property, again for every part of the batch', async () => {
    const batch = moleculeBatch(['C', 'N(C)(C)(C)(C)C', 'CC', 'c1cccc1']);
    const fault = (row: number, message: string) => expect.objectContaining({ row, message });
    const valence = 'molecules/kappa-1: valence of N is 5, greater than permitted';
    await expect(valuesOf(batch)).rejects.toThrow(InvalidStateError);
    await expect(valuesOf(batch)).rejects.toThrow(fault(1, `row 1: ${valence}`));
    await expect(valuesOf(takeMolecules(batch, Int32Array.of(2, 1)))).rejects.toThrow(fault(1, `row 1: ${valence}`));
    await expect(valuesOf(takeMolecules(batch, Int32Array.of(0, 2, 3)))).rejects.toThrow(
      /^row 2: molecules\/kappa-1: no Kek/,
    );
    const good = await valuesOf(takeMolecules(batch, Int32Array.of(0, 2)));
    expect(good[molecularDescriptors.length + kappa1]).toBeCloseTo(2, 6);
  });
});

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { molecularDescriptors } from './descriptor-table.js';
import { computeDescriptors, descriptorCount } from './descriptors.js';
import { loadRdkit, type Rdkit, withMolecule } from './rdkit-module.js';

interface DescriptorFixture {
  readonly rows: readonly { readonly smiles: string; readonly values: Readonly<Record<string, number>> }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/descriptors.json', import.meta.url), 'utf8'),
) as DescriptorFixture;

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

describe('computeDescriptors', () => {
  it.each(fixture.rows)('agrees with RDKit’s Python on $smiles', ({ smiles, values }) => {
    const out = new Float64Array(2 * descriptorCount).fill(Number.NaN);
    expect(computeDescriptors(rdkit, smiles, out, descriptorCount)).toBeUndefined();
    expect(out.subarray(0, descriptorCount).every(Number.isNaN)).toBe(true);
    molecularDescriptors.forEach(({ key }, index) => {
      if (key === 'NumHBA') return;
      expect(out[descriptorCount + index], key).toBeCloseTo(values[key]!, 3);
    });
  });
});

it('counts acceptors as Gobbi and Poppinger do: the two carbonyls and the bare nitrogen of caffeine', () => {
  const out = new Float64Array(descriptorCount);
  computeDescriptors(rdkit, 'CN1C=NC2=C1C(=O)N(C)C(=O)N2C', out, 0);
  expect(out[molecularDescriptors.findIndex(({ key }) => key === 'NumHBA')]).toBe(3);
});

describe('molecularDescriptors', () => {
  it('names exactly what RDKit gives, each once', () => {
    let keys: string[] = [];
    withMolecule(rdkit, 'CCO', (molecule) => {
      keys = Object.keys(JSON.parse(molecule.get_descriptors()) as object);
    });
    expect(molecularDescriptors.map(({ key }) => key).sort()).toEqual(keys.sort());
    expect(new Set(molecularDescriptors.map(({ name }) => name)).size).toBe(keys.length);
  });
});

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CanonicalForm, canonicalise, largestComponent, withoutStereo } from './canonicalise.js';
import { loadRdkit, type Rdkit } from './rdkit-module.js';

interface CanonicalFixture {
  readonly rows: readonly { readonly smiles: string; readonly canonical: string | null }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/canonical-smiles.json', import.meta.url), 'utf8'),
) as CanonicalFixture;

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

function canonicalOf(smiles: string, form: CanonicalForm = {}): string | null {
  let canonical: string | null = null;
  canonicalise(rdkit, smiles, form, (text) => {
    canonical = text;
  });
  return canonical;
}

describe('canonicalise', () => {
  it.each(fixture.rows)('$smiles is what RDKit’s Python makes of it', ({ smiles, canonical }) => {
    expect(canonicalOf(smiles)).toBe(canonical);
  });

  it.each(fixture.rows.filter(({ canonical }) => canonical !== null))('$canonical is its own canonical form', (row) => {
    expect(canonicalOf(row.canonical!)).toBe(row.canonical);
  });

  it('gives the same text when hydrogens that are not there are looked for', () => {
    for (const { smiles } of fixture.rows) {
      const molecule = rdkit.module.get_mol(smiles);
      expect(molecule?.get_smiles() ?? null).toBe(canonicalOf(smiles));
      molecule?.delete();
    }
  });

  it('says why RDKit refuses a SMILES', () => {
    const reason = (smiles: string) => canonicalise(rdkit, smiles, {}, () => {});
    expect(reason('CN(C)(C)(C)C')).toBe('valence of N is 5, greater than permitted');
    expect(reason('C1CC')).toBe('unclosed ring');
    expect(reason('CC')).toBeUndefined();
  });

  it('drops stereo and keeps isotopes', () => {
    expect(canonicalOf('C[C@H](N)C(=O)O', { stereo: false })).toBe('CC(N)C(=O)O');
    expect(canonicalOf('F/C=C/[13CH3]', { stereo: false })).toBe('[13CH3]C=CF');
    expect(canonicalOf('F[C@TH1](Cl)(Br)I', { stereo: false })).toBe('FC(Cl)(Br)I');
  });

  it('keeps the largest component', () => {
    expect(canonicalOf('[Na+].CC(=O)[O-]', { components: 'largest' })).toBe('CC(=O)[O-]');
    expect(canonicalOf('OC(=O)CC.C[C@H](N)C(O)=O.Cl', { components: 'largest' })).toBe('C[C@H](N)C(=O)O');
  });
});

describe('largestComponent', () => {
  it('does not depend on the order of components', () => {
    expect(largestComponent('CCO.CCN.O')).toBe('CCN');
    expect(largestComponent('CCN.O.CCO')).toBe('CCN');
  });
});

describe('withoutStereo', () => {
  it('leaves hydrogen counts, charges and bonds', () => {
    expect(withoutStereo('[C@@H](F)([NH3+])/C=C/[Si@SP2H]')).toBe('[CH](F)([NH3+])C=C[SiH]');
  });
});

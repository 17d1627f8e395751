import { beforeAll, describe, expect, it } from 'vitest';
import { loadRdkit, type Rdkit, withMolecule } from './rdkit-module.js';
import { countHeavyAtoms, tallySmiles } from './smiles-tally.js';

describe('countHeavyAtoms', () => {
  let rdkit: Rdkit;
  beforeAll(async () => {
    rdkit = await loadRdkit();
  });

  it.each([
    'CC(=O)Oc1ccccc1C(=O)O',
    'ClCCBr',
    'B(O)(O)c1ccsc1',
    '[Na+].[Cl-]',
    '[H]C([H])([H])[2H]',
    '[He].[Hg+2].[Ho+3]',
    '[nH]1cccc1',
    'C%12CC%12C%(100)CC%(100)',
    '[se]1cccc1',
    'OP(=O)(O)OC[C@@H]1O[C@H](C[C@@H]1O)n1cc(I)c(=O)[nH]c1=O',
  ])('agrees with RDKit on %s', (smiles) => {
    let heavyAtoms = Number.NaN;
    withMolecule(rdkit, smiles, (molecule) => {
      heavyAtoms = molecule.get_num_atoms(true);
    });
    expect(countHeavyAtoms(smiles)).toBe(heavyAtoms);
  });
});

describe('tallySmiles', () => {
  it('counts dummy atoms, unlike RDKit', () => {
    expect(tallySmiles('*CC[*:1]').heavyAtoms).toBe(4);
  });

  it('counts labels, branches and brackets', () => {
    expect(tallySmiles('C1(C(C)%12)[13CH3]C1C%12%(123)')).toMatchObject({
      ringLabels: 5,
      openBranches: 0,
      deepest: 2,
      longestBracket: 5,
      bracketsMatch: true,
    });
  });
});

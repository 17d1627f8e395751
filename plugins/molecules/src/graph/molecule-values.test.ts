import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRdkit, type Rdkit } from '../rdkit/rdkit-module.js';
import { averageMass, exactMass, hillFormula } from './formula.js';
import { hybridisationOf } from './hybridisation.js';
import { fromSmiles } from './parse-smiles.js';
import { genericFramework, murckoScaffold } from './scaffold.js';
import { toSmiles } from './write-smiles.js';

/** Values of Python RDKit 2022.09.3; see `source` in the file. */
interface MoleculeValues {
  readonly smiles: string;
  readonly formula: string;
  readonly averageMass: number;
  readonly exactMass: number;
  readonly scaffold: string;
  readonly framework?: string;
  readonly hybridisation: string;
}

const { molecules } = JSON.parse(readFileSync(new URL('fixtures/molecules.json', import.meta.url), 'utf8')) as {
  readonly molecules: readonly MoleculeValues[];
};

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

function read(smiles: string, isomeric = true): string {
  const molecule = rdkit.module.get_mol(smiles);
  if (molecule === null) throw new Error(`RDKit refuses ${smiles}`);
  const text = molecule.get_smiles(JSON.stringify({ doIsomericSmiles: isomeric }));
  molecule.delete();
  return text;
}

describe.each(molecules)('$smiles', (values) => {
  it('has the formula and the masses', () => {
    const graph = fromSmiles(read(values.smiles));
    expect(hillFormula(graph)).toBe(values.formula);
    expect(averageMass(graph)).toBeCloseTo(values.averageMass, 5);
    expect(exactMass(graph)).toBeCloseTo(values.exactMass, 5);
  });

  it('has the scaffold and the framework', () => {
    const graph = fromSmiles(read(values.smiles));
    expect(read(toSmiles(murckoScaffold(graph)), false)).toBe(read(values.scaffold, false));
    if (values.framework === undefined) return;
    expect(read(toSmiles(genericFramework(graph)), false)).toBe(read(values.framework, false));
  });

  it('has the hybridisations', () => {
    // Read as it stands: the values are in the order of this text, which is aromatic only where RDKit finds it so too.
    const graph = fromSmiles(values.smiles);
    if (read(toSmiles(graph)) !== read(values.smiles) || !isWrittenAromatic(values.smiles)) return;
    expect(Array.from(hybridisationOf(graph)).join('')).toBe(values.hybridisation);
  });
});

/** Whether the text marks all the aromatic atoms that RDKit finds. */
function isWrittenAromatic(smiles: string): boolean {
  const count = (text: string) => fromSmiles(text).aromatic.reduce((sum, flag) => sum + flag, 0);
  return count(smiles) === count(read(smiles));
}

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRdkit, type Rdkit } from '../rdkit/rdkit-module.js';
import { aromaticBond } from './molecular-graph.js';
import { fromSmiles } from './parse-smiles.js';
import { aromaticRingCount, ringsOf } from './rings.js';
import { toSmiles } from './write-smiles.js';

/** RDKit here and now is the reference: the same molecules are read by both. */
const { molecules } = JSON.parse(readFileSync(new URL('fixtures/molecules.json', import.meta.url), 'utf8')) as {
  readonly molecules: readonly { readonly smiles: string }[];
};

/** The parts of RDKit's JSON that are compared; `defaults` fill what an atom leaves out. */
interface RdkitMolecule {
  readonly atoms: readonly {
    readonly z?: number;
    readonly impHs?: number;
    readonly chg?: number;
    readonly isotope?: number;
  }[];
  readonly extensions: readonly {
    readonly aromaticAtoms?: readonly number[];
    readonly aromaticBonds?: readonly number[];
    readonly atomRings?: readonly (readonly number[])[];
  }[];
}

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

function canonical(smiles: string): string {
  const molecule = rdkit.module.get_mol(smiles);
  if (molecule === null) throw new Error(`RDKit refuses ${smiles}`);
  const text = molecule.get_smiles();
  molecule.delete();
  return text;
}

function rdkitJson(smiles: string): RdkitMolecule {
  const molecule = rdkit.module.get_mol(smiles)!;
  const parsed = JSON.parse(molecule.get_json()) as { readonly molecules: readonly RdkitMolecule[] };
  molecule.delete();
  return parsed.molecules[0]!;
}

const sortedRings = (rings: readonly ArrayLike<number>[]) =>
  rings
    .map((ring) =>
      Array.from(ring)
        .sort((x, y) => x - y)
        .join(' '),
    )
    .sort();

describe('SMILES held to RDKit', () => {
  it('has enough molecules to mean something', () => {
    expect(molecules.length).toBeGreaterThan(200);
  });

  it.each(molecules)('writes back $smiles', ({ smiles }) => {
    const wanted = canonical(smiles);
    expect(canonical(toSmiles(fromSmiles(wanted)))).toBe(wanted);
  });

  it.each(molecules)('reads the atoms, hydrogens, aromaticity and rings of $smiles', ({ smiles }) => {
    const text = canonical(smiles);
    const graph = fromSmiles(text);
    const { atoms, extensions } = rdkitJson(text);
    expect(Array.from(graph.atomicNumber)).toEqual(atoms.map(({ z }) => z ?? 6));
    expect(Array.from(graph.hydrogens)).toEqual(atoms.map(({ impHs }) => impHs ?? 0));
    expect(Array.from(graph.charge)).toEqual(atoms.map(({ chg }) => chg ?? 0));
    expect(Array.from(graph.isotope)).toEqual(atoms.map(({ isotope }) => isotope ?? 0));
    const { aromaticAtoms = [], aromaticBonds = [], atomRings = [] } = extensions[0]!;
    expect(graph.aromatic.reduce((sum, flag) => sum + flag, 0)).toBe(aromaticAtoms.length);
    expect(graph.bondOrder.filter((order) => order === aromaticBond)).toHaveLength(aromaticBonds.length);
    expect(sortedRings(ringsOf(graph).atomRings)).toEqual(sortedRings(atomRings));
  });

  it('counts rings and aromatic rings as the descriptors do', () => {
    for (const { smiles } of molecules) {
      const text = canonical(smiles);
      const molecule = rdkit.module.get_mol(text)!;
      const descriptors = JSON.parse(molecule.get_descriptors()) as { NumRings: number; NumAromaticRings: number };
      molecule.delete();
      const graph = fromSmiles(text);
      expect([text, ringsOf(graph).atomRings.length]).toEqual([text, descriptors.NumRings]);
      expect([text, aromaticRingCount(graph)]).toEqual([text, descriptors.NumAromaticRings]);
    }
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { averageMass, exactMass } from '../graph/formula.js';
import { fromSmiles } from '../graph/parse-smiles.js';
import { atomPairs, ecfp4, ecfp6, fcfp4, similarityBy } from './fingerprints.js';
import type { SparseCounts } from './sparse-counts.js';

interface Molecule {
  readonly smiles: string;
  readonly ecfp4: Readonly<Record<string, number>>;
  readonly ecfp6: Readonly<Record<string, number>>;
  readonly fcfp4: Readonly<Record<string, number>>;
  readonly ap: Readonly<Record<string, number>>;
}

/** Sparse counts of RDKit 2022.09.3 by identifier; the files say with which calls. */
function readFixture<M>(name: string): readonly M[] {
  const text = readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
  // The files hold what their names say.
  return (JSON.parse(text) as { readonly molecules: readonly M[] }).molecules;
}

const molecules = readFixture<Molecule>('sparse-counts.json');
const isotopes = readFixture<Molecule & { readonly averageMass: number; readonly exactMass: number }>(
  'isotope-counts.json',
);

function asRecord({ keys, counts }: SparseCounts): Record<string, number> {
  return Object.fromEntries(Array.from(keys, (key, index) => [String(key), counts[index] ?? 0]));
}

describe.each([...molecules, ...isotopes])('$smiles', ({ smiles, ...expected }) => {
  const graph = fromSmiles(smiles);

  it('has the identifiers and counts of RDKit', () => {
    expect(asRecord(ecfp4(graph))).toEqual(expected.ecfp4);
    expect(asRecord(ecfp6(graph))).toEqual(expected.ecfp6);
    expect(asRecord(fcfp4(graph))).toEqual(expected.fcfp4);
    expect(asRecord(atomPairs(graph))).toEqual(expected.ap);
  });
});

it.each(isotopes)('$smiles has the masses of RDKit', ({ smiles, ...expected }) => {
  const graph = fromSmiles(smiles);
  expect(averageMass(graph)).toBeCloseTo(expected.averageMass, 5);
  expect(exactMass(graph)).toBeCloseTo(expected.exactMass, 5);
});

it('has the identifiers of methane with one deuterium', () => {
  expect(Object.keys(asRecord(ecfp4(fromSmiles('[2H]C'))))).toEqual(['1481020642', '2246733040', '4277593707']);
});

describe('similarityBy', () => {
  const aspirin = fromSmiles('CC(=O)Oc1ccccc1C(=O)O');

  it('is 1 for the molecule itself, whatever the fingerprint', () => {
    for (const name of ['ecfp4', 'ecfp6', 'fcfp4', 'fcfp6', 'atom-pair', 'pharmacophore'] as const) {
      expect(similarityBy(name)(aspirin, aspirin)).toBe(1);
    }
  });

  it('is 0 where a fingerprint is empty', () => {
    expect(similarityBy('pharmacophore')(fromSmiles('C'), aspirin)).toBe(0);
  });

  it('tells isotopes apart', () => {
    expect(similarityBy('ecfp4')(fromSmiles('[2H]C'), fromSmiles('[1H]C'))).toBeLessThan(1);
  });
});

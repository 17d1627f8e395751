import { readFileSync } from 'node:fs';
import type { Mol } from '@rdkit/rdkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { loadRdkit, type Rdkit } from '../rdkit/rdkit-module.js';
import { atomPairs, ecfp4, ecfp6, fcfp4 } from './fingerprints.js';
import { combineHash } from './morgan-hash.js';
import type { SparseCounts } from './sparse-counts.js';

interface Complex {
  readonly name: string;
  readonly smiles: string;
  readonly fcfp4: Readonly<Record<string, number>>;
}

const { molecules } = JSON.parse(
  readFileSync(new URL('../graph/fixtures/complexes.json', import.meta.url), 'utf8'),
) as { readonly molecules: readonly Complex[] };

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

/** RDKit here and now gives bits of folded fingerprints; a million of them leave next to nothing to chance. */
const bitCount = 2 ** 20;

function onesOf(smiles: string, fingerprint: (molecule: Mol) => Uint8Array): number[] {
  const molecule = rdkit.module.get_mol(smiles);
  if (molecule === null) throw new Error(`RDKit refuses ${smiles}`);
  const bytes = fingerprint(molecule);
  molecule.delete();
  return Array.from(bytes).flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1).map((bit) => 8 * at + bit),
  );
}

const morganOnes = (smiles: string, radius: number) =>
  onesOf(smiles, (molecule) => molecule.get_morgan_fp_as_uint8array(JSON.stringify({ radius, nBits: bitCount })));

const pairOnes = (smiles: string) =>
  onesOf(smiles, (molecule) =>
    molecule.get_atom_pair_fp_as_uint8array(JSON.stringify({ nBits: bitCount, minLength: 1, maxLength: 10 })),
  );

const ascending = (bits: Iterable<number>) => [...new Set(bits)].sort((x, y) => x - y);

/** As RDKit folds atom pairs: the two types and the distance hashed, four bits for at least 1, 2, 4 and 8 pairs. */
function foldPairs({ keys, counts }: SparseCounts): number[] {
  const folded = new Map<number, number>();
  keys.forEach((key, index) => {
    const [distance, low, high] = [key & 31, (key >>> 5) & 511, (key >>> 14) & 511];
    const hash = combineHash(combineHash(combineHash(0, low), distance), high) >>> 0;
    const slot = hash % (bitCount / 4);
    folded.set(slot, (folded.get(slot) ?? 0) + counts[index]!);
  });
  const bits = [...folded].flatMap(([slot, count]) =>
    [1, 2, 4, 8].flatMap((least, place) => (count >= least ? [4 * slot + place] : [])),
  );
  return ascending(bits);
}

describe.each(molecules)('$name', ({ smiles, fcfp4: features }) => {
  const graph = fromSmiles(smiles);

  it('has the circular environments of RDKit', () => {
    expect(ascending(ecfp4(graph).keys.map((key) => key % bitCount))).toEqual(morganOnes(smiles, 2));
    expect(ascending(ecfp6(graph).keys.map((key) => key % bitCount))).toEqual(morganOnes(smiles, 3));
  });

  it('has the atom pairs of RDKit', () => {
    expect(foldPairs(atomPairs(graph))).toEqual(pairOnes(smiles));
  });

  it('has the features of RDKit', () => {
    const { keys, counts } = fcfp4(graph);
    expect(Object.fromEntries(Array.from(keys, (key, index) => [String(key), counts[index]]))).toEqual(features);
  });
});

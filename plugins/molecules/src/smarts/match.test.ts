import { readFileSync } from 'node:fs';
import type { Mol } from '@rdkit/rdkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { loadRdkit, type Rdkit } from '../rdkit/rdkit-module.js';
import { compileSmarts } from './compile-smarts.js';
import { countMatches, firstAtomMatches, hasMatch, matches } from './match.js';
import { MatchLimitError } from './match-limit-error.js';

const { molecules } = JSON.parse(
  readFileSync(new URL('../graph/fixtures/molecules.json', import.meta.url), 'utf8'),
) as {
  readonly molecules: readonly { readonly smiles: string }[];
};
const { alerts, acceptors, features } = JSON.parse(
  readFileSync(new URL('fixtures/patterns.json', import.meta.url), 'utf8'),
) as {
  readonly alerts: readonly string[];
  readonly acceptors: readonly string[];
  readonly features: readonly string[];
};

/** One of each thing that the language has. */
const primitives = [
  ...[
    '*',
    'A',
    'a',
    '[#6]',
    '[C,c]',
    '[!#6;!#1]',
    '[D1]',
    '[D{2-3}]',
    '[X3]',
    '[v4]',
    '[v3]',
    '[H]',
    '[H2]',
    '[!H0]',
    '[h1]',
  ],
  ...[
    '[R]',
    '[R0]',
    '[R2]',
    '[r5]',
    '[!r]',
    '[r{5-6}]',
    '[x]',
    '[x3]',
    '[k5]',
    '[k6]',
    '[+]',
    '[-]',
    '[13C]',
    '[2H]',
    '[+0]',
  ],
  ...[
    '[^1]',
    '[^2]',
    '[^3]',
    '[z1]',
    '[z2]',
    '[Z0]',
    '[Z1]',
    '*~*',
    '*-*',
    '*=*',
    '*#*',
    '*:*',
    '*@*',
    '*!@*',
    'C!=!#*',
  ],
  ...['C/C=C/C', 'N[C@H](C)C', '[C,c].[N,n]', 'c1ccccc1', '[CH2][CH2]', '*~*(~*)~*', '[*]1~[*]~[*]~[*]~[*]1', '[c;R2]'],
  ...['[#7;!H0]', '[O;$(O-c),$(O=C)]', '[$(C=O)]-[$([NX3])]', '[*;!$(*#*)&!D1]-&!@[*;!$(*#*)&!D1]', '[$([$(C=O)]O)]'],
  ...['[#6]~[#7,#8;!$(*=*)]', '[v{3-4};X{2-3}]', '[!C;!c]', 'C%12CC%12', '[Se,se,Si,B]', '[!$(C)!$(c)]'],
  ...['[Se]', '[se]', '[Te]', '[te]', '[Si]', '[si]', '[As]', '[as]', '[!Se]', '[Si,Te;R]', '[B]', '[b]', '[P]', '[p]'],
];

/** Elements that a symbol in upper case finds in aromatic rings too, beside those that it does not. */
const metalloids = [
  'c1cc[te]c1',
  'c1ccc2[se]ccc2c1',
  'c1cc[siH]cc1',
  'C1=CC=[As]C=C1',
  'C[Te]C',
  'B1C=CC=CC=C1',
  'c1ccpcc1',
];

interface Subject {
  readonly smiles: string;
  readonly molecule: Mol;
}

let rdkit: Rdkit;
let subjects: Subject[];
beforeAll(async () => {
  rdkit = await loadRdkit();
  subjects = [...molecules.map(({ smiles }) => smiles), ...metalloids].map((smiles) => {
    const asWritten = rdkit.module.get_mol(smiles)!;
    const canonical = asWritten.get_smiles();
    asWritten.delete();
    return { smiles: canonical, molecule: rdkit.module.get_mol(canonical)! };
  });
});
afterAll(() => {
  for (const { molecule } of subjects) molecule.delete();
});

const atomSets = (found: readonly ArrayLike<number>[]) =>
  found
    .map((atoms) =>
      Array.from(atoms)
        .sort((x, y) => x - y)
        .join(' '),
    )
    .sort();

/** Atom sets that RDKit finds; without a match it gives an empty object. */
function rdkitSets(molecule: Mol, query: Mol): string[] {
  const found = JSON.parse(molecule.get_substruct_matches(query)) as { readonly atoms: number[] }[] | object;
  return atomSets(Array.isArray(found) ? found.map(({ atoms }) => atoms as number[]) : []);
}

describe('SMARTS held to RDKit', () => {
  it.each([...new Set([...alerts, ...acceptors, ...features, ...primitives])])('%s', (smarts) => {
    const query = rdkit.module.get_qmol(smarts)!;
    const pattern = compileSmarts(smarts);
    const beginning = compileSmarts(`[$(${smarts})]`);
    for (const { smiles, molecule } of subjects) {
      const wanted = rdkitSets(molecule, query);
      const graph = fromSmiles(smiles);
      expect([smiles, ...atomSets(matches(graph, pattern))]).toEqual([smiles, ...wanted]);
      expect(countMatches(graph, pattern)).toBe(wanted.length);
      expect(hasMatch(graph, pattern)).toBe(wanted.length > 0);
      const first = firstAtomMatches(graph, pattern);
      expect(matches(graph, beginning).map(([atom]) => atom)).toEqual(
        [...first.keys()].filter((atom) => first[atom] === 1),
      );
    }
    query.delete();
  });
});

describe('matches', () => {
  it('gives atoms in the order of the pattern', () => {
    const graph = fromSmiles('OCC');
    expect(matches(graph, compileSmarts('CCO')).map((atoms) => Array.from(atoms))).toEqual([[2, 1, 0]]);
  });

  it('counts every way, or every set of atoms, up to a limit', () => {
    const benzene = fromSmiles('c1ccccc1');
    const ring = compileSmarts('c1ccccc1');
    expect(countMatches(benzene, ring)).toBe(1);
    expect(countMatches(benzene, ring, { unique: false })).toBe(12);
    expect(countMatches(benzene, ring, { unique: false, max: 5 })).toBe(5);
    expect(countMatches(benzene, compileSmarts('cc'), { max: 0 })).toBe(0);
  });

  it('leaves nothing behind when it stops early', () => {
    const pattern = compileSmarts('[$(CO)]C');
    const graph = fromSmiles('OCCO');
    for (let i = 0; i < 3; i++) expect(hasMatch(graph, pattern)).toBe(true);
    expect(countMatches(graph, pattern, { unique: false })).toBe(2);
    expect(hasMatch(fromSmiles('CC'), pattern)).toBe(false);
  });

  it('gives up on a search without end, and is whole afterwards', () => {
    const cage = fromSmiles('C12C3C4C1C5C4C3C25');
    const lattice = fromSmiles(ladder(40));
    const path = compileSmarts(`${'*~'.repeat(60)}[$(*~*)]`);
    const everyPath = { unique: false, max: Number.POSITIVE_INFINITY };
    expect(() => countMatches(lattice, path, everyPath)).toThrow(MatchLimitError);
    expect(hasMatch(cage, compileSmarts('*1~*~*~*1'))).toBe(true);
    expect(() => countMatches(lattice, path, everyPath)).toThrow(MatchLimitError);
    expect(countMatches(lattice, compileSmarts('*~*'))).toBe(118);
  });
});

/** A ladder of n squares: 2n atoms, 3n − 2 bonds. */
function ladder(n: number): string {
  const first = Array.from({ length: n }, (_, i) => `C%(${i + 1})`).join('');
  const second = Array.from({ length: n }, (_, i) => `C%(${n - i})`).join('');
  return `${first}.${second}`;
}

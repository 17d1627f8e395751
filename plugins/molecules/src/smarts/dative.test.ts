import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { loadRdkit, type Rdkit } from '../rdkit/rdkit-module.js';
import { compileSmarts } from './compile-smarts.js';
import { countMatches, firstAtomMatches, matches } from './match.js';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const { molecules } = read('../graph/fixtures/complexes.json') as {
  readonly molecules: readonly { readonly name: string; readonly smiles: string }[];
};
const { alerts, acceptors, features } = read('fixtures/patterns.json') as Readonly<Record<string, readonly string[]>>;

const bonds = ['*-*', '*~*', '*@*', '*!@*', '*!-*', '**', '*->*', '*<-*', '[Pt]<-[N]', '[Pt]->[N]', '[#7]->[Pt,Ni,Cu]'];
const arrows = [
  '[N,n,P]->*',
  '[N,n,P]<-*',
  '[#6]->*',
  '[N]->[B]',
  'B<-[#7]',
  '*->*<-*',
  '[Pd](<-P)<-P',
  '[!#6]->[!#6]',
];
const cycles = [
  '[Pt]1~[N,O]~C~C~[N,O]~1',
  '[Cu]<-1NCCN->1',
  '*1~*~*~*~*~1',
  '*1~*~*~*~*~*1',
  '[$(*1~*~*~*~*~1)]',
  '[$(N->[Pt,Cu])]',
  '[$([Pt,Cu]<-N)]',
];
const atoms = [
  ...['[R]', '[R0]', '[R2]', '[r5]', '[r6]', '[x2]', '[x3]', '[k5]', '[h2]', '[H3]', '[D1]', '[D3]', '[D4]', '[D6]'],
  ...['[X3]', '[X4]', '[v0]', '[v1]', '[v2]', '[v3]', '[v4]', '[v5]', '[v6]', '[z1]', '[z2]', '[Z1]'],
  ...['[^0]', '[^1]', '[^2]', '[^3]', '[^4]', '[^5]'],
];

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

function rdkitCount(smiles: string, smarts: string): number {
  const molecule = rdkit.module.get_mol(smiles)!;
  const pattern = rdkit.module.get_qmol(smarts)!;
  const found: unknown = JSON.parse(molecule.get_substruct_matches(pattern));
  pattern.delete();
  molecule.delete();
  return Array.isArray(found) ? found.length : 0;
}

describe.each(molecules)('patterns in $name', ({ smiles }) => {
  it('occur as often as for RDKit', () => {
    const graph = fromSmiles(smiles);
    for (const smarts of [...bonds, ...arrows, ...cycles, ...atoms, ...alerts!, ...acceptors!, ...features!]) {
      const count = countMatches(graph, compileSmarts(smarts));
      expect([smarts, count]).toEqual([smarts, rdkitCount(smiles, smarts)]);
    }
  });
});

describe('arrows', () => {
  const graph = fromSmiles('N->[Pt](Cl)(Cl)<-NC');

  it('point from the donor to the acceptor, whichever atom is matched first', () => {
    expect(Array.from(firstAtomMatches(graph, compileSmarts('*->*')))).toEqual([1, 0, 0, 0, 1, 0]);
    expect(Array.from(firstAtomMatches(graph, compileSmarts('*<-*')))).toEqual([0, 1, 0, 0, 0, 0]);
    const found = matches(graph, compileSmarts('C[#7]->*'));
    expect(found.map((atoms) => Array.from(atoms))).toEqual([[5, 4, 1]]);
  });

  it.each([
    ['*-,->*', 5],
    ['[#7]-,->*', 3],
    ['*!->*', 3],
    ['*~;!->*', 3],
    ['[!$(*->*)]', 4],
  ])('are part of the logic of bonds: %s', (smarts, count) => {
    expect(countMatches(graph, compileSmarts(smarts))).toBe(count);
  });

  it('are read at ring closures from the atom that they stand at', () => {
    const chelate = fromSmiles('N->1CCN->[Cu]1');
    for (const smarts of ['N1CCN->[Cu]<-1', 'N->1CCN->[Cu]1']) {
      expect([smarts, countMatches(chelate, compileSmarts(smarts))]).toEqual([smarts, 1]);
    }
    expect(countMatches(chelate, compileSmarts('N1CCN->[Cu]->1'))).toBe(0);
  });
});

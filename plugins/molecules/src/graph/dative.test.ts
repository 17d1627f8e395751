import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRdkit, type Rdkit } from '../rdkit/rdkit-module.js';
import { automorphismCount } from './automorphisms.js';
import { hillFormula } from './formula.js';
import { dativeBond, type MolecularGraph } from './molecular-graph.js';
import { fromSmiles } from './parse-smiles.js';
import { bondCycleMembership, bondRingMembership } from './ring-membership.js';
import { ringsOf } from './rings.js';
import { murckoScaffold } from './scaffold.js';
import { toSmiles } from './write-smiles.js';

const { molecules } = JSON.parse(readFileSync(new URL('fixtures/complexes.json', import.meta.url), 'utf8')) as {
  readonly molecules: readonly {
    readonly name: string;
    readonly smiles: string;
    readonly formula: string;
    readonly scaffold?: string;
  }[];
};

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

function canonical(smiles: string, isomeric = true): string {
  const molecule = rdkit.module.get_mol(smiles);
  if (molecule === null) throw new Error(`RDKit refuses ${smiles}`);
  const text = molecule.get_smiles(JSON.stringify({ doIsomericSmiles: isomeric }));
  molecule.delete();
  return text;
}

/** What RDKit's JSON says of hydrogens, rings, and dative bonds from donor to acceptor. */
function reading(smiles: string) {
  const molecule = rdkit.module.get_mol(smiles)!;
  const { molecules: parsed } = JSON.parse(molecule.get_json()) as {
    readonly molecules: readonly {
      readonly atoms: readonly { readonly impHs?: number }[];
      readonly bonds: readonly { readonly bo?: number; readonly atoms: readonly number[] }[];
      readonly extensions: readonly { readonly atomRings?: readonly (readonly number[])[] }[];
    }[];
  };
  molecule.delete();
  const { atoms, bonds, extensions } = parsed[0]!;
  return {
    hydrogens: atoms.map(({ impHs }) => impHs ?? 0),
    dative: bonds.filter(({ bo }) => bo === dativeBond).map((bond) => bond.atoms.join('→')),
    rings: sorted(extensions[0]!.atomRings ?? []),
  };
}

const sorted = (rings: readonly ArrayLike<number>[]) =>
  rings.map((ring) => [...Array.from(ring)].sort((x, y) => x - y).join(' ')).sort();

/** Without carbon RDKit's formula starts with hydrogen, Hill's does not. */
const parts = (formula: string) => formula.match(/[A-Z][a-z]?\d*|[+-]\d*$/g)?.sort();

/** 'donor→acceptor' of each dative bond. */
function arrows({ bondCount, bondOrder, bondBegin, bondEnd }: MolecularGraph): string[] {
  const bonds = Array.from({ length: bondCount }, (_, bond) => bond).filter((bond) => bondOrder[bond] === dativeBond);
  return bonds.map((bond) => `${bondBegin[bond]}→${bondEnd[bond]}`);
}

describe.each(molecules)('$name', ({ smiles, formula, scaffold }) => {
  it('is read as RDKit reads it', () => {
    const graph = fromSmiles(smiles);
    const { hydrogens, dative, rings } = reading(smiles);
    expect(Array.from(graph.hydrogens)).toEqual(hydrogens);
    expect(arrows(graph).sort()).toEqual(dative.sort());
    expect(sorted(ringsOf(graph).atomRings)).toEqual(rings);
    expect(parts(hillFormula(graph))).toEqual(parts(formula));
  });

  it('is written back', () => {
    expect(canonical(smiles)).toBe(smiles);
    expect(canonical(toSmiles(fromSmiles(smiles)))).toBe(smiles);
  });

  if (scaffold === undefined) return;

  it('has the scaffold', () => {
    expect(canonical(toSmiles(murckoScaffold(fromSmiles(smiles))), false)).toBe(canonical(scaffold, false));
  });
});

describe('dative bonds', () => {
  it('run from the donor to the acceptor, whichever is written first, also at ring closures', () => {
    expect(arrows(fromSmiles('N->[Pt](<-N)Cl'))).toEqual(['0→1', '2→1']);
    const closures = ['N1CCN->[Cu]<-1', 'N->1CCN->[Cu]1', 'N1CCN->[Cu]<-1.O', 'N->1CCN->[Cu]<-1', 'N->%12CCN->[Cu]%12'];
    for (const text of closures) expect([text, arrows(fromSmiles(text)).sort()]).toEqual([text, ['0→4', '3→4']]);
  });

  it('take a valence of the acceptor alone', () => {
    const { hydrogens } = fromSmiles('B<-NC');
    expect(Array.from(hydrogens)).toEqual([2, 2, 3]);
  });

  it.each([
    ['N->1CCN->[Cu]->1', 15],
    ['N->', 3],
    ['->N', 0],
    ['N->->[Cu]', 3],
    ['N<[Cu]', 1],
  ])('are refused in %s', (smiles, index) => {
    expect(() => fromSmiles(smiles)).toThrow(`at character ${index + 1}`);
  });

  it('close cycles that are no rings', () => {
    const graph = fromSmiles('N1CC(C2CC2)N->[Cu]<-1');
    expect(Array.from(bondRingMembership(graph)).reduce((sum, one) => sum + one)).toBe(3);
    expect(Array.from(bondCycleMembership(graph)).reduce((sum, one) => sum + one)).toBe(8);
  });

  it('are known before fused rings are looked for', () => {
    expect(ringsOf(fromSmiles('[Cu]1<-n2cccc3ccc4cccn->1c4c32')).atomRings).toHaveLength(3);
  });

  it('break symmetry by their direction', () => {
    expect(automorphismCount(fromSmiles('[Cu]->[Cu]'))).toBe(1);
    expect(automorphismCount(fromSmiles('[Cu]-[Cu]'))).toBe(2);
    expect(automorphismCount(fromSmiles('N->[Pt](<-N)(Cl)Cl'))).toBe(4);
    expect(automorphismCount(fromSmiles('N->[Pt](->N)(Cl)Cl'))).toBe(2);
  });
});

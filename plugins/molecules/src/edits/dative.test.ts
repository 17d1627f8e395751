import { readFileSync } from 'node:fs';
import { randomStream } from '@basin/core';
import { afterAll, describe, expect, it } from 'vitest';
import { hillFormula } from '../graph/formula.js';
import { dativeBond, degree, type MolecularGraph } from '../graph/molecular-graph.js';
import { fromSmiles } from '../graph/parse-smiles.js';
import { toSmiles } from '../graph/write-smiles.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import { moleculeBatch } from '../space/molecule-batch.js';
import { editOptionsSchema } from './edit-options.js';
import { EditVariation } from './edit-variation.js';
import { mutateOnce } from './mutate.js';
import { recombine } from './recombination.js';

const { molecules } = JSON.parse(
  readFileSync(new URL('../graph/fixtures/complexes.json', import.meta.url), 'utf8'),
) as { readonly molecules: readonly { readonly smiles: string }[] };

const parents = moleculeBatch(molecules.map(({ smiles }) => smiles));
const count = parents.smiles.length;
const options = editOptionsSchema.parse({ maxHeavyAtoms: 100, maxRingSize: 20 });

afterAll(closeRdkitPool);

/** Donors and acceptors as they must stay: element, charge, hydrogens and number of neighbours. */
function dativeAtoms(graph: MolecularGraph): string[] {
  const describe = (atom: number) =>
    [graph.atomicNumber[atom], graph.charge[atom], graph.hydrogens[atom], degree(graph, atom)].join();
  const bonds = Array.from({ length: graph.bondCount }, (_, bond) => bond);
  return bonds
    .filter((bond) => graph.bondOrder[bond] === dativeBond)
    .map((bond) => `${describe(graph.bondBegin[bond]!)} → ${describe(graph.bondEnd[bond]!)}`)
    .sort();
}

interface Child {
  readonly parents: readonly MolecularGraph[];
  readonly graph: MolecularGraph;
  /** RDKit's reading, undefined if refused. */
  readonly canonical: string | undefined;
}

async function childrenOf(edit: typeof recombine, rounds: number): Promise<Child[]> {
  const variation = new EditVariation(edit, options, 1);
  const made: Omit<Child, 'canonical'>[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let row = 0; row < count; row++) {
      const [first, second] = [parents.graph(row), parents.graph((row * 7 + round) % count)];
      const graph = variation.edited(first, second, randomStream(round, 'dative').split(row));
      if (graph !== undefined) made.push({ parents: [first, second], graph });
    }
  }
  const { canonical } = await sharedRdkitPool(1).canonicalise(made.map(({ graph }) => toSmiles(graph)));
  return made.map((child, index) => ({ ...child, canonical: canonical[index] }));
}

describe.each([
  { name: 'mutation', edit: mutateOnce },
  { name: 'crossover', edit: recombine },
])('$name of complexes', async ({ name, edit }) => {
  const children = await childrenOf(edit, 60);

  it('makes molecules that RDKit takes, with the same atoms and hydrogens', () => {
    expect(children.length).toBeGreaterThan(1000);
    const off = children.filter(({ graph, canonical }) => {
      return canonical === undefined || hillFormula(fromSmiles(canonical)) !== hillFormula(graph);
    });
    expect(off.map(({ graph }) => toSmiles(graph))).toEqual([]);
  });

  it('leaves dative bonds and their atoms as they are', () => {
    for (const child of children) {
      const [first, second] = child.parents.map(dativeAtoms) as [string[], string[]];
      const kept = dativeAtoms(fromSmiles(child.canonical!));
      if (name === 'mutation') expect([child.canonical, kept]).toEqual([child.canonical, first]);
      else expect([...first, ...second]).toEqual(expect.arrayContaining(kept));
    }
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { toSmiles } from '../graph/write-smiles.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import { EditedGraph } from './edited-graph.js';

afterAll(closeRdkitPool);

async function canonical(smiles: string): Promise<string | undefined> {
  return (await sharedRdkitPool(1).canonicalise([smiles])).canonical[0];
}

type Change = (edited: EditedGraph) => void;

describe('EditedGraph', () => {
  it.each<[string, string, string, Change]>([
    ['bonds', 'CC.O', 'CCO', (edited) => edited.bond(1, 2, 1)],
    ['cuts a bond', 'CC(=O)O', 'CC=O.O', (edited) => edited.unbond(2)],
    ['raises an order', 'CCO', 'CC=O', (edited) => edited.changeOrder(1, 2)],
    ['changes an element', 'CCO', 'CCS', (edited) => edited.changeElement(2, 16)],
    ['removes an atom', 'OCCN', 'OC.N', (edited) => edited.removeAtom(2)],
    ['puts an atom in', 'CC', 'COC', (edited) => edited.putInto(0, edited.addAtom(8))],
    ['takes an atom out', 'NCO', 'NO', (edited) => edited.takeOut(1)],
    ['takes an atom out of a sulfone', 'CS(=O)(=O)CN', 'CS(=O)(=O)N', (edited) => edited.takeOut(4)],
    ['lowers the valence of sulfur with its bonds', 'CS(C)(=O)=O', 'CS(C)=O.O', (edited) => edited.unbond(2)],
    ['adds a molecule', 'CC', 'CC.C#N', (edited) => edited.append(fromSmiles('C#N'))],
  ])('%s', async (_, before, after, change) => {
    const graph = fromSmiles(before);
    const edited = EditedGraph.of(graph, 2, 2);
    change(edited);
    expect(await canonical(toSmiles(edited.toGraph()))).toBe(await canonical(after));
    expect(toSmiles(graph)).toBe(toSmiles(fromSmiles(before)));
  });

  it.each<[string, string, string, Change]>([
    ['behind it', 'C[C@H](N)C(=O)NCCO', 'C[C@H](N)C(=O)NCCS', (edited) => edited.changeElement(8, 16)],
    ['before it', 'FCCC(=O)N[C@@H](C)CO', 'CCC(=O)N[C@@H](C)CO', (edited) => edited.removeAtom(0)],
    ['at a double bond further on', 'F/C=C/CCO', 'F/C=C/CC', (edited) => edited.removeAtom(5)],
  ])('keeps stereo where the change is %s', async (_, before, after, change) => {
    const edited = EditedGraph.of(fromSmiles(before), 0, 0);
    change(edited);
    expect(await canonical(toSmiles(edited.toGraph()))).toBe(await canonical(after));
  });

  it.each<[string, string, string, Change]>([
    ['a centre', 'C[C@H](N)CO', 'NC(N)CO', (edited) => edited.changeElement(0, 7)],
    ['a centre whose bond changes', 'C[C@H](N)CO', 'C=C(N)CO', (edited) => edited.changeOrder(0, 2)],
    ['a double bond', 'F/C=C/C', 'FC=C', (edited) => edited.removeAtom(3)],
  ])('drops the stereo of %s', async (_, before, after, change) => {
    const edited = EditedGraph.of(fromSmiles(before), 0, 0);
    change(edited);
    expect(await canonical(toSmiles(edited.toGraph()))).toBe(await canonical(after));
  });

  it('takes the marked part of a molecule and closes its cuts with hydrogens', async () => {
    const edited = EditedGraph.empty(3, 2);
    const graph = fromSmiles('OCC(=O)N');
    const index = edited.appendPart(graph, Uint8Array.of(0, 1, 1, 1, 0));
    expect(Array.from(index)).toEqual([-1, 0, 1, 2, -1]);
    expect(await canonical(toSmiles(edited.toGraph()))).toBe('CC=O');
    expect(edited.isBonded(0, 1)).toBe(true);
    expect(edited.isBonded(0, 2)).toBe(false);
    expect(edited.canBond(0, 1, 1)).toBe(true);
    expect(edited.canBond(0, 2, 1)).toBe(false);
  });
});

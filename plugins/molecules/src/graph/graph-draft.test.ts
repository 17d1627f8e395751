import { describe, expect, it } from 'vitest';
import { buildGraph, GraphError } from './build-graph.js';
import { GraphDraft } from './graph-draft.js';
import { bondBetween } from './molecular-graph.js';
import { fromSmiles } from './parse-smiles.js';
import { toSmiles } from './write-smiles.js';

describe('GraphDraft', () => {
  it('gives back the graph it was made of', () => {
    const graph = fromSmiles('C[C@H](F)/C=C/[13CH2][NH3+]');
    expect({ ...GraphDraft.of(graph).toGraph(), derived: [] }).toEqual({ ...graph, derived: [] });
  });

  it('replaces, adds and removes', () => {
    const draft = GraphDraft.of(fromSmiles('CCO'));
    const nitrogen = draft.addAtom({ atomicNumber: 7, hydrogens: 2 });
    draft.addBond(0, nitrogen, 1);
    draft.atoms[0]!.hydrogens = 2;
    expect(toSmiles(draft.toGraph())).toBe('C(CO)N');
    draft.removeAtom(2);
    draft.atoms[1]!.hydrogens = 3;
    expect(toSmiles(draft.toGraph())).toBe('C(C)N');
  });

  it('clears the stereo that an edit leaves without meaning, and no other', () => {
    const draft = GraphDraft.of(fromSmiles('F[C@H](Cl)C[C@H](F)Br'));
    draft.removeAtom(0);
    expect(Array.from(draft.toGraph().chirality).filter((tag) => tag !== 0)).toHaveLength(1);
    const alkene = GraphDraft.of(fromSmiles('F/C=C/C'));
    alkene.setOrder(1, 1);
    expect(toSmiles(alkene.toGraph())).not.toMatch(/[/\\]/);
  });

  it('refuses what is no simple graph', () => {
    const carbon = { atomicNumber: 6 };
    expect(() => buildGraph([carbon], [{ begin: 0, end: 0, order: 1 }])).toThrow(GraphError);
    expect(() => buildGraph([carbon], [{ begin: 0, end: 1, order: 1 }])).toThrow(GraphError);
    const twice = { begin: 0, end: 1, order: 1 };
    expect(() => buildGraph([carbon, carbon], [twice, twice])).toThrow(GraphError);
  });

  it('finds bonds', () => {
    const graph = fromSmiles('CC(O)N');
    expect(bondBetween(graph, 1, 3)).toBe(2);
    expect(bondBetween(graph, 0, 3)).toBe(-1);
  });
});

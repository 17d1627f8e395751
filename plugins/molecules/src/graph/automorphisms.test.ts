import { describe, expect, it } from 'vitest';
import { automorphismCount, logAutomorphismCount } from './automorphisms.js';
import { distancesOf, unreachable } from './distances.js';
import { degree, type MolecularGraph } from './molecular-graph.js';
import { fromSmiles } from './parse-smiles.js';

/** Orders of the symmetry groups of the graphs, from their geometry or by counting branches. */
const known: readonly (readonly [name: string, smiles: string, order: number])[] = [
  ['methane', 'C', 1],
  ['ethane', 'CC', 2],
  ['isobutane, 3!', 'CC(C)C', 6],
  ['neopentane, 4!', 'CC(C)(C)C', 24],
  ['benzene, the hexagon', 'c1ccccc1', 12],
  ['biphenyl, 2·2·2', 'c1ccc(-c2ccccc2)cc1', 8],
  ['cubane, the octahedral group', 'C12C3C4C1C5C4C3C25', 48],
  ['adamantane, the tetrahedral group', 'C1C2CC3CC1CC(C2)C3', 24],
  ['2,2,4,4-tetramethylpentane, 2·3!²', 'CC(C)(C)CC(C)(C)C', 72],
  ['two benzenes, 2·12²', 'c1ccccc1.c1ccccc1', 288],
  ['toluene', 'Cc1ccccc1', 2],
  ['labelled benzene', '[13cH]1ccccc1', 2],
];

/** Counts the permutations one by one: every bijection that keeps labels and bonds. */
function countByForce(graph: MolecularGraph): number {
  const image: number[] = [];
  const extend = (atom: number): number => {
    if (atom === graph.atomCount) return 1;
    let count = 0;
    for (let other = 0; other < graph.atomCount; other++) {
      if (image.includes(other) || !isAlike(graph, atom, other)) continue;
      if (image.some((to, from) => orderBetween(graph, from, atom) !== orderBetween(graph, to, other))) continue;
      image.push(other);
      count += extend(atom + 1);
      image.pop();
    }
    return count;
  };
  return extend(0);
}

function isAlike(graph: MolecularGraph, x: number, y: number): boolean {
  const arrays = [graph.atomicNumber, graph.charge, graph.hydrogens, graph.isotope, graph.aromatic];
  return degree(graph, x) === degree(graph, y) && arrays.every((array) => array[x] === array[y]);
}

function orderBetween(graph: MolecularGraph, x: number, y: number): number {
  for (let b = 0; b < graph.bondCount; b++) {
    const ends = [graph.bondBegin[b], graph.bondEnd[b]];
    if (ends.includes(x) && ends.includes(y)) return graph.bondOrder[b]!;
  }
  return 0;
}

describe('automorphismCount', () => {
  it.each(known)('%s', (_, smiles, order) => {
    expect(automorphismCount(fromSmiles(smiles))).toBe(order);
    expect(logAutomorphismCount(fromSmiles(smiles))).toBeCloseTo(Math.log(order), 12);
  });

  it.each([
    'CC(C)CC(C)C',
    'C1CC2CC1CC2',
    'OB(O)c1cc(O)cc(O)c1',
    'C1CC1C1CC1',
    'FC(F)(F)C(F)(F)F',
    'C12C3C1C23',
    'CC=CC',
    'O.O.O',
  ])('%s, by trying every permutation', (smiles) => {
    const graph = fromSmiles(smiles);
    expect(automorphismCount(graph)).toBe(countByForce(graph));
  });

  it('keeps further labels', () => {
    expect(automorphismCount(fromSmiles('c1ccccc1'), [1, 0, 0, 0, 0, 0])).toBe(2);
    expect(automorphismCount(fromSmiles('c1ccccc1'), [1, 2, 0, 0, 0, 0])).toBe(1);
  });
});

describe('distancesOf', () => {
  it('counts bonds, and knows what is apart', () => {
    const graph = fromSmiles('C1CCCCC1C.O');
    const distances = distancesOf(graph);
    expect(Array.from(distances.slice(0, 8))).toEqual([0, 1, 2, 3, 2, 1, 2, unreachable]);
    expect(distancesOf(graph)).toBe(distances);
  });
});

import { describe, expect, it } from 'vitest';
import { aromaticBond, bondBetween } from './molecular-graph.js';
import { SmilesSyntaxError } from './notation-error.js';
import { fromSmiles, maximumSmilesLength } from './parse-smiles.js';
import { toSmiles } from './write-smiles.js';

describe('fromSmiles', () => {
  it('reads every part of a bracket atom', () => {
    const graph = fromSmiles('[13CH2-:42][NH3+][Fe+3][O--][2H]');
    expect(Array.from(graph.isotope)).toEqual([13, 0, 0, 0, 2]);
    expect(Array.from(graph.hydrogens)).toEqual([2, 3, 0, 0, 0]);
    expect(Array.from(graph.charge)).toEqual([-1, 1, 3, -2, 0]);
    expect(Array.from(graph.mapNumber)).toEqual([42, 0, 0, 0, 0]);
    expect(Array.from(graph.atomicNumber)).toEqual([6, 7, 26, 8, 1]);
  });

  it('completes the organic subset to its next valence', () => {
    const hydrogens = (smiles: string) => Array.from(fromSmiles(smiles).hydrogens);
    expect(hydrogens('C')).toEqual([4]);
    expect(hydrogens('CS(C)(=O)=O')).toEqual([3, 0, 3, 0, 0]);
    expect(hydrogens('P(=O)(O)(O)O')).toEqual([0, 0, 1, 1, 1]);
    expect(hydrogens('BrCCl')).toEqual([0, 2, 0]);
    expect(hydrogens('c1ccccc1')).toEqual([1, 1, 1, 1, 1, 1]);
    expect(hydrogens('Cn1cccc1')).toEqual([3, 0, 1, 1, 1, 1]);
  });

  it('takes an unwritten bond between aromatic rings as single, within them as aromatic', () => {
    const biphenyl = fromSmiles('c1ccccc1c1ccccc1');
    expect(biphenyl.bondOrder.filter((order) => order === 1)).toHaveLength(1);
    const naphthalene = fromSmiles('c1ccc2ccccc2c1');
    expect(naphthalene.bondOrder.every((order) => order === aromaticBond)).toBe(true);
    const fluorene = fromSmiles('c1ccc2c(c1)-c1ccccc1C2');
    expect(fluorene.bondOrder.filter((order) => order === 1)).toHaveLength(3);
  });

  it('reads ring closures of all sizes, with bonds at either end', () => {
    for (const smiles of ['C1CC1', 'C%12CC%12', 'C%(123)CC%(123)', 'C=1CCC1', 'C1CCC=1', 'C=1CCC=1']) {
      const graph = fromSmiles(smiles);
      expect(graph.bondCount).toBe(graph.atomCount);
    }
    const graph = fromSmiles('C1CCC=1');
    expect(graph.bondOrder[bondBetween(graph, 0, 3)]).toBe(2);
  });

  it('reads one hand from every order in which it can be written', () => {
    // L-alanine, its centre written from each neighbour.
    const left = [
      'N[C@@H](C)C(=O)O',
      'N[C@H](C(=O)O)C',
      'C[C@H](N)C(=O)O',
      'C[C@@H](C(=O)O)N',
      'OC(=O)[C@@H](N)C',
      '[C@H](N)(C)C(=O)O',
    ];
    const hand = (smiles: string) => {
      const graph = fromSmiles(smiles);
      const centre = graph.chirality.findIndex((tag) => tag !== 0);
      const rank = (atom: number) =>
        10 * graph.atomicNumber[atom]! + graph.neighbourStart[atom + 1]! - graph.neighbourStart[atom]!;
      const ranks = Array.from(
        graph.neighbour.slice(graph.neighbourStart[centre], graph.neighbourStart[centre + 1]),
        rank,
      );
      const inversions = ranks.flatMap((x, i) => ranks.slice(i + 1).filter((y) => y < x)).length;
      return (graph.chirality[centre]! + inversions) % 2;
    };
    const hands = new Set(left.map(hand));
    expect(hands.size).toBe(1);
    expect(hands.has(hand('N[C@H](C)C(=O)O'))).toBe(false);
  });

  it('reads cis and trans from every way of writing them', () => {
    const stereo = (smiles: string) => Array.from(fromSmiles(smiles).bondStereo).filter((s) => s !== 0);
    for (const trans of ['F/C=C/F', 'F\\C=C\\F', 'C(\\F)=C/F', 'C(/F)=C\\F'])
      expect([trans, stereo(trans)]).toEqual([trans, [2]]);
    for (const cis of ['F/C=C\\F', 'F\\C=C/F', 'C(/F)=C/F']) expect([cis, stereo(cis)]).toEqual([cis, [1]]);
    expect(stereo('F/C=CF')).toEqual([]);
  });

  it('accepts and drops tags of other geometries', () => {
    expect(Array.from(fromSmiles('Cl[Pt@SP1](Cl)(N)N').chirality)).toEqual([0, 0, 0, 0, 0]);
    expect(fromSmiles('F[C@TH2](Cl)(Br)I').chirality[1]).toBe(fromSmiles('F[C@@](Cl)(Br)I').chirality[1]);
  });

  it.each([
    ['C(', 2],
    ['C)', 1],
    ['C1CC', 4],
    ['C=', 2],
    ['=C', 0],
    ['C==C', 2],
    ['[C', 2],
    ['[Xx]', 1],
    ['C%1', 1],
    ['C-1CC=1', 6],
    ['C11', 2],
    ['C12CC12', 0],
    ['Cq', 1],
    ['(C)', 0],
    ['[C:]', 3],
    ['[CH999]', 5],
  ])('refuses %s at the right place', (smiles, index) => {
    expect(() => fromSmiles(smiles)).toThrow(SmilesSyntaxError);
    try {
      fromSmiles(smiles);
    } catch (error) {
      expect((error as SmilesSyntaxError).index).toBe(index);
    }
  });

  it('reads the next text rightly after a refusal', () => {
    expect(() => fromSmiles('C1(C[')).toThrow(SmilesSyntaxError);
    expect(toSmiles(fromSmiles('CC'))).toBe('CC');
  });

  it('neither recurses nor hangs on hostile text', () => {
    const nested = fromSmiles(`${'C('.repeat(6_000)}C${')'.repeat(6_000)}`);
    expect(nested.atomCount).toBe(6_001);
    expect(fromSmiles(toSmiles(nested)).atomCount).toBe(6_001);
    expect(() => fromSmiles('C'.repeat(maximumSmilesLength + 1))).toThrow(SmilesSyntaxError);
    expect(() => fromSmiles('C'.repeat(17_000))).toThrow(/more than a graph holds/);
    expect(() => fromSmiles('C('.repeat(7_000))).toThrow(SmilesSyntaxError);
  });
});

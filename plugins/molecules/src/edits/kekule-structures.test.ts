import { randomStream } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { kekuleForm } from './kekule.js';
import { allKekuleStructures, drawKekuleStructure, kekuleStructures } from './kekule-structures.js';
import { bondOrderSum } from './valence-room.js';

/** Numbers of Kekulé structures: Cyvin & Gutman, Kekulé Structures in Benzenoid Hydrocarbons (1988); the last by hand. */
const counts: readonly (readonly [string, string, number])[] = [
  ['benzene', 'c1ccccc1', 2],
  ['naphthalene', 'c1ccc2ccccc2c1', 3],
  ['anthracene', 'c1ccc2cc3ccccc3cc2c1', 4],
  ['phenanthrene', 'c1ccc2c(c1)ccc1ccccc12', 5],
  ['pyrene', 'c1cc2ccc3cccc4ccc(c1)c2c34', 6],
  ['triphenylene', 'c1ccc2c(c1)c1ccccc1c1ccccc21', 9],
  ['coronene', 'c1cc2ccc3ccc4ccc5ccc6ccc1c1c2c3c4c5c61', 20],
  ['biphenyl', 'c1ccc(-c2ccccc2)cc1', 4],
  ['pyrrole', 'c1cc[nH]c1', 1],
  ['caffeine', 'Cn1c(=O)c2c(ncn2C)n(C)c1=O', 1],
  ['cyclohexane', 'C1CCCCC1', 1],
];

describe('kekuleStructures', () => {
  it.each(counts)('of %s', (_, smiles, count) => {
    const graph = fromSmiles(smiles);
    expect(Math.round(Math.exp(kekuleStructures(graph).logCount))).toBe(count);
    const structures = [...allKekuleStructures(graph)];
    expect(new Set(structures.map(({ bondOrder }) => bondOrder.join())).size).toBe(count);
    for (const structure of [...structures, kekuleForm(graph).graph!]) {
      for (let atom = 0; atom < graph.atomCount; atom++) {
        const valence = structure.hydrogens[atom]! + bondOrderSum(structure, atom);
        expect(valence).toBe({ 6: 4, 7: 3, 8: 2 }[graph.atomicNumber[atom]!]);
      }
    }
  });

  /** 3000 draws among 20: a structure's count is within 5 standard errors of 150; a false alarm in 10⁻⁵ of seeds, which is fixed. */
  it('draws each as likely as the others', () => {
    const graph = fromSmiles('c1cc2ccc3ccc4ccc5ccc6ccc1c1c2c3c4c5c61');
    const seen = new Map<string, number>();
    const rng = randomStream(3, 'kekule');
    for (let draw = 0; draw < 3000; draw++) {
      const key = drawKekuleStructure(graph, rng).bondOrder.join();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect(seen.size).toBe(20);
    for (const count of seen.values()) expect(Math.abs(count - 150)).toBeLessThan(60);
  });

  it('of an impossible ring: none', () => {
    const odd = fromSmiles('c1cccc1');
    expect(kekuleForm(odd).graph).toBeUndefined();
    expect(kekuleStructures(odd).logCount).toBe(Number.NEGATIVE_INFINITY);
  });
});

import { describe, expect, it } from 'vitest';
import { GraphError } from './build-graph.js';
import type { MolecularGraph } from './molecular-graph.js';
import { fromSmiles } from './parse-smiles.js';
import { atomRingMembership, bondRingMembership } from './ring-membership.js';
import { maximumRingCount, ringsOf } from './rings.js';

/** A ladder of n − 1 squares. */
function ladder(n: number): MolecularGraph {
  const first = Array.from({ length: n }, (_, i) => `C%(${i + 1})`).join('');
  const second = Array.from({ length: n }, (_, i) => `C%(${n - i})`).join('');
  return fromSmiles(`${first}.${second}`);
}

describe('ringsOf', () => {
  it('gives a basis and the rings that symmetry adds', () => {
    const cubane = ringsOf(fromSmiles('C12C3C4C1C5C4C3C25'));
    expect(cubane.cyclomaticNumber).toBe(5);
    expect(cubane.atomRings).toHaveLength(6);
    expect(Array.from(cubane.atomRingCount)).toEqual(new Array(8).fill(3));
    expect(Array.from(cubane.bondRingCount)).toEqual(new Array(12).fill(2));
  });

  it('lists atoms and bonds of a ring in the same order', () => {
    const graph = fromSmiles('C1CC2CCCCC2C1.C1CC1');
    const { atomRings, bondRings } = ringsOf(graph);
    expect(atomRings.map((ring) => ring.length).sort()).toEqual([3, 5, 6]);
    atomRings.forEach((ring, r) => {
      ring.forEach((atom, i) => {
        const bond = bondRings[r]![i]!;
        const ends = [graph.bondBegin[bond], graph.bondEnd[bond]];
        expect(ends).toContain(atom);
        expect(ends).toContain(ring[(i + 1) % ring.length]);
      });
    });
  });

  it('knows chains from rings', () => {
    const graph = fromSmiles('CC1CC1CC1CCC1');
    expect(Array.from(atomRingMembership(graph))).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 1]);
    expect(bondRingMembership(graph).reduce((sum, flag) => sum + flag, 0)).toBe(7);
    expect(Array.from(ringsOf(graph).smallestRing)).toEqual([0, 3, 3, 3, 0, 4, 4, 4, 4]);
  });

  it('takes long ladders and macrocycles, and refuses what would take too long', () => {
    expect(ringsOf(ladder(100)).atomRings.every((ring) => ring.length === 4)).toBe(true);
    expect(ringsOf(fromSmiles(`C1${'C'.repeat(12_000)}1`)).atomRings[0]).toHaveLength(12_001);
    expect(() => ringsOf(ladder(maximumRingCount + 2))).toThrow(GraphError);
  });
});

import { describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { bondRingMembership } from '../graph/ring-membership.js';
import { reach } from './fragment.js';
import { ringCutClasses } from './ring-cuts.js';

describe('ringCutClasses', () => {
  it.each([
    'CCO',
    'C1CC1',
    'c1ccc2ccccc2c1',
    'C1CC2CCC1CC2',
    'C12C3C4C1C5C4C3C25',
    'C1CC11CC1',
    'C1CCCCC1CC1CCC1.C1CC1',
    'CN1CCC23C4C1CC5=C2C(=C(C=C5)O)OC3C(C=C4)O',
    'CN1C=NC2=C1C(=O)N(C)C(=O)N2C',
  ])('finds by its masks the pairs that split %s', (smiles) => {
    const graph = fromSmiles(smiles);
    const classes = ringCutClasses(graph);
    const inRing = bondRingMembership(graph);
    for (let first = 0; first < graph.bondCount; first++) {
      expect(classes[first] !== -1).toBe(inRing[first] === 1);
      for (let second = 0; second < first; second++) {
        if (inRing[first] === 0 || inRing[second] === 0) continue;
        const splits = reach(graph, graph.bondBegin[first]!, [first, second])[graph.bondEnd[first]!] === 0;
        expect(classes[first] === classes[second]).toBe(splits);
      }
    }
  });
});

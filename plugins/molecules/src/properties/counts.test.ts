import { describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { heavyAtomCount } from './counts.js';

describe('heavyAtomCount', () => {
  it.each([
    // RDKit 2022.09.3, GetNumHeavyAtoms.
    ['*C', 1],
    ['*', 0],
    ['C*C', 2],
    ['[1*]c1ccccc1', 6],
    ['[2H]C', 1],
    ['[H][H]', 0],
  ])('%s has %i', (smiles, count) => {
    expect(heavyAtomCount(fromSmiles(smiles))).toBe(count);
  });
});

import { describe, expect, it } from 'vitest';
import { checkSmiles, defaultSmilesLimits, findSmilesFault } from './guard.js';

describe('checkSmiles', () => {
  it.each([
    'C',
    'CC(=O)Oc1ccccc1C(=O)O',
    '[13C@@H]([2H])(F)Cl',
    'F/C=C\\F',
    'C%10CC%10',
    'C%(100)CC%(100)',
    '[NH4+].[Cl-]',
    '[Fe+2]',
    'C->[Fe]',
    '*C~C',
    'C'.repeat(250),
  ])('lets %s through', (smiles) => {
    expect(checkSmiles(smiles)).toBeUndefined();
  });

  it.each([
    ['', 'missing', 'empty'],
    ['CCé', 'invalid', 'character 3 is U+00E9'],
    ['C\0C', 'invalid', 'character 2 is U+0000'],
    ['CC O', 'invalid', 'character 3 is U+0020'],
    ['C😀', 'invalid', 'character 2 is U+1F600'],
    ['{"rdkitjson":{}}', 'invalid', "character 1 is '{'"],
    ['C'.repeat(251), 'too-large', '251 heavy atoms; at most 250'],
    ['C'.repeat(1001), 'too-large', '1001 characters; at most 1000'],
    ['('.repeat(500), 'too-large', 'nested 500 deep'],
    ['C1'.repeat(261).slice(0, 522), 'too-large', '261 heavy atoms'],
    [`C${'123456789'.repeat(30)}`, 'too-large', '270 ring labels; at most 260'],
    [`[C${'H'.repeat(40)}]`, 'too-large', 'a bracket holds 41 characters'],
    ['CC(C', 'invalid', 'parentheses do not match'],
    ['CC)C(', 'invalid', 'parentheses do not match'],
    ['[CH3', 'invalid', 'square brackets do not match'],
    ['CH3]', 'invalid', 'square brackets do not match'],
    ['[C[N]]', 'invalid', 'square brackets do not match'],
    ['[CH-1000]', 'invalid', 'a charge has three or more digits'],
  ])('refuses %j as %s', (smiles, status, message) => {
    const fault = findSmilesFault(smiles);
    expect(fault?.status).toBe(status);
    expect(fault?.message).toContain(message);
  });

  it('takes other limits', () => {
    expect(checkSmiles('CCC', { ...defaultSmilesLimits, maxHeavyAtoms: 2 })).toContain('3 heavy atoms; at most 2');
  });
});

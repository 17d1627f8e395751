import { describe, expect, it } from 'vitest';
import { smartsText, smilesText } from './option-notation.js';

describe('options that are notations', () => {
  it.each(['c1ccccc1', '[Na+].[Cl-]', ['$', '{env:REFERENCE}'].join('')])('a molecule may be %s', (text) => {
    expect(smilesText.safeParse(text).success).toBe(true);
  });

  it.each(['imatinib', 'c1ccccc', 'C(C', ''])('%s is no molecule, and the message says where', (text) => {
    expect(smilesText.safeParse(text).error?.issues[0]?.message).toMatch(/SMILES|character|open|empty|ring/i);
  });

  it('a pattern may be a SMARTS and nothing else', () => {
    expect(smartsText.safeParse('[NX3;H2]').success).toBe(true);
    expect(smartsText.safeParse('[NX3;H2').success).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { reasonFromLog } from './parse-reason.js';

// Left: what RDKit 2026.09.1 logs for the SMILES in the comment.
describe('reasonFromLog', () => {
  it.each([
    // CN(C)(C)(C)C
    [
      '[20:04:54] Explicit valence for atom # 1 N, 5, is greater than permitted\n',
      'valence of N is 5, greater than permitted',
    ],
    // C1CC
    ["[20:04:54] SMILES Parse Error: unclosed ring for input: 'C1CC'\n", 'unclosed ring'],
    // C(
    [
      "[20:04:54] SMILES Parse Error: syntax error while parsing: C(\n[20:04:54] SMILES Parse Error: check for mistakes around position 2:\n[20:04:54] C(\n[20:04:54] ~^\n[20:04:54] SMILES Parse Error: Failed parsing SMILES 'C(' for input: 'C('\n",
      'syntax error near character 2',
    ],
    // c1cccc1
    [
      "[20:04:54] Can't kekulize mol.  Unkekulized atoms: 0 1 2 3 4\n[20:04:54] Can't kekulize mol.  Unkekulized atoms: 0 1 2 3 4\n",
      'no Kekulé structure for the aromatic atoms 0 1 2 3 4',
    ],
    // cc
    ['[20:13:59] non-ring atom 0 marked aromatic\n', 'non-ring atom 0 marked aromatic'],
    ['', 'RDKit refuses it'],
  ])('%j', (log, reason) => {
    expect(reasonFromLog(log)).toBe(reason);
  });
});

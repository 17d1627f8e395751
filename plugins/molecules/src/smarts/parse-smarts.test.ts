import { describe, expect, it } from 'vitest';
import { compileSmarts } from './compile-smarts.js';
import { maximumPatternAtoms, maximumRecursionDepth, maximumSmartsLength, parseSmarts } from './parse-smarts.js';
import { SmartsSyntaxError } from './smarts-syntax-error.js';

describe('parseSmarts', () => {
  it('keeps atoms, bonds and maps in written order', () => {
    const tree = parseSmarts('[C:1](=O)[N:7]1CC1');
    expect(tree.mapNumbers).toEqual([1, 0, 7, 0, 0]);
    expect(tree.bonds.map(({ begin, end }) => [begin, end])).toEqual([
      [0, 1],
      [0, 2],
      [2, 3],
      [3, 4],
      [2, 4],
    ]);
  });

  it.each([
    ['', 0],
    ['C(', 2],
    ['C)', 1],
    ['(C).(C)', 0],
    ['C1CC', 4],
    ['C-', 2],
    ['[C', 2],
    ['[Q]', 1],
    ['[$C]', 1],
    ['[$(C]', 4],
    ['[D{3-2}]', 2],
    ['C?', 1],
    ['[C:]', 3],
    ['C%1', 1],
    ['C1C1', 4],
  ])('refuses %s at character %i', (smarts, index) => {
    expect(() => parseSmarts(smarts)).toThrow(SmartsSyntaxError);
    expect(() => parseSmarts(smarts)).toThrow(expect.objectContaining({ index }));
  });

  it('has limits of length, atoms, nesting and logic', () => {
    expect(() => parseSmarts('C'.repeat(maximumSmartsLength + 1))).toThrow(SmartsSyntaxError);
    expect(() => parseSmarts('C'.repeat(maximumPatternAtoms + 1))).toThrow(/at most/);
    const nested = (depth: number) => `${'[$('.repeat(depth)}C${')]'.repeat(depth)}`;
    expect(parseSmarts(nested(maximumRecursionDepth)).atoms).toHaveLength(1);
    expect(() => parseSmarts(nested(maximumRecursionDepth + 1))).toThrow(/nests deeper/);
    const wide = `[${Array.from({ length: 12 }, (_, i) => `$(C${'C'.repeat(i)}),$(N${'C'.repeat(i)})`).join(';')}]`;
    expect(() => compileSmarts(wide).quickPlan).toThrow(/alternatives/);
  });
});

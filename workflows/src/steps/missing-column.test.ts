import { describe, expect, it } from 'vitest';
import { missingColumn } from './missing-column.js';

describe('missingColumn', () => {
  it('names the nearest, and what there is', () => {
    expect(missingColumn('qedd', ['smiles', 'qed'])).toBe(
      "no column is named 'qedd'; did you mean 'qed'? there are 'smiles', 'qed'",
    );
  });

  it('says what an unnamed column is for', () => {
    expect(missingColumn('smiles', ['mass'], 'which holds the states')).toBe(
      "no column is named 'smiles', which holds the states; there are 'mass'",
    );
  });

  it('lists at most 16 names, and none of a table without columns', () => {
    const names = Array.from({ length: 17 }, (_, i) => `column${i}`);
    expect(missingColumn('z', names)).toMatch(/'column15' …$/);
    expect(missingColumn('z', names.slice(1))).toMatch(/'column16'$/);
    expect(missingColumn('z', [])).toBe("no column is named 'z'; the table has no columns");
  });
});

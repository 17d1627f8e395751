import { describe, expect, it } from 'vitest';
import { concatMolecules, type MoleculeBatch, moleculeBatch, takeMolecules } from './molecule-batch.js';

describe('moleculeBatch', () => {
  const batch = moleculeBatch(['CCO', 'c1ccccc1', 'N']);

  it('parses a graph once', () => {
    expect(batch.graph(1).atomCount).toBe(6);
    expect(batch.graph(1)).toBe(batch.graph(1));
  });

  it('shares graphs with what is taken from it, whoever asks first', () => {
    const taken = takeMolecules(batch, Int32Array.of(2, 0, 2));
    expect(taken.smiles).toEqual(['N', 'CCO', 'N']);
    const graph = taken.graph(0);
    expect(taken.graph(2)).toBe(graph);
    expect(batch.graph(2)).toBe(graph);
  });

  it('shares graphs with what it is joined into', () => {
    const joined = concatMolecules([batch, moleculeBatch(['C']), batch]);
    expect(joined.smiles).toEqual(['CCO', 'c1ccccc1', 'N', 'C', 'CCO', 'c1ccccc1', 'N']);
    expect(joined.graph(4)).toBe(batch.graph(0));
    expect(joined.graph(0)).toBe(batch.graph(0));
  });

  it('takes batches of other making', () => {
    const other: MoleculeBatch = { smiles: ['N'], graph: () => batch.graph(2) };
    expect(concatMolecules([other]).graph(0)).toBe(batch.graph(2));
  });

  it('names a row that is not there', () => {
    expect(() => batch.graph(3)).toThrow('row 3: the batch has 3 molecules');
    expect(() => takeMolecules(batch, Int32Array.of(-1))).toThrow('row -1');
  });

  it('may be empty', () => {
    expect(concatMolecules([]).smiles).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { memoryInput, memoryTable, runInMemory } from './fixtures/in-memory-context.js';
import { write } from './write.js';

const table = memoryTable({
  smiles: { type: 'text', values: ['C', 'CC'] },
  energy: { type: 'float64', values: Float64Array.of(1, 2) },
});

describe('write', () => {
  it('writes the chosen columns under their new names', async () => {
    const step = write.create({ file: 'out.csv', columns: { structure: 'smiles' }, overwrite: false });
    const { written, outcome } = await runInMemory(step, { inputs: [memoryInput('designs', table)] });
    expect(written.get('out.csv')!.columns).toEqual({ structure: { type: 'text', values: ['C', 'CC'] } });
    expect(outcome).toMatchObject({ rowsRead: 2, summary: { rows: 2 } });
  });

  it('tells the runner which file it makes', () => {
    expect(write.filesWritten({ file: 'out.csv', overwrite: false })).toEqual(['out.csv']);
  });
});

import { type Column, type Columns, DatasetError, type TableSchema, type TableWriter } from '@basin/core';
import { createTableWriter } from '../tables/batch-writer.js';

/**
 * Writes a SMILES file: the text column 'smiles', a blank, and the text column 'name' where there is one. The format holds nothing
 * else: other columns are left out.
 *
 * @throws {DatasetError} no text column 'smiles', a SMILES that is null, empty or has white space, a name with a line end, or a
 * disk that refuses.
 */
export async function createSmilesWriter(path: string, schema: TableSchema): Promise<TableWriter> {
  if (!hasText(schema, 'smiles')) {
    throw new DatasetError({ file: path, column: 'smiles' }, 'is needed, as text, for a SMILES file');
  }
  const hasNames = hasText(schema, 'name');
  let written = 0;
  return createTableWriter(path, schema, () => ({
    head: new Uint8Array(0),
    rows(columns: Columns, count: number): Uint8Array {
      const lines = Array.from({ length: count }, (_, index) => {
        const row = written + index + 1;
        const smiles = smilesAt(path, row, columns.smiles, index);
        const name = hasNames ? nameAt(path, row, columns.name, index) : '';
        return name === '' ? `${smiles}\n` : `${smiles} ${name}\n`;
      });
      written += count;
      return Buffer.from(lines.join(''));
    },
    tail: () => new Uint8Array(0),
  }));
}

function hasText(schema: TableSchema, name: string): boolean {
  return schema.fields.some((field) => field.name === name && field.type === 'text');
}

function smilesAt(file: string, row: number, column: Column | undefined, index: number): string {
  const smiles = textAt(column, index);
  if (smiles !== '' && !/\s/.test(smiles)) return smiles;
  throw new DatasetError({ file, row, column: 'smiles' }, `'${smiles}' is no SMILES: it is empty or has white space`);
}

function nameAt(file: string, row: number, column: Column | undefined, index: number): string {
  const name = textAt(column, index);
  if (/[\r\n]/.test(name))
    throw new DatasetError({ file, row, column: 'name' }, 'has a line end, which no SMILES file can hold');
  return name;
}

function textAt(column: Column | undefined, index: number): string {
  return column?.type === 'text' ? (column.values[index] ?? '') : '';
}

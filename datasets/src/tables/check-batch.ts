import { type Column, type ColumnField, type Columns, columnLength, DatasetError, type TableSchema } from '@basin/core';

/**
 * Checks that a batch has exactly the columns of a schema, of their types and widths, all equally long.
 *
 * @returns Its rows.
 * @throws {DatasetError} naming the column that does not fit.
 */
export function checkBatch(file: string, schema: TableSchema, columns: Columns): number {
  const stranger = Object.keys(columns).find((name) => !schema.fields.some((field) => field.name === name));
  if (stranger !== undefined) {
    const names = schema.fields.map(({ name }) => `'${name}'`).join(', ');
    throw new DatasetError({ file, column: stranger }, `is not in the schema, which has ${names}`);
  }
  let rows: number | undefined;
  for (const field of schema.fields) {
    const column = Object.hasOwn(columns, field.name) ? columns[field.name] : undefined;
    const problem = column === undefined ? 'is missing from the batch' : misfit(field, column, rows);
    if (column === undefined || problem !== undefined)
      throw new DatasetError({ file, column: field.name }, problem ?? '');
    rows = columnLength(column);
  }
  return rows ?? 0;
}

function misfit(field: ColumnField, column: Column, rows: number | undefined): string | undefined {
  if (column.type !== field.type) return `is ${column.type}, but the schema says ${field.type}`;
  if ('width' in column && column.width !== field.width) {
    return `has ${column.width} values a row, but the schema says ${field.width}`;
  }
  const length = columnLength(column);
  if (!Number.isInteger(length)) return `holds no whole number of rows`;
  if (rows !== undefined && length !== rows) return `has ${length} rows where the columns before it have ${rows}`;
  if ('valid' in column && column.valid !== undefined && column.valid.length !== length) {
    return `has ${length} rows and validity for ${column.valid.length}`;
  }
  return undefined;
}

/**
 * Checks that a schema can be written: names are there, distinct and none is '__proto__'; vectors and bytes have a width ≥ 1.
 *
 * @throws {DatasetError} naming the column.
 */
export function checkSchema(file: string, schema: TableSchema): void {
  const names = new Set<string>();
  for (const { name, type, width } of schema.fields) {
    if (name === '' || name === '__proto__') throw new DatasetError({ file, column: name }, 'is no name for a column');
    if (names.has(name)) throw new DatasetError({ file, column: name }, 'is there twice');
    names.add(name);
    const hasWidth = type === 'vector' || type === 'bytes';
    if (hasWidth && !(Number.isInteger(width) && width! >= 1)) {
      throw new DatasetError(
        { file, column: name },
        `is a column of ${type} and needs a width of at least 1, not ${width}`,
      );
    }
  }
}

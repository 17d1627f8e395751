import { ConfigurationError } from '../errors/design-error.js';
import { type Column, type Columns, columnLength } from './columns.js';

/** The vector column of points whose axes have no names. */
export const positionColumn = 'position';

/** One float64 column for each axis. */
export function axisColumns(names: readonly string[], coordinates: Float64Array): Columns {
  const width = names.length;
  const entries = names.map((name, axis) => {
    const values = new Float64Array(coordinates.length / width);
    for (let row = 0, i = axis; row < values.length; row++, i += width) values[row] = coordinates[i]!;
    return [name, { type: 'float64', values }] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Coordinates of all rows of columns, one an axis; NaN where one is missing. A column of text, as a file has it where some cell is
 * no number, is read cell by cell: NaN where there is none.
 * @returns [rows, names.length], new.
 * @throws {ConfigurationError} A column is missing, or of a type that cannot hold numbers.
 */
export function readAxisColumns(names: readonly string[], columns: Columns): Float64Array {
  const width = names.length;
  const sources = names.map((name) => numbersOf(name, columns));
  const coordinates = new Float64Array(width * columnLength(sources[0]!));
  for (const [axis, { values, valid }] of sources.entries()) {
    for (let row = 0, i = axis; row < values.length; row++, i += width) {
      coordinates[i] = valid !== undefined && valid[row] === 0 ? Number.NaN : values[row]!;
    }
  }
  return coordinates;
}

/**
 * A copy of the column `position`: [rows, dimension].
 * @throws {ConfigurationError} It is missing, or its rows are no vectors of that width.
 */
export function readPositions(dimension: number, columns: Columns): Float64Array {
  const column = present(positionColumn, columns);
  if (column.type !== 'vector')
    throw wrongColumn(`column '${positionColumn}' holds ${column.type}; positions are vectors`);
  if (column.width === dimension) return column.values.slice();
  throw wrongColumn(
    `column '${positionColumn}' has ${column.width} numbers a row; the space has ${dimension} dimensions`,
  );
}

/** What stands in a cell of text that is no number; undefined where there is nothing, or a number. */
export function wordAt(name: string, columns: Columns, row: number): string | undefined {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  const text = column?.type === 'text' ? column.values[row]?.trim() : undefined;
  return text === undefined || text === '' || decimal.test(text) ? undefined : text;
}

type NumberColumn = Extract<Column, { readonly type: 'float64' | 'int32' | 'uint8' }>;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function numbersOf(name: string, columns: Columns): NumberColumn {
  const column = present(name, columns);
  if (column.type === 'float64' || column.type === 'int32' || column.type === 'uint8') return column;
  if (column.type === 'text') return { type: 'float64', values: Float64Array.from(column.values, numberIn) };
  throw wrongColumn(`column '${name}' holds ${column.type}; coordinates are numbers`);
}

function numberIn(cell: string | null): number {
  const text = cell?.trim() ?? '';
  return decimal.test(text) ? Number(text) : Number.NaN;
}

function present(name: string, columns: Columns): Column {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column !== undefined) return column;
  const names = Object.keys(columns).map((key) => `'${key}'`);
  throw wrongColumn(
    `the table has no column '${name}'; its columns: ${names.length === 0 ? 'none' : names.join(', ')}`,
  );
}

function wrongColumn(message: string): ConfigurationError {
  return new ConfigurationError([{ path: [], message }]);
}

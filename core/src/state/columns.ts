/** How the values of a column are stored. `text` may hold null; numbers mark a missing value by NaN or a validity byte. */
export type Column =
  | { readonly type: 'float64'; readonly values: Float64Array; readonly valid?: Uint8Array }
  | { readonly type: 'int32'; readonly values: Int32Array; readonly valid?: Uint8Array }
  | { readonly type: 'uint8'; readonly values: Uint8Array; readonly valid?: Uint8Array }
  | { readonly type: 'bool'; readonly values: Uint8Array; readonly valid?: Uint8Array }
  | { readonly type: 'text'; readonly values: readonly (string | null)[] }
  | { readonly type: 'vector'; readonly values: Float64Array; readonly width: number }
  | { readonly type: 'bytes'; readonly values: Uint8Array; readonly width: number };

export type ColumnType = Column['type'];

/**
 * Plain typed columns by name: what state spaces, steps and data sets hand each other, with no table library in sight.
 * All columns have the same number of rows; `vector` and `bytes` hold `width` values a row, row-major.
 */
export type Columns = Readonly<Record<string, Column>>;

/** Name, type, unit and meaning of a column. The unit is a UCUM-like text such as 'g/mol', or '1' for a pure number. */
export interface ColumnField {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit?: string;
  readonly description?: string;
  readonly width?: number;
}

export interface TableSchema {
  readonly fields: readonly ColumnField[];
  /** Provenance and notes, stored with the table. Keys starting 'basin.' are the framework's. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A table that is read in batches, any number of times, in constant memory. */
export interface Table {
  readonly schema: TableSchema;
  /** Known number of rows, or undefined where only reading tells. */
  readonly rowCount: number | undefined;
  batches(): AsyncIterable<Columns>;
}

/** Rows of one column. */
export function columnLength(column: Column): number {
  return column.type === 'vector' || column.type === 'bytes'
    ? column.values.length / column.width
    : column.values.length;
}

/** Rows of a set of columns; 0 when there are none. */
export function rowCountOf(columns: Columns): number {
  const first = Object.values(columns)[0];
  return first === undefined ? 0 : columnLength(first);
}

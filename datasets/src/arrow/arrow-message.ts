import type { TableSchema } from '@basin/core';
import { type ArrowField, type ArrowLayout, arrowField, keyValues } from './arrow-field.js';
import { type FlatBlock, FlatTable } from './flat-table.js';

/** A schema as Arrow stores it, and as a table shows it. */
export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
  readonly table: TableSchema;
}

/** Where the parts of a record batch lie in its body: `regions` holds offset and length alternating, in Arrow's buffer order. */
export interface BatchHeader {
  readonly rows: number;
  /** Rows of each node, depth first. */
  readonly nodeRows: readonly number[];
  readonly regions: readonly number[];
  /** For each view column, how many buffers hold its long texts. */
  readonly variadicCounts: readonly number[];
}

export type ArrowMessage =
  | { readonly kind: 'schema'; readonly schema: FlatTable; readonly bodyLength: number }
  | { readonly kind: 'batch'; readonly header: BatchHeader; readonly bodyLength: number }
  | {
      readonly kind: 'dictionary';
      readonly id: number;
      readonly isDelta: boolean;
      readonly header: BatchHeader;
      readonly bodyLength: number;
    };

export interface ArrowFooter {
  readonly schema: FlatTable;
  readonly dictionaries: readonly FlatBlock[];
  readonly batches: readonly FlatBlock[];
}

const oldestVersion = 3;

/**
 * Reads the metadata of one message: version 0, header type 1, header 2, body length 3.
 *
 * @throws {RangeError} damaged, compressed, or of a version or kind that is not read.
 */
export function arrowMessage(metadata: Uint8Array): ArrowMessage {
  const message = FlatTable.root(metadata);
  if (message.int16(0) < oldestVersion)
    throw new RangeError('it was written by an Arrow older than 0.8; write it anew');
  const header = message.table(2);
  const bodyLength = message.int64(3);
  if (header === undefined || bodyLength < 0) throw new RangeError('a message has no content');
  switch (message.uint8(1)) {
    case 1:
      return { kind: 'schema', schema: header, bodyLength };
    case 2:
      return { kind: 'dictionary', ...dictionaryHeader(header), bodyLength };
    case 3:
      return { kind: 'batch', header: batchHeader(header), bodyLength };
    default:
      throw new RangeError(`a message of kind ${message.uint8(1)} is neither schema, dictionary nor record batch`);
  }
}

/** Reads the footer of the file format: schema 1, dictionaries 2, record batches 3. */
export function arrowFooter(bytes: Uint8Array): ArrowFooter {
  const footer = FlatTable.root(bytes);
  const schema = footer.table(1);
  if (schema === undefined) throw new RangeError('the footer has no schema');
  return { schema, dictionaries: footer.blocks(2), batches: footer.blocks(3) };
}

/**
 * Reads a schema: endianness 0, fields 1, metadata 2.
 *
 * @throws {UnsupportedArrowType | RangeError}
 */
export function arrowSchema(schema: FlatTable): ArrowSchema {
  if (schema.int16(0) !== 0) throw new RangeError('its numbers are big-endian; only little-endian files are read');
  const fields = schema.tables(1).map(arrowField);
  const names = new Set<string>();
  for (const { column } of fields) {
    if (names.has(column.name)) throw new RangeError(`two columns are named '${column.name}'`);
    if (column.name === '__proto__') throw new RangeError("a column is named '__proto__', which no column may be");
    names.add(column.name);
  }
  return { fields, table: { fields: fields.map(({ column }) => column), metadata: keyValues(schema, 2) } };
}

/** Checks that a batch has the nodes and buffers that its fields need, and no node of another length. */
export function checkBatchHeader(header: BatchHeader, layouts: readonly ArrowLayout[]): void {
  const nodes = layouts.reduce((sum, layout) => sum + (layout.kind === 'vector' ? 2 : 1), 0);
  const views = layouts.filter(({ kind }) => kind === 'text-view').length;
  const plainRegions = layouts.reduce((sum, layout) => sum + regionCount(layout), 0);
  const regions = plainRegions + header.variadicCounts.reduce((sum, count) => sum + count, 0);
  if (header.rows < 0) throw new RangeError(`a record batch claims ${header.rows} rows`);
  if (header.nodeRows.length !== nodes)
    throw new RangeError(`a record batch has ${header.nodeRows.length} nodes, not ${nodes}`);
  if (header.variadicCounts.length !== views || header.variadicCounts.some((count) => count < 0)) {
    throw new RangeError('a record batch does not say where its long texts are');
  }
  if (header.regions.length !== 2 * regions) {
    throw new RangeError(`a record batch has ${header.regions.length / 2} buffers, not ${regions}`);
  }
  checkNodeRows(header, layouts);
}

/** Buffers of a field, those of long view texts not counted. */
export function regionCount(layout: ArrowLayout): number {
  return layout.kind === 'text' || layout.kind === 'vector' ? 3 : 2;
}

function checkNodeRows({ rows, nodeRows }: BatchHeader, layouts: readonly ArrowLayout[]): void {
  let node = 0;
  for (const layout of layouts) {
    const expected = layout.kind === 'vector' ? [rows, rows * layout.width] : [rows];
    for (const count of expected) {
      if (nodeRows[node] !== count)
        throw new RangeError(`a column claims ${nodeRows[node]} values where there are ${count}`);
      node++;
    }
  }
}

function dictionaryHeader(table: FlatTable) {
  const data = table.table(1);
  if (data === undefined) throw new RangeError('a dictionary has no values');
  return { id: table.int64(0), isDelta: table.boolean(2), header: batchHeader(data) };
}

function batchHeader(table: FlatTable): BatchHeader {
  if (table.table(3) !== undefined) {
    throw new RangeError("its buffers are compressed, which is not read; write it with compression 'uncompressed'");
  }
  return {
    rows: table.int64(0),
    nodeRows: table.int64Structs(1, 2).filter((_, index) => index % 2 === 0),
    regions: table.int64Structs(2, 2),
    variadicCounts: table.int64Structs(4, 1),
  };
}

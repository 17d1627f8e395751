import { type Column, type Columns, DatasetError, type FileTable, type TableSchema } from '@basin/core';
import { type ByteSource, openByteSource } from '../files/byte-source.js';
import { headSource } from '../files/head-source.js';
import { type ArrowBlock, type ArrowPlan, beginningSchema, planArrow, readBlockMessage } from './arrow-blocks.js';
import { type ArrowField, readableArrowTypes, UnsupportedArrowType } from './arrow-field.js';
import { type BatchHeader, checkBatchHeader, regionCount } from './arrow-message.js';
import { BatchBody } from './batch-body.js';
import { ColumnFault } from './column-fault.js';
import { readColumn } from './read-column.js';
import { type ColumnPlace, readTexts } from './read-texts.js';
import { readValidity } from './validity.js';

export interface ArrowReadOptions {
  /** Most rows of a batch, ≥ 1. Smaller record batches of the file stay as they are. */
  readonly batchSize?: number | undefined;
}

const defaultBatchSize = 8192;

/**
 * Opens an Arrow IPC file or stream, also inside gzip. Every header is read and checked at once, so a truncated file is refused
 * here, and the number of rows is known; values are checked as they are read. Arrow has no malformed records: what is wrong
 * with a file is wrong with all of it.
 *
 * Types of other tools are taken as follows: Utf8, LargeUtf8, Utf8View and dictionaries of them are text; Int8, Int16 and UInt16
 * become int32; UInt32, Int64, UInt64 and Float32 become float64 (an integer that would change is an error); Timestamp and Date
 * become ISO 8601 text; FixedSizeList of floats is a vector; FixedSizeBinary is bytes. Anything else is an error that names it.
 *
 * @throws {DatasetError} not Arrow, damaged, compressed, or a column of a type that is not read.
 * @remarks Constant memory: one batch, or 32 MiB if that is more, and the dictionaries.
 */
export async function openArrow(path: string, options: ArrowReadOptions = {}): Promise<FileTable> {
  const source = await openByteSource(path);
  try {
    const plan = await planArrow(path, source);
    return {
      schema: plan.schema.table,
      rowCount: plan.schema.fields.length === 0 ? 0 : plan.rows,
      batches: () => arrowBatches(path, plan, options.batchSize ?? defaultBatchSize),
      malformed: () => ({ count: 0, records: [] }),
    };
  } catch (cause) {
    throw arrowFault(path, cause);
  } finally {
    await source.close();
  }
}

/**
 * The schema of an Arrow IPC file or stream, also inside gzip, from its beginning alone: at no cost that grows with the file. What
 * follows is not checked.
 *
 * @throws {DatasetError} not Arrow, ends within its schema, or a column of a type that is not read.
 */
export async function readArrowSchema(path: string): Promise<TableSchema> {
  const source = headSource(path);
  try {
    return (await beginningSchema(path, source)).table;
  } catch (cause) {
    throw arrowFault(path, cause);
  } finally {
    await source.close();
  }
}

async function* arrowBatches(path: string, plan: ArrowPlan, batchSize: number): AsyncGenerator<Columns> {
  const source = await openByteSource(path);
  try {
    const dictionaries = new Map<number, (string | null)[]>();
    let row = 0;
    for (const block of plan.blocks) {
      if (block.kind === 'dictionary') {
        await readDictionary(source, plan, block, dictionaries);
        continue;
      }
      const { header, body } = await openBatch(source, plan, block);
      for (let start = 0; start < header.rows && plan.schema.fields.length > 0; start += batchSize) {
        const window = { start, count: Math.min(batchSize, header.rows - start) };
        yield await readColumns(path, row + start, plan.schema.fields, header, (field, place) =>
          readColumn(field, body, place, window, dictionaries),
        );
      }
      row += header.rows;
    }
  } catch (cause) {
    throw arrowFault(path, cause);
  } finally {
    await source.close();
  }
}

async function openBatch(source: ByteSource, plan: ArrowPlan, block: ArrowBlock) {
  const message = await readBlockMessage(source, plan.schema, block);
  if (message.kind !== 'batch') throw new RangeError('a record batch is missing');
  return { header: message.header, body: await BatchBody.open(source, block, message.header.regions) };
}

async function readDictionary(
  source: ByteSource,
  plan: ArrowPlan,
  block: ArrowBlock,
  dictionaries: Map<number, (string | null)[]>,
): Promise<void> {
  const message = await readBlockMessage(source, plan.schema, block);
  if (message.kind !== 'dictionary') throw new RangeError('a dictionary is missing');
  const layout = plan.schema.fields
    .map((field) => field.layout)
    .find((l) => l.kind === 'dictionary' && l.id === message.id);
  if (layout?.kind !== 'dictionary') throw new RangeError(`no column uses dictionary ${message.id}`);
  checkBatchHeader(message.header, [layout.values]);
  const body = await BatchBody.open(source, block, message.header.regions);
  const window = { start: 0, count: message.header.rows };
  const place = { region: 0, longTextRegions: message.header.variadicCounts[0] ?? 0 };
  const valid = await readValidity(body, 0, 0, window.count);
  const texts = await readTexts(body, layout.values, place, window, valid);
  const known = message.isDelta ? (dictionaries.get(message.id) ?? []) : [];
  dictionaries.set(message.id, known.concat(texts));
}

async function readColumns(
  file: string,
  firstRow: number,
  fields: readonly ArrowField[],
  header: BatchHeader,
  read: (field: ArrowField, place: ColumnPlace) => Promise<Column>,
): Promise<Columns> {
  const columns: Record<string, Column> = {};
  const longTextRegions = header.variadicCounts.values();
  let region = 0;
  for (const field of fields) {
    const isView = field.layout.kind === 'text-view';
    const place = { region, longTextRegions: isView ? longTextRegions.next().value! : 0 };
    try {
      columns[field.column.name] = await read(field, place);
    } catch (cause) {
      throw columnFault(file, firstRow, field.column.name, cause);
    }
    region += regionCount(field.layout) + place.longTextRegions;
  }
  return columns;
}

function columnFault(file: string, firstRow: number, column: string, cause: unknown): unknown {
  if (cause instanceof ColumnFault) {
    return new DatasetError({ file, row: firstRow + cause.row + 1, column }, cause.message, { cause });
  }
  return cause instanceof RangeError
    ? new DatasetError({ file, column }, `is damaged: ${cause.message}`, { cause })
    : cause;
}

/** A ColumnFault that got this far is of a dictionary; RangeError is what reading beyond the bytes gives, ours and DataView's alike. */
function arrowFault(file: string, cause: unknown): unknown {
  if (cause instanceof UnsupportedArrowType) {
    const message = `has the Arrow type ${cause.arrowType}, which no column holds; readable are ${readableArrowTypes}`;
    return new DatasetError({ file, column: cause.column }, message, { cause });
  }
  if (cause instanceof ColumnFault) {
    return new DatasetError({ file }, `has a damaged dictionary: text ${cause.row + 1}: ${cause.message}`, { cause });
  }
  return cause instanceof RangeError
    ? new DatasetError({ file }, `cannot be read as Arrow: ${cause.message}`, { cause })
    : cause;
}

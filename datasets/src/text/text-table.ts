import type { Columns, FileTable, TableSchema } from '@basin/core';
import { BatchAssembler } from './column-buffers.js';
import { type LineBlock, lineBlocks } from './line-blocks.js';
import { MalformedLog } from './malformed-log.js';

/** What every reader of text files can be told. */
export interface TextReadOptions {
  /** Rows of a batch, ≥ 1; 8192 if not given. */
  readonly batchSize?: number | undefined;
  /** How many malformed records are kept, ≥ 0; 1000 if not given. All are counted. */
  readonly malformedLimit?: number | undefined;
  /** Longest record that is read, in bytes; 1 MiB if not given. */
  readonly maximumRecordBytes?: number | undefined;
}

/** Turns lines into rows; one for each reading of a file. */
export interface RecordParser {
  parse(block: LineBlock): void;
  /** After the last block. */
  end(): void;
}

export const defaultRecordBytes = 1024 * 1024;
const defaultBatchSize = 8192;
const defaultMalformedLimit = 1000;

/**
 * A table of a text file: the file is read again by every `batches()`, in constant memory; records that cannot be read are left
 * out and reported by `malformed()`, which speaks of the reading begun last.
 */
export function textTable(
  path: string,
  schema: TableSchema,
  options: TextReadOptions,
  parserOf: (batches: BatchAssembler, malformed: MalformedLog) => RecordParser,
): FileTable {
  const { batchSize = defaultBatchSize, malformedLimit = defaultMalformedLimit } = options;
  let latest = new MalformedLog(malformedLimit);

  async function* batches(): AsyncGenerator<Columns> {
    const malformed = new MalformedLog(malformedLimit);
    latest = malformed;
    const assembler = new BatchAssembler(schema.fields, batchSize);
    const parser = parserOf(assembler, malformed);
    for await (const block of lineBlocks(path, options.maximumRecordBytes ?? defaultRecordBytes)) {
      parser.parse(block);
      yield* assembler.takeFull();
    }
    parser.end();
    assembler.finish();
    yield* assembler.takeFull();
  }

  return { schema, rowCount: undefined, batches, malformed: () => latest.report() };
}

import type { Columns, TableSchema, TableWriter, WrittenFile } from '@basin/core';
import { AtomicFile } from '../files/atomic-file.js';
import { checkBatch, checkSchema } from './check-batch.js';

/** How one format turns a table into bytes. */
export interface TableEncoder {
  /** What stands before the first row. */
  readonly head: Uint8Array;
  rows(columns: Columns, count: number): Uint8Array;
  /** What stands behind the last row. */
  tail(): Uint8Array;
}

/**
 * Writes a table of any format to a file that appears, whole, at `close`: checks every batch against the schema, counts, hashes.
 * A batch that does not fit is refused and changes nothing; a disk that refuses ends the writing and leaves nothing.
 *
 * @throws {DatasetError} from `create` a schema or folder that cannot be written, from `append` a batch that does not fit.
 */
export async function createTableWriter(
  path: string,
  schema: TableSchema,
  encoderOf: (schema: TableSchema) => TableEncoder,
): Promise<TableWriter> {
  checkSchema(path, schema);
  const encoder = encoderOf(schema);
  const file = await AtomicFile.create(path);
  await file.write(encoder.head);
  let rows = 0;
  return {
    async append(columns: Columns): Promise<void> {
      const count = checkBatch(path, schema, columns);
      if (count === 0) return;
      await file.write(encoder.rows(columns, count));
      rows += count;
    },
    async close(): Promise<WrittenFile> {
      await file.write(encoder.tail());
      return { path, rows, ...(await file.close()) };
    },
    abort: () => file.abort(),
  };
}

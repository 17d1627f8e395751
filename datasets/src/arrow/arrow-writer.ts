import type { Columns, TableSchema, TableWriter } from '@basin/core';
import { FileBlock } from 'apache-arrow/ipc/metadata/file';
import { createTableWriter, type TableEncoder } from '../tables/batch-writer.js';
import { toArrowSchema } from './arrow-schema.js';
import { encodeColumn } from './encode-column.js';
import { arrowMagic, encodeBatchMessage, encodeFooter, encodeSchemaMessage } from './encode-message.js';

/**
 * Writes an Arrow IPC file, uncompressed, little-endian. The schema stands at its beginning and in its footer, so it can be read
 * as a stream too. Each `append` becomes one record batch: append thousands of rows at a time.
 *
 * @throws {DatasetError} a schema or batch that does not fit, or a disk that refuses.
 */
export function createArrowWriter(path: string, schema: TableSchema): Promise<TableWriter> {
  return createTableWriter(path, schema, arrowEncoder);
}

function arrowEncoder(schema: TableSchema): TableEncoder {
  const arrowSchema = toArrowSchema(schema);
  const head = Buffer.concat([arrowMagic, new Uint8Array(2), encodeSchemaMessage(arrowSchema)]);
  const blocks: FileBlock[] = [];
  let position = head.length;
  return {
    head,
    rows(columns: Columns, count: number): Uint8Array {
      const encoded = schema.fields.map(({ name }) => encodeColumn(columns[name]!, count));
      const { bytes, metadataLength, bodyLength } = encodeBatchMessage(count, encoded);
      blocks.push(new FileBlock(metadataLength, bodyLength, position));
      position += bytes.length;
      return bytes;
    },
    tail: () => encodeFooter(arrowSchema, blocks),
  };
}

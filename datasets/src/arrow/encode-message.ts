import { Message, MetadataVersion, type Schema } from 'apache-arrow';
import { type FileBlock, Footer } from 'apache-arrow/ipc/metadata/file';
import { BufferRegion, FieldNode, RecordBatch } from 'apache-arrow/ipc/metadata/message';
import type { EncodedColumn } from './encode-column.js';

const alignment = 8;

/** Bytes of one message, and where its parts lie in them. */
export interface EncodedMessage {
  readonly bytes: Uint8Array;
  /** The prefix is counted in. */
  readonly metadataLength: number;
  readonly bodyLength: number;
}

export function encodeSchemaMessage(schema: Schema): Uint8Array {
  return encodeMessage(Message.from(schema), []).bytes;
}

/** A record batch, its buffers one behind the other, each aligned. */
export function encodeBatchMessage(rows: number, columns: readonly EncodedColumn[]): EncodedMessage {
  const buffers = columns.flatMap((column) => column.buffers);
  const nodes = columns.flatMap((column) => column.nodes.map((node) => new FieldNode(node.rows, node.nulls)));
  let bodyLength = 0;
  const regions = buffers.map((buffer) => {
    const region = new BufferRegion(bodyLength, buffer.length);
    bodyLength += padded(buffer.length);
    return region;
  });
  return encodeMessage(Message.from(new RecordBatch(rows, nodes, regions, null), bodyLength), buffers);
}

/** What ends an Arrow file: the end of its stream, the footer, its length and the magic word. */
export function encodeFooter(schema: Schema, blocks: readonly FileBlock[]): Uint8Array {
  const footer = Footer.encode(new Footer(schema, MetadataVersion.V5, [...blocks], []));
  const bytes = new Uint8Array(8 + footer.length + 4 + arrowMagic.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, -1, true);
  bytes.set(footer, 8);
  view.setInt32(8 + footer.length, footer.length, true);
  bytes.set(arrowMagic, 12 + footer.length);
  return bytes;
}

export const arrowMagic: Uint8Array = new TextEncoder().encode('ARROW1');

/** Continuation marker, length of the metadata, metadata, body: each part padded to whole words. */
function encodeMessage(message: Message, buffers: readonly Uint8Array[]): EncodedMessage {
  const metadata = Message.encode(message);
  const metadataLength = 8 + padded(metadata.length);
  const bodyLength = buffers.reduce((sum, buffer) => sum + padded(buffer.length), 0);
  const bytes = new Uint8Array(metadataLength + bodyLength);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, -1, true);
  view.setInt32(4, metadataLength - 8, true);
  bytes.set(metadata, 8);
  let offset = metadataLength;
  for (const buffer of buffers) {
    bytes.set(buffer, offset);
    offset += padded(buffer.length);
  }
  return { bytes, metadataLength, bodyLength };
}

function padded(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

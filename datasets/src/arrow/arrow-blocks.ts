import { DatasetError } from '@basin/core';
import type { ByteSource } from '../files/byte-source.js';
import {
  type ArrowMessage,
  type ArrowSchema,
  arrowFooter,
  arrowMessage,
  arrowSchema,
  checkBatchHeader,
} from './arrow-message.js';
import type { FlatBlock } from './flat-table.js';

/** Where one dictionary or record batch lies in the file. */
export interface ArrowBlock {
  readonly kind: 'dictionary' | 'batch';
  readonly metadataOffset: number;
  readonly metadataLength: number;
  readonly bodyOffset: number;
  readonly bodyLength: number;
}

/** The plan of an Arrow file: its schema, its blocks in reading order, and how many rows they claim. */
export interface ArrowPlan {
  readonly schema: ArrowSchema;
  readonly blocks: readonly ArrowBlock[];
  readonly rows: number;
}

const magic = 'ARROW1';
/** The magic and two bytes of padding, before the stream that a file is but for its ends. */
const fileHeaderLength = 8;
/** No schema or batch header comes near this; it keeps a lying length from claiming memory. */
const largestMetadata = 64 * 1024 * 1024;

/**
 * Finds everything in an Arrow IPC file or stream by reading its headers only.
 *
 * @throws {RangeError | DatasetError | UnsupportedArrowType} it is neither, is truncated, or contradicts itself.
 */
export async function planArrow(file: string, source: ByteSource): Promise<ArrowPlan> {
  return (await isFile(file, source)) ? planFile(source) : planStream(source);
}

/**
 * The schema that an Arrow IPC file or stream begins with; nothing behind it is looked at.
 *
 * @throws {RangeError | DatasetError | UnsupportedArrowType} it is neither, or ends within its schema.
 */
export async function beginningSchema(file: string, source: ByteSource): Promise<ArrowSchema> {
  const offset = (await isFile(file, source)) ? fileHeaderLength : 0;
  return (await readSchema(source, offset)).schema;
}

/** Whether it is of the file format, not a stream. */
async function isFile(file: string, source: ByteSource): Promise<boolean> {
  const start = await source.read(0, Math.min(source.size, 8));
  if (startsWithMagic(start)) return true;
  if (source.size < 8 || !looksLikeStream(start)) {
    throw new DatasetError({ file }, `is no Arrow file: it begins with neither '${magic}' nor a stream header`);
  }
  return false;
}

/** Reads and checks one block's header. */
export async function readBlockMessage(
  source: ByteSource,
  schema: ArrowSchema,
  block: ArrowBlock,
): Promise<ArrowMessage> {
  const message = arrowMessage(await source.read(block.metadataOffset, block.metadataLength));
  if (message.kind !== block.kind) throw new RangeError(`a ${message.kind} stands where a ${block.kind} belongs`);
  if (message.bodyLength !== block.bodyLength) {
    throw new RangeError(`a body is ${message.bodyLength} bytes by its header and ${block.bodyLength} by the footer`);
  }
  if (message.kind === 'batch') {
    checkBatchHeader(
      message.header,
      schema.fields.map(({ layout }) => layout),
    );
  }
  return message;
}

function startsWithMagic(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', 0, magic.length) === magic;
}

/** A stream begins with the continuation marker, or, before Arrow 0.15, with the length of its schema. */
function looksLikeStream(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const first = view.getInt32(0, true);
  return first === -1 || (first > 0 && first % 8 === 4 && first < largestMetadata);
}

async function planFile(source: ByteSource): Promise<ArrowPlan> {
  const tailLength = magic.length + 4;
  if (source.size < 8 + tailLength) throw new RangeError('it ends within its header: it is truncated');
  const tail = await source.read(source.size - tailLength, tailLength);
  if (!startsWithMagic(tail.subarray(4))) throw new RangeError(`it does not end with '${magic}': it is truncated`);
  const footerLength = new DataView(tail.buffer).getInt32(0, true);
  const footerOffset = source.size - tailLength - footerLength;
  if (footerLength <= 0 || footerLength > largestMetadata || footerOffset < 8) {
    throw new RangeError(`its footer claims ${footerLength} bytes`);
  }
  const footer = arrowFooter(await source.read(footerOffset, footerLength));
  const schema = arrowSchema(footer.schema);
  const blocks = [
    ...(await locateBlocks(source, 'dictionary', footer.dictionaries, footerOffset)),
    ...(await locateBlocks(source, 'batch', footer.batches, footerOffset)),
  ];
  checkDisjoint(blocks);
  return { schema, blocks, rows: await countRows(source, schema, blocks) };
}

async function locateBlocks(source: ByteSource, kind: ArrowBlock['kind'], blocks: readonly FlatBlock[], end: number) {
  const located: ArrowBlock[] = [];
  for (const { offset, metadataLength, bodyLength } of blocks) {
    if (offset < 8 || metadataLength < 8 || bodyLength < 0 || offset + metadataLength + bodyLength > end) {
      throw new RangeError(`its footer places a ${kind} at byte ${offset}, where there is none`);
    }
    const prefix = new DataView((await source.read(offset, 8)).buffer);
    const prefixLength = prefix.getInt32(0, true) === -1 ? 8 : 4;
    located.push({
      kind,
      metadataOffset: offset + prefixLength,
      metadataLength: metadataLength - prefixLength,
      bodyOffset: offset + metadataLength,
      bodyLength,
    });
  }
  return located;
}

/** Blocks that overlap would let a small file unfold to any number of rows. */
function checkDisjoint(blocks: readonly ArrowBlock[]): void {
  const ordered = [...blocks].sort((a, b) => a.metadataOffset - b.metadataOffset);
  for (const [index, block] of ordered.entries()) {
    const next = ordered[index + 1];
    if (next !== undefined && block.bodyOffset + block.bodyLength > next.metadataOffset) {
      throw new RangeError('its footer places two batches at the same bytes');
    }
  }
}

async function planStream(source: ByteSource): Promise<ArrowPlan> {
  const { schema, end } = await readSchema(source, 0);
  const blocks: ArrowBlock[] = [];
  let block = await nextBlock(source, end);
  while (block !== undefined) {
    blocks.push(block);
    block = await nextBlock(source, block.bodyOffset + block.bodyLength);
  }
  return { schema, blocks, rows: await countRows(source, schema, blocks) };
}

async function readSchema(source: ByteSource, offset: number): Promise<{ schema: ArrowSchema; end: number }> {
  const first = await nextBlock(source, offset);
  const message = first && arrowMessage(await source.read(first.metadataOffset, first.metadataLength));
  if (message?.kind !== 'schema') throw new RangeError('it does not begin with a schema');
  return { schema: arrowSchema(message.schema), end: first!.bodyOffset + message.bodyLength };
}

/** The block at an offset of a stream, or undefined at its end. */
async function nextBlock(source: ByteSource, offset: number): Promise<ArrowBlock | undefined> {
  if (offset === source.size) return undefined;
  if (offset + 4 > source.size) throw new RangeError('it ends within a message: it is truncated');
  const prefix = new DataView((await source.read(offset, Math.min(8, source.size - offset))).buffer);
  const isMarked = prefix.getInt32(0, true) === -1;
  if (isMarked && prefix.byteLength < 8) throw new RangeError('it ends within a message: it is truncated');
  const metadataLength = prefix.getInt32(isMarked ? 4 : 0, true);
  if (metadataLength === 0) return undefined;
  const metadataOffset = offset + (isMarked ? 8 : 4);
  if (metadataLength < 0 || metadataLength > largestMetadata) {
    throw new RangeError(`a message at byte ${offset} claims ${metadataLength} bytes of metadata`);
  }
  const bodyOffset = metadataOffset + metadataLength;
  const message = arrowMessage(await source.read(metadataOffset, metadataLength));
  if (bodyOffset + message.bodyLength > source.size) {
    throw new RangeError(`a message at byte ${offset} claims a body of ${message.bodyLength} bytes: it is truncated`);
  }
  const kind = message.kind === 'dictionary' ? 'dictionary' : 'batch';
  return { kind, metadataOffset, metadataLength, bodyOffset, bodyLength: message.bodyLength };
}

async function countRows(source: ByteSource, schema: ArrowSchema, blocks: readonly ArrowBlock[]): Promise<number> {
  let rows = 0;
  for (const block of blocks) {
    if (block.kind !== 'batch') continue;
    const message = await readBlockMessage(source, schema, block);
    if (message.kind === 'batch') rows += message.header.rows;
  }
  return rows;
}

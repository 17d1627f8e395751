import { isUtf8 } from 'node:buffer';
import { DatasetError } from '@basin/core';
import { byteChunks } from '../files/byte-chunks.js';
import { excerpt, type RecordFault } from './malformed-log.js';

/** Whole lines of a text file, as bytes. Only the last line of a file may lack its line feed. */
export interface LineBlock {
  readonly bytes: Buffer;
  /** Number of the first line, from 1. */
  readonly firstLine: number;
  /** Lines that cannot be used, by number. One that is too long stands in `bytes` as an empty line. */
  readonly faults: ReadonlyMap<number, RecordFault> | undefined;
}

const lineFeed = 10;

/**
 * Reads a text file, inflated where it is gzip, in blocks of whole lines. A byte order mark is left out.
 *
 * @param maximumBytes - Longer lines are left out, so that memory stays bounded whatever the file holds.
 * @throws {DatasetError} it cannot be read, or is UTF-16 or no text at all.
 */
export async function* lineBlocks(path: string, maximumBytes: number): AsyncGenerator<LineBlock> {
  const assembler = new LineAssembler(maximumBytes);
  let isFirst = true;
  for await (const chunk of byteChunks(path)) {
    const bytes = isFirst ? withoutMark(path, chunk) : chunk;
    isFirst = false;
    const block = assembler.add(bytes);
    if (block !== undefined) yield block;
  }
  const rest = assembler.rest();
  if (rest !== undefined) yield rest;
}

function withoutMark(path: string, bytes: Buffer): Buffer {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw new DatasetError({ file: path }, 'is UTF-16 text; save it as UTF-8');
  if (bytes.includes(0) && isMostlyNoText(bytes)) {
    throw new DatasetError({ file: path }, 'is no text file: most of its first lines hold zero bytes or are not UTF-8');
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Whether more than half of the lines are no text: one damaged line among good ones is that line's fault alone. */
function isMostlyNoText(bytes: Buffer): boolean {
  const cut = bytes.lastIndexOf(lineFeed) + 1;
  const whole = cut === 0 ? bytes : bytes.subarray(0, cut);
  const lineCount = Math.max(1, countLines(whole));
  return 2 * linesNotText(whole, 1).size > lineCount;
}

/** Cuts chunks at line ends and carries the beginnings of lines over to the next chunk. */
class LineAssembler {
  readonly #maximumBytes: number;
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  #line = 1;
  #overlong: RecordFault | undefined;

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  add(chunk: Buffer): LineBlock | undefined {
    const end = chunk.lastIndexOf(lineFeed) + 1;
    if (end === 0) {
      this.#carry(chunk);
      return undefined;
    }
    const first = this.#overlong === undefined ? 0 : chunk.indexOf(lineFeed);
    const block = this.#block(Buffer.concat([...this.#carried, chunk.subarray(first, end)]));
    this.#carried = [];
    this.#carriedBytes = 0;
    if (end < chunk.length) this.#carry(chunk.subarray(end));
    return block;
  }

  rest(): LineBlock | undefined {
    if (this.#overlong !== undefined) return this.#block(Buffer.of(lineFeed));
    return this.#carriedBytes > 0 ? this.#block(Buffer.concat(this.#carried)) : undefined;
  }

  #carry(bytes: Buffer): void {
    if (this.#overlong !== undefined) return;
    this.#carried.push(bytes);
    this.#carriedBytes += bytes.length;
    if (this.#carriedBytes <= this.#maximumBytes) return;
    const message = `the line is longer than ${this.#maximumBytes} bytes`;
    this.#overlong = { status: 'too-long', message, text: excerpt(this.#carried[0]!) };
    this.#carried = [];
    this.#carriedBytes = 0;
  }

  #block(bytes: Buffer): LineBlock {
    const firstLine = this.#line;
    const isText = isUtf8(bytes) && !bytes.includes(0);
    const faults = isText ? new Map<number, RecordFault>() : linesNotText(bytes, firstLine);
    if (this.#overlong !== undefined) faults.set(firstLine, this.#overlong);
    this.#overlong = undefined;
    this.#line += countLines(bytes);
    return { bytes, firstLine, faults: faults.size === 0 ? undefined : faults };
  }
}

function linesNotText(bytes: Buffer, firstLine: number): Map<number, RecordFault> {
  const faults = new Map<number, RecordFault>();
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const end = lineEnd(bytes, start);
    const content = bytes.subarray(start, end);
    if (!isUtf8(content)) {
      faults.set(line, { status: 'not-utf-8', message: 'the line is not UTF-8', text: excerpt(content) });
    } else if (content.includes(0)) {
      faults.set(line, { status: 'malformed', message: 'the line holds a zero byte', text: excerpt(content) });
    }
    start = end + 1;
  }
  return faults;
}

/** Where the line that begins at `start` ends: at its line feed, or at the end of the bytes. */
export function lineEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(lineFeed, start);
  return end === -1 ? bytes.length : end;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count++;
  return count;
}

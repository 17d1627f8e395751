import { DatasetError } from '@basin/core';
import { byteChunks } from './byte-chunks.js';
import type { ByteSource } from './byte-source.js';

/**
 * The beginning of a file, inflated where it is gzip: read as far as it is asked for, and kept in memory. How long the whole is,
 * it does not say: its size is +Infinity.
 */
export function headSource(path: string): ByteSource {
  const chunks = byteChunks(path);
  let bytes: Buffer = Buffer.alloc(0);

  async function read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const end = offset + length;
    const pieces = [bytes];
    for (let known = bytes.length; known < end; ) {
      const next = await chunks.next();
      if (next.done === true) throw new DatasetError({ file: path }, `ended at byte ${known}; byte ${end} is needed`);
      pieces.push(next.value);
      known += next.value.length;
    }
    if (pieces.length > 1) bytes = Buffer.concat(pieces);
    return new Uint8Array(bytes.subarray(offset, end));
  }

  return { size: Number.POSITIVE_INFINITY, read, close: async () => void (await chunks.return(undefined)) };
}

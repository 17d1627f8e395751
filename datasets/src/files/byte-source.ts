import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetError } from '@basin/core';
import { byteChunks } from './byte-chunks.js';
import { readFault } from './file-fault.js';
import { isGzip } from './gzip.js';

/** Bytes that can be read anywhere. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes in memory of their own, so that typed views on them are aligned. Throws DatasetError past the end. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/**
 * Opens a file for random access. A gzip file is inflated into a nameless file in the folder for temporary files first: it costs
 * disk, never memory, and goes with `close` or with the process.
 *
 * @throws {DatasetError} no such file, not a file, or damaged gzip data.
 */
export async function openByteSource(path: string): Promise<ByteSource> {
  try {
    const handle = (await isGzip(path)) ? await inflateToNamelessFile(path) : await open(path, 'r');
    return await fileByteSource(path, handle);
  } catch (cause) {
    throw readFault(path, cause);
  }
}

async function fileByteSource(path: string, handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    size,
    read: (offset, length) => readExactly(path, handle, size, offset, length),
    close: () => handle.close(),
  };
}

async function readExactly(path: string, handle: FileHandle, size: number, offset: number, length: number) {
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
    throw new DatasetError({ file: path }, `is damaged: bytes ${offset} to ${offset + length} are needed of ${size}`);
  }
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) {
      throw new DatasetError({ file: path }, `became shorter while it was read: it ended at byte ${offset + done}`);
    }
    done += bytesRead;
  }
  return bytes;
}

async function inflateToNamelessFile(path: string): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'basin-'));
  const handle = await open(join(folder, 'inflated'), 'w+');
  try {
    await rm(folder, { recursive: true });
    for await (const chunk of byteChunks(path)) await handle.appendFile(chunk);
    return handle;
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

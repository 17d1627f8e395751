import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DatasetError } from '@basin/core';
import { reasonOf } from './file-fault.js';

/**
 * A file that appears under its name only when it is whole. It grows as '<name>.tmp-<process>-<random>' in the same folder; `close`
 * flushes it to the disk, renames it and flushes the folder; after any fault, and after `abort`, nothing is left.
 * Writes must not overlap.
 */
export class AtomicFile {
  readonly path: string;
  readonly #temporaryPath: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #isOpen = true;

  private constructor(path: string, temporaryPath: string, handle: FileHandle) {
    this.path = path;
    this.#temporaryPath = temporaryPath;
    this.#handle = handle;
  }

  /** @throws {DatasetError} the folder is missing or cannot be written to. */
  static async create(path: string): Promise<AtomicFile> {
    const name = `${basename(path)}.tmp-${process.pid}-${randomBytes(6).toString('hex')}`;
    const temporaryPath = join(dirname(path), name);
    try {
      return new AtomicFile(path, temporaryPath, await open(temporaryPath, 'wx'));
    } catch (cause) {
      throw new DatasetError({ file: path }, `cannot be created: ${reasonOf(cause)}`, { cause });
    }
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws {DatasetError} the disk refuses; the unfinished file is gone then. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#requireOpen();
    try {
      await this.#handle.appendFile(bytes);
    } catch (cause) {
      throw await this.#fail(cause, `${bytes.length} bytes more after ${this.#bytes}`);
    }
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }

  /** @throws {DatasetError} the disk refuses; the unfinished file is gone then. */
  async close(): Promise<{ readonly bytes: number; readonly sha256: string }> {
    this.#requireOpen();
    try {
      await this.#handle.sync();
      await this.#handle.close();
      await rename(this.#temporaryPath, this.path);
    } catch (cause) {
      throw await this.#fail(cause, `the last of ${this.#bytes} bytes`);
    }
    this.#isOpen = false;
    await this.#syncFolder();
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Leaves nothing behind. Does nothing after `close`. */
  async abort(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // A handle that a failed close has closed already refuses a second close, which changes nothing.
    await this.#handle.close().catch(() => undefined);
    await rm(this.#temporaryPath, { force: true });
  }

  async #syncFolder(): Promise<void> {
    try {
      await syncFolder(dirname(this.path));
    } catch (cause) {
      const message = `is written, but may not outlast a power cut: its folder could not be flushed: ${reasonOf(cause)}`;
      throw new DatasetError({ file: this.path }, message, { cause });
    }
  }

  async #fail(cause: unknown, amount: string): Promise<DatasetError> {
    await this.abort();
    const message = `cannot be written: ${reasonOf(cause)}, while writing ${amount}; the unfinished file was removed`;
    return new DatasetError({ file: this.path }, message, { cause });
  }

  #requireOpen(): void {
    if (!this.#isOpen)
      throw new DatasetError({ file: this.path }, 'is not being written any more: it was closed or given up');
  }
}

/** Makes a rename survive a power cut. Some systems cannot flush folders and say so by these codes. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'EPERM' && code !== 'EISDIR' && code !== 'EINVAL' && code !== 'EACCES') throw cause;
  }
}

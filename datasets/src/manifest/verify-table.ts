import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { DatasetError } from '@basin/core';
import { readFault } from '../files/file-fault.js';
import { manifestPath, readManifest, type TableManifest } from './manifest.js';

/**
 * Reads a table's bytes and compares them with its manifest.
 *
 * @throws {DatasetError} there is no manifest, or the bytes are not those that were written: the message says what was expected and
 * what was found.
 * @remarks Reads the whole file, in constant memory.
 */
export async function verifyTable(path: string): Promise<TableManifest> {
  const manifest = await readManifest(path);
  if (manifest === undefined)
    throw new DatasetError({ file: manifestPath(path) }, 'is not there: nothing to compare with');
  const found = await hashOf(path);
  if (found.bytes !== manifest.bytes) {
    throw new DatasetError(
      { file: path },
      `has ${found.bytes} bytes where its manifest says ${manifest.bytes}: it was changed or cut`,
    );
  }
  if (found.sha256 !== manifest.sha256) {
    throw new DatasetError(
      { file: path },
      `has SHA-256 ${found.sha256} where its manifest says ${manifest.sha256}: it was changed`,
    );
  }
  return manifest;
}

async function hashOf(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (cause) {
    throw readFault(path, cause);
  }
  return { bytes, sha256: hash.digest('hex') };
}

import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readFault } from './file-fault.js';
import { isGzip } from './gzip.js';

const chunkBytes = 256 * 1024;

/**
 * The bytes of a file from beginning to end, inflated where they are gzip. Leaving the loop early closes the file.
 *
 * @throws {DatasetError} the file cannot be read, or its gzip data is damaged.
 */
export async function* byteChunks(path: string): AsyncGenerator<Buffer> {
  try {
    const compressed = await isGzip(path);
    const file = createReadStream(path, { highWaterMark: chunkBytes });
    if (!compressed) {
      yield* file;
      return;
    }
    const inflated = createGunzip({ chunkSize: chunkBytes });
    // The callback is needed for errors to reach `inflated`, and so the loop.
    yield* pipeline(file, inflated, () => undefined);
  } catch (cause) {
    throw readFault(path, cause);
  }
}

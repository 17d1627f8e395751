import { existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeJson } from '../run/json-file.js';
import { fileHash } from './content-hash.js';

/** A file's hash and what the file looked like when it was worked out. */
const hashedFile = z.strictObject({ stamp: z.string(), sha256: z.string() });
const hashedFiles = z.record(z.string(), hashedFile);

/** A file that changed this recently could change again without looking different. */
const settledMilliseconds = 2000;

/**
 * Hashes of files, remembered as long as size, times and inode of a file stay what they were: planning costs a stat per file,
 * not a read.
 */
export class FileHashes {
  readonly #path: string;
  readonly #known: Map<string, z.infer<typeof hashedFile>>;
  #changed = false;

  /** @param path - Where the hashes are remembered; a file that cannot be read counts as empty. */
  constructor(path: string) {
    this.#path = path;
    this.#known = new Map(Object.entries(readHashes(path)));
  }

  /** @returns SHA-256 of the file's bytes, or undefined where there is no such file. */
  async of(path: string): Promise<string | undefined> {
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    if (found === undefined || !found.isFile()) return undefined;
    const stamp = `${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino}`;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.sha256;
    const sha256 = await fileHash(path);
    if (Date.now() - Number(found.mtimeMs) > settledMilliseconds) {
      this.#known.set(path, { stamp, sha256 });
      this.#changed = true;
    }
    return sha256;
  }

  /** Remembers what was worked out, where there is a folder for it; where it cannot, the next plan reads the files again. */
  async save(): Promise<void> {
    if (!this.#changed || !existsSync(dirname(this.#path))) return;
    this.#changed = false;
    await writeJson(this.#path, Object.fromEntries(this.#known)).catch(() => undefined);
  }
}

function readHashes(path: string): z.infer<typeof hashedFiles> {
  try {
    return hashedFiles.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

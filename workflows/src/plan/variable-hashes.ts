import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes of the key: as many as SHA-256 gives. */
const keyLength = 32;

/** What stands for a variable without a value: no hash looks like it. */
const notSet = 'not set';

/**
 * Tells whether environment variables have the values that they had, without keeping them: HMAC-SHA-256 under a random key that
 * stays in the workspace, so that nobody who sees a hash alone can try values against it.
 */
export class VariableHashes {
  readonly #path: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #key: Buffer | undefined;
  #isNew = false;

  /** @param path - Where the key is kept. */
  constructor(path: string, environment: Readonly<Record<string, string | undefined>>) {
    this.#path = path;
    this.#environment = environment;
  }

  /** The hash of each variable's value, hex, by name; 'not set' for a variable without one. */
  of(names: readonly string[]): Readonly<Record<string, string>> {
    return Object.fromEntries(names.map((name) => [name, this.#hashOf(this.#environment[name])]));
  }

  /** Keeps a key that was made, readable by its owner only. Without it the next plan takes every value for another one. */
  async save(): Promise<void> {
    if (!this.#isNew || this.#key === undefined) return;
    await mkdir(dirname(this.#path), { recursive: true });
    const unfinished = `${this.#path}.tmp-${process.pid}-${randomBytes(6).toString('hex')}`;
    await writeFile(unfinished, this.#key, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, this.#path);
    this.#isNew = false;
  }

  #hashOf(value: string | undefined): string {
    if (value === undefined) return notSet;
    this.#key ??= this.#readKey() ?? this.#makeKey();
    return createHmac('sha256', this.#key).update(value, 'utf8').digest('hex');
  }

  #readKey(): Buffer | undefined {
    try {
      const key = readFileSync(this.#path);
      return key.length === keyLength ? key : undefined;
    } catch {
      return undefined;
    }
  }

  #makeKey(): Buffer {
    this.#isNew = true;
    return randomBytes(keyLength);
  }
}

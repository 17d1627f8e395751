import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { contentHash } from '../plan/content-hash.js';
import { writeJson } from './json-file.js';

const passedChecks = z.strictObject({ versions: z.string(), keys: z.array(z.string()) });

/** Options that their extensions' checks have passed before, by key: what a molecule library would only say again. */
export class PassedChecks {
  readonly #path: string;
  readonly #versions: string;
  readonly #keys: Set<string>;
  #changed = false;

  /**
   * @param path - Where they are remembered; a file that cannot be read counts as empty.
   * @param versions - Of everything that takes part: other ones check anew.
   */
  constructor(path: string, versions: Readonly<Record<string, string>>) {
    this.#path = path;
    this.#versions = contentHash(versions);
    this.#keys = new Set(readKeys(path, this.#versions));
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#changed ||= !this.#keys.has(key);
    this.#keys.add(key);
  }

  /** Remembers them for the next time; only a run that has the workspace to itself does that. */
  async save(): Promise<void> {
    if (this.#changed) await writeJson(this.#path, { versions: this.#versions, keys: [...this.#keys] });
  }
}

function readKeys(path: string, versions: string): readonly string[] {
  try {
    const parsed = passedChecks.parse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.versions === versions ? parsed.keys : [];
  } catch {
    return [];
  }
}

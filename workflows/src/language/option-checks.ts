import type { Definition, OptionFault } from '@basin/core';
import { contentHash } from '../plan/content-hash.js';
import type { FaultList } from './fault-list.js';
import { secretNames } from './secret-text.js';
import type { KeyPath } from './source-places.js';

/** Keys of options that have passed their check before; new ones are added. */
export interface KnownChecks {
  has(key: string): boolean;
  add(key: string): void;
}

/** Options of one extension, and every place of the document where they stand. */
interface Subject {
  readonly key: string;
  readonly definition: Definition;
  readonly options: unknown;
  readonly paths: KeyPath[];
}

/** The checks that the extensions of a document ask for, each made once for equal options however often they stand there. */
export class OptionChecks {
  readonly #subjects = new Map<string, Subject>();
  readonly #known: KnownChecks;

  /** @param known - Checks that need not be made again. */
  constructor(known: KnownChecks = new Set<string>()) {
    this.#known = known;
  }

  /** Notes options to be checked. Those that refer to secrets are left out: they are judged when their extension is created. */
  note(definition: Definition, options: unknown, path: KeyPath): void {
    if (definition.check === undefined || secretNames(options).length > 0) return;
    const key = contentHash([definition.$$type, definition.name, options]);
    if (this.#known.has(key)) return;
    const known = this.#subjects.get(key);
    if (known === undefined) this.#subjects.set(key, { key, definition, options, paths: [path] });
    else known.paths.push(path);
  }

  /**
   * Makes all checks, side by side, and reports each fault wherever its options stand.
   *
   * @throws What a check throws, if no fault of the document is known by then.
   */
  async report(faults: FaultList): Promise<void> {
    const outcomes = await Promise.allSettled(
      [...this.#subjects.values()].map((subject) => this.#check(subject, faults)),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined && faults.count === 0) throw failed.reason;
  }

  async #check({ key, definition, options, paths }: Subject, faults: FaultList): Promise<void> {
    const found: readonly OptionFault[] = (await definition.check?.(options)) ?? [];
    if (found.length === 0) this.#known.add(key);
    for (const path of paths) {
      for (const fault of found) faults.atValue([...path, ...fault.path], fault.message);
    }
  }
}

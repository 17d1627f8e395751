import type { Definition, OptionFault } from '@basin/core';
import { canonicalJson } from '../plan/canonical-json.js';
import type { FaultList } from './fault-list.js';
import { secretNames } from './secret-text.js';
import type { KeyPath } from './source-places.js';

/** Options of one extension, and every place of the document where they stand. */
interface Subject {
  readonly definition: Definition;
  readonly options: unknown;
  readonly paths: KeyPath[];
}

/** The checks that the extensions of a document ask for, each made once for equal options however often they stand there. */
export class OptionChecks {
  readonly #subjects = new Map<string, Subject>();

  /** Notes options to be checked. Those that refer to secrets are left out: they are judged when their extension is created. */
  note(definition: Definition, options: unknown, path: KeyPath): void {
    if (definition.check === undefined || secretNames(options).length > 0) return;
    const key = canonicalJson([definition.$$type, definition.name, options]);
    const known = this.#subjects.get(key);
    if (known === undefined) this.#subjects.set(key, { definition, options, paths: [path] });
    else known.paths.push(path);
  }

  /**
   * Makes all checks, side by side, and reports each fault wherever its options stand.
   *
   * @throws What a check throws, if no fault of the document is known by then.
   */
  async report(faults: FaultList): Promise<void> {
    const outcomes = await Promise.allSettled([...this.#subjects.values()].map((subject) => check(subject, faults)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined && faults.count === 0) throw failed.reason;
  }
}

async function check({ definition, options, paths }: Subject, faults: FaultList): Promise<void> {
  const found: readonly OptionFault[] = (await definition.check?.(options)) ?? [];
  for (const path of paths) {
    for (const fault of found) faults.atValue([...path, ...fault.path], fault.message);
  }
}

import { ConfigurationError, type ConfigurationFault } from '@basin/core';
import type { KeyPath, SourcePlaces } from './source-places.js';
import { commentHint } from './syntax-faults.js';

/** Collects the faults of a document, each with its place, so that one pass reports them all. */
export class FaultList {
  readonly #faults: ConfigurationFault[] = [];
  readonly #places: SourcePlaces;

  constructor(places: SourcePlaces) {
    this.#places = places;
  }

  get count(): number {
    return this.#faults.length;
  }

  /** Whether there is a fault of a value, or of anything in it. */
  hasWithin(path: KeyPath): boolean {
    return this.#faults.some((fault) => path.every((key, depth) => fault.path[depth] === key));
  }

  /** A fault of a value: it points at the value. */
  atValue(path: KeyPath, fault: string): void {
    const position = this.#places.ofValue(path);
    const message = this.#places.isCommented(path) ? `${fault}; ${commentHint}` : fault;
    this.#add(position === undefined ? { message, path } : { message, path, position });
  }

  /** A fault of a key, or of what is missing under it: it points at the key. */
  atKey(path: KeyPath, message: string): void {
    const position = this.#places.ofKey(path);
    this.#add(position === undefined ? { message, path } : { message, path, position });
  }

  /** @throws {ConfigurationError} There is a fault; of class `Refusal`, with all of them by file and line. */
  throwIfAny(Refusal: typeof ConfigurationError = ConfigurationError): void {
    if (this.#faults.length > 0) throw new Refusal(this.#faults.toSorted(byPlace));
  }

  #add(fault: ConfigurationFault): void {
    const repeated = this.#faults.some((other) => other.message === fault.message && samePlace(other, fault));
    if (!repeated) this.#faults.push(fault);
  }
}

function samePlace(a: ConfigurationFault, b: ConfigurationFault): boolean {
  return a.path.join('\0') === b.path.join('\0');
}

/** Faults of the file come first, by line; those of options given beside it follow. */
function byPlace(a: ConfigurationFault, b: ConfigurationFault): number {
  return (
    Number(isBeside(a)) - Number(isBeside(b)) ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0)
  );
}

function isBeside({ position }: ConfigurationFault): boolean {
  return position?.file.startsWith('<') ?? true;
}

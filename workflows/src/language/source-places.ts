import type { SourcePosition } from '@basin/core';

/** Keys from the root of a document to a value: names of maps, indices of lists. */
export type KeyPath = readonly (string | number)[];

/** Where a value stands. `start` and `end` are offsets in the text, the end exclusive. */
export interface Place {
  /** Position of the key, where the value has one. */
  readonly key: SourcePosition | undefined;
  readonly value: SourcePosition;
  readonly start: number;
  readonly end: number;
}

/** The places of all keys and values of a document. */
export class SourcePlaces {
  readonly #places = new Map<string, Place>();
  readonly #commented = new Set<string>();

  set(path: KeyPath, place: Place): void {
    this.#places.set(pathKey(path), place);
  }

  /** Notes that a value is nothing because a comment stands in its place. */
  markCommented(path: KeyPath): void {
    this.#commented.add(pathKey(path));
  }

  isCommented(path: KeyPath): boolean {
    return this.#commented.has(pathKey(path));
  }

  get(path: KeyPath): Place | undefined {
    return this.#places.get(pathKey(path));
  }

  /** Forgets a value and everything below it. O(places). */
  deleteBelow(path: KeyPath): void {
    const prefix = pathKey(path);
    this.#commented.delete(prefix);
    for (const key of this.#places.keys()) {
      if (key === prefix || key.startsWith(prefix + separator) || prefix === '') this.#places.delete(key);
    }
  }

  /** Position of a value, else of the nearest value around it. */
  ofValue(path: KeyPath): SourcePosition | undefined {
    for (let length = path.length; length >= 0; length--) {
      const place = this.get(path.slice(0, length));
      if (place !== undefined) return length === path.length ? place.value : (place.key ?? place.value);
    }
    return undefined;
  }

  /** Position of the key of a value, else of the nearest around it. */
  ofKey(path: KeyPath): SourcePosition | undefined {
    return this.get(path)?.key ?? this.ofValue(path);
  }
}

const separator = '\0';

function pathKey(path: KeyPath): string {
  return path.map((part) => separator + String(part)).join('');
}

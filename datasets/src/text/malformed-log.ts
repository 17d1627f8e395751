import type { MalformedRecord } from '@basin/core';

/** Why a record could not be read: a short word for programs, a sentence for people. */
export interface RecordFault {
  readonly status: MalformedStatus;
  readonly message: string;
  readonly text: string;
}

/** 'malformed': breaks the format; 'type': a value that its column cannot hold; the others say themselves. */
export type MalformedStatus = 'malformed' | 'type' | 'too-long' | 'not-utf-8';

const shownCharacters = 200;

/** The beginning of a record's text, enough to find it. */
export function excerpt(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4 * shownCharacters)).toString();
  return text.slice(0, shownCharacters).replace(/\r?\n$/, '');
}

/** Collects what could not be read: counts all, keeps the first ones. */
export class MalformedLog {
  readonly #limit: number;
  readonly #records: MalformedRecord[] = [];
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(row: number, fault: RecordFault): void {
    this.#count++;
    if (this.#records.length < this.#limit) this.#records.push({ row, ...fault });
  }

  report(): { readonly count: number; readonly records: readonly MalformedRecord[] } {
    return { count: this.#count, records: this.#records };
  }
}

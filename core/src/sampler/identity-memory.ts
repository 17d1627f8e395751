/** The identities of designs that were evaluated: the latest `limit` of them. */
export class IdentityMemory {
  readonly #limit: number;
  readonly #identities = new Set<string>();

  /** @param limit - ≥ 1. A text of 60 characters takes about 100 bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  has(identity: string): boolean {
    return this.#identities.has(identity);
  }

  /** The identities, oldest first. */
  pack(): readonly string[] {
    return [...this.#identities];
  }

  /** Goes on from what {@link pack} gave. */
  restore(packed: readonly string[]): void {
    this.#identities.clear();
    for (const identity of packed) this.#identities.add(identity);
  }

  /** Remembers an identity, and forgets the oldest where there are too many. */
  add(identity: string): void {
    this.#identities.add(identity);
    if (this.#identities.size <= this.#limit) return;
    for (const oldest of this.#identities) {
      this.#identities.delete(oldest);
      return;
    }
  }
}

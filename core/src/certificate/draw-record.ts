import type { ChainedQuantity } from '../diagnostics/diagnose-quantity.js';
import type { StateSpace } from '../state/state-space.js';

/** Rows of draws: which chain each is of, and its number there, from 0. */
interface Piece<B> {
  readonly batch: B;
  readonly chain: Int32Array;
  readonly ordinal: Int32Array;
  readonly values: ReadonlyMap<string, Float64Array>;
}

/** Draws to be recorded: states, their chains, and numbers of each by quantity. */
export interface RecordedDraws<B> {
  readonly batch: B;
  readonly chain: Int32Array;
  readonly values: ReadonlyMap<string, Float64Array>;
}

/** Name under which a record keeps ln of each draw's weight: what a draw is worth, which is no quantity of its state. */
export const logWeightName = 'logWeight';

/** Rows that are kept, unless told otherwise: some 10⁵, enough for every diagnostic. */
const usualCapacity = 100_000;

/**
 * What a certificate needs to keep of draws as they come, in bounded memory: all of them while they are few, then every second
 * of each chain, every fourth …
 */
export class DrawRecord<B> {
  readonly #space: StateSpace<B>;
  readonly #capacity: number;
  readonly #counts = new Map<number, number>();
  #pieces: Piece<B>[] = [];
  #rowCount = 0;
  #stride = 1;

  constructor(space: StateSpace<B>, capacity = usualCapacity) {
    this.#space = space;
    this.#capacity = capacity;
  }

  /** Every how manieth draw of a chain is kept. */
  get stride(): number {
    return this.#stride;
  }

  /** Draws of all chains that came, kept or not. */
  get drawCount(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Takes draws in; rows of a chain in the order in which they were drawn. The same quantities every time. */
  add({ batch, chain, values }: RecordedDraws<B>): void {
    const ordinal = chain.map((c) => {
      const number = this.#counts.get(c) ?? 0;
      this.#counts.set(c, number + 1);
      return number;
    });
    this.#keep({ batch, chain, ordinal, values });
    while (this.#rowCount > this.#capacity) this.#halve();
  }

  /** The kept numbers of every quantity, weights left out, chain by chain in the order of their numbers, all as long as the shortest. */
  quantities(): readonly ChainedQuantity[] {
    const names = [...(this.#pieces[0]?.values.keys() ?? [])].filter((name) => name !== logWeightName);
    return names.map((quantity) => ({ quantity, chains: this.#chainsOf(quantity) }));
  }

  /** Up to `count` kept states, evenly spread over the draws of every chain; undefined for none. */
  states(count: number): B | undefined {
    if (this.#rowCount === 0) return undefined;
    const batch = this.#space.concat(this.#pieces.map((piece) => piece.batch));
    const every = Math.ceil(this.#rowCount / count);
    const order = this.#inChainOrder();
    const rows = Int32Array.from({ length: Math.ceil(this.#rowCount / every) }, (_, i) => order[i * every]!);
    return this.#space.take(batch, rows);
  }

  /** Whether any two kept draws are different states. Stops at the first that differs. */
  statesDiffer(): boolean {
    const first = this.#pieces[0];
    if (first === undefined) return false;
    const identity = this.#space.identity(first.batch, 0);
    return this.#pieces.some(({ batch, chain }) =>
      chain.some((_, row) => this.#space.identity(batch, row) !== identity),
    );
  }

  /** All kept draws, in the order in which they came; undefined for none. */
  rows(): RecordedDraws<B> | undefined {
    const [first] = this.#pieces;
    if (first === undefined) return undefined;
    const joined = (name: string): Float64Array =>
      Float64Array.from(this.#pieces.flatMap(({ values }) => [...(values.get(name) ?? [])]));
    return {
      batch: this.#space.concat(this.#pieces.map(({ batch }) => batch)),
      chain: Int32Array.from(this.#pieces.flatMap(({ chain }) => [...chain])),
      values: new Map([...first.values.keys()].map((name) => [name, joined(name)])),
    };
  }

  /** Kept rows, numbered over all pieces, chain by chain. */
  #inChainOrder(): Int32Array {
    const chain = this.#pieces.flatMap((piece) => [...piece.chain]);
    return Int32Array.from(chain.keys()).sort((a, b) => chain[a]! - chain[b]! || a - b);
  }

  #chainsOf(quantity: string): readonly Float64Array[] {
    const byChain = new Map<number, number[]>();
    for (const { chain, values } of this.#pieces) {
      const numbers = values.get(quantity);
      for (let row = 0; row < chain.length; row++) {
        const list = byChain.get(chain[row]!) ?? [];
        list.push(numbers?.[row] ?? Number.NaN);
        byChain.set(chain[row]!, list);
      }
    }
    const chains = [...byChain].sort(([a], [b]) => a - b).map(([, list]) => list);
    const shortest = chains.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
    return chains.map((list) => Float64Array.from(list.slice(0, shortest)));
  }

  #keep(piece: Piece<B>): void {
    const rows = Int32Array.from(piece.ordinal.keys()).filter((row) => piece.ordinal[row]! % this.#stride === 0);
    if (rows.length === 0) return;
    this.#rowCount += rows.length;
    this.#pieces.push(rows.length === piece.ordinal.length ? piece : this.#taken(piece, rows));
  }

  #taken({ batch, chain, ordinal, values }: Piece<B>, rows: Int32Array): Piece<B> {
    return {
      batch: this.#space.take(batch, rows),
      chain: rows.map((row) => chain[row]!),
      ordinal: rows.map((row) => ordinal[row]!),
      values: new Map([...values].map(([name, numbers]) => [name, Float64Array.from(rows, (row) => numbers[row]!)])),
    };
  }

  #halve(): void {
    const pieces = this.#pieces;
    this.#stride *= 2;
    this.#pieces = [];
    this.#rowCount = 0;
    for (const piece of pieces) this.#keep(piece);
  }
}

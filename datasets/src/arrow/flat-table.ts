/** How many bytes of text one buffer may yield, per byte it has: texts may be shared, but not so often that they become a bomb. */
const textPerByte = 8;

interface FlatBuffer {
  readonly bytes: Buffer;
  readonly view: DataView;
  textBudget: number;
}

/**
 * One table inside a FlatBuffer, the encoding of Arrow's metadata. A slot counts the fields of the schema from 0; an absent field
 * gives its default. Every offset and count is checked against the buffer before anything is allocated or looped over, because
 * files come from anywhere: generated FlatBuffers readers check nothing and trust counts.
 *
 * All readers throw RangeError when the buffer contradicts itself.
 * @see https://flatbuffers.dev/internals/
 */
export class FlatTable {
  readonly #buffer: FlatBuffer;
  readonly #position: number;
  readonly #slots: number;
  readonly #slotBytes: number;

  private constructor(buffer: FlatBuffer, position: number) {
    this.#buffer = buffer;
    this.#position = position;
    this.#slots = position - buffer.view.getInt32(position, true);
    this.#slotBytes = buffer.view.getUint16(this.#slots, true);
  }

  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const buffer = {
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      view,
      textBudget: textPerByte * bytes.byteLength,
    };
    return new FlatTable(buffer, view.getUint32(0, true));
  }

  boolean(slot: number): boolean {
    return this.uint8(slot) !== 0;
  }

  uint8(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : this.#buffer.view.getUint8(at);
  }

  int16(slot: number, absent = 0): number {
    const at = this.#field(slot);
    return at === undefined ? absent : this.#buffer.view.getInt16(at, true);
  }

  int32(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : this.#buffer.view.getInt32(at, true);
  }

  /** A 64-bit integer, as far as a number holds it exactly. */
  int64(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : this.#int64At(at);
  }

  text(slot: number): string | undefined {
    const at = this.#field(slot);
    if (at === undefined) return undefined;
    const { start, count } = this.#vectorAt(this.#follow(at), 1);
    this.#buffer.textBudget -= count;
    if (this.#buffer.textBudget < 0) throw new RangeError('texts overlap');
    return this.#buffer.bytes.toString('utf8', start, start + count);
  }

  table(slot: number): FlatTable | undefined {
    const at = this.#field(slot);
    return at === undefined ? undefined : new FlatTable(this.#buffer, this.#follow(at));
  }

  tables(slot: number): FlatTable[] {
    const { start, count } = this.#vector(slot, 4);
    return Array.from({ length: count }, (_, index) => new FlatTable(this.#buffer, this.#follow(start + 4 * index)));
  }

  /** A vector of structs that are read as 64-bit words, `words` a struct, one after the other. */
  int64Structs(slot: number, words: number): number[] {
    const { start, count } = this.#vector(slot, 8 * words);
    return Array.from({ length: count * words }, (_, index) => this.#int64At(start + 8 * index));
  }

  /** A vector of Arrow's Block structs: int64 offset, int32 metadata length, 4 bytes padding, int64 body length. */
  blocks(slot: number): FlatBlock[] {
    const { start, count } = this.#vector(slot, 24);
    return Array.from({ length: count }, (_, index) => ({
      offset: this.#int64At(start + 24 * index),
      metadataLength: this.#buffer.view.getInt32(start + 24 * index + 8, true),
      bodyLength: this.#int64At(start + 24 * index + 16),
    }));
  }

  #field(slot: number): number | undefined {
    const entry = 4 + 2 * slot;
    if (entry + 2 > this.#slotBytes) return undefined;
    const offset = this.#buffer.view.getUint16(this.#slots + entry, true);
    return offset === 0 ? undefined : this.#position + offset;
  }

  #follow(at: number): number {
    return at + this.#buffer.view.getUint32(at, true);
  }

  #vector(slot: number, itemBytes: number) {
    const at = this.#field(slot);
    return at === undefined ? { start: 0, count: 0 } : this.#vectorAt(this.#follow(at), itemBytes);
  }

  #vectorAt(at: number, itemBytes: number) {
    const count = this.#buffer.view.getUint32(at, true);
    const start = at + 4;
    if (start + count * itemBytes > this.#buffer.view.byteLength) {
      throw new RangeError(`a list claims ${count} items, more than the metadata can hold`);
    }
    return { start, count };
  }

  #int64At(at: number): number {
    const value = Number(this.#buffer.view.getBigInt64(at, true));
    if (!Number.isSafeInteger(value)) throw new RangeError(`the number ${value} is out of range`);
    return value;
  }
}

export interface FlatBlock {
  readonly offset: number;
  readonly metadataLength: number;
  readonly bodyLength: number;
}

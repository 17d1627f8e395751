import type { ByteSource } from '../files/byte-source.js';
import type { ArrowBlock } from './arrow-blocks.js';

/** Bodies up to this size are read whole; of larger ones (a table written as one batch) only the rows asked for. */
const wholeBodyBytes = 32 * 1024 * 1024;

/** The buffers of one record batch, by their number in Arrow's order. */
export class BatchBody {
  readonly #regions: readonly number[];
  readonly #readBody: ReadBody;

  private constructor(regions: readonly number[], readBody: ReadBody) {
    this.#regions = regions;
    this.#readBody = readBody;
  }

  /** @throws {RangeError} a buffer lies outside of the body. */
  static async open(source: ByteSource, block: ArrowBlock, regions: readonly number[]): Promise<BatchBody> {
    for (let index = 0; index < regions.length; index += 2) {
      const offset = regions[index]!;
      const length = regions[index + 1]!;
      if (offset < 0 || length < 0 || offset + length > block.bodyLength) {
        throw new RangeError(`a buffer claims ${length} bytes at ${offset} of a body of ${block.bodyLength}`);
      }
    }
    if (block.bodyLength > wholeBodyBytes) {
      return new BatchBody(regions, (offset, length) => source.read(block.bodyOffset + offset, length));
    }
    const body = await source.read(block.bodyOffset, block.bodyLength);
    return new BatchBody(regions, (offset, length) => body.subarray(offset, offset + length));
  }

  length(region: number): number {
    return this.#regions[2 * region + 1]!;
  }

  /** Bytes of one buffer. @throws {RangeError} it has fewer. */
  read(region: number, start: number, length: number): Uint8Array | Promise<Uint8Array> {
    if (start < 0 || length < 0 || start + length > this.length(region)) {
      throw new RangeError(`a buffer has ${this.length(region)} bytes where ${start + length} are needed`);
    }
    return this.#readBody(this.#regions[2 * region]! + start, length);
  }
}

type ReadBody = (offset: number, length: number) => Uint8Array | Promise<Uint8Array>;

import { describe, expect, it } from 'vitest';
import { DesignError } from '../errors/design-error.js';
import { parseCheckpoint, serialiseCheckpoint } from './checkpoint-text.js';

const checkpoint = {
  step: 12,
  best: Number.NEGATIVE_INFINITY,
  zero: -0,
  none: Number.NaN,
  name: 'χ "quoted"\n',
  nothing: null,
  yes: true,
  energy: Float64Array.of(-0, 0.1, Number.MIN_VALUE, Number.NaN, Number.POSITIVE_INFINITY),
  counts: Int32Array.of(-1, 2 ** 31 - 1),
  sites: Uint8Array.of(0, 255, 7, 1),
  empty: new Float64Array(0),
  list: [1, 'two', { three: Float64Array.of(3) }],
};

describe('a checkpoint as text', () => {
  it('comes back bit by bit', () => {
    expect(parseCheckpoint(serialiseCheckpoint(checkpoint))).toEqual(checkpoint);
    expect(Object.is(parseCheckpoint(serialiseCheckpoint(checkpoint)).zero, -0)).toBe(true);
  });

  it('keeps views of larger arrays to themselves', () => {
    const whole = Float64Array.of(1, 2, 3, 4);
    expect(parseCheckpoint(serialiseCheckpoint({ part: whole.subarray(1, 3) })).part).toEqual(Float64Array.of(2, 3));
  });

  it('writes bytes as RFC 4648 has them', () => {
    const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    for (const [plain, coded] of [
      ['f', 'Zg=='],
      ['fo', 'Zm8='],
      ['foo', 'Zm9v'],
      ['foobar', 'Zm9vYmFy'],
    ] as const) {
      expect(serialiseCheckpoint({ a: bytes(plain) })).toContain(`"${coded}"`);
    }
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -5)],
    ['of another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['with a foreign character', (text: string) => text.replace('AAAA', 'A*AA')],
    ['with an array of unknown type', (text: string) => text.replace('"int32"', '"int64"')],
    ['no object', () => '[]'],
  ])('is refused %s', (_, change) => {
    expect(() => parseCheckpoint(change(serialiseCheckpoint(checkpoint)))).toThrow(DesignError);
  });

  it('has no place for the key that marks its arrays', () => {
    expect(() => serialiseCheckpoint({ $: 1 })).toThrow(RangeError);
  });
});

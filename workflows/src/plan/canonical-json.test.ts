import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';
import { contentHash } from './content-hash.js';

describe('canonicalJson', () => {
  it('does not depend on the order of keys, nor on what is undefined', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, undefined], c: undefined } })).toBe('{"a":{"d":[1,null]},"b":1}');
  });

  it('tells apart what JSON would not', () => {
    const values = [
      null,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0,
      '0',
      'NaN',
      1n,
      [1],
      Float64Array.of(1),
      Int32Array.of(1),
      new Set([1]),
    ];
    expect(new Set(values.map(canonicalJson)).size).toBe(values.length);
    expect(canonicalJson(-0)).toBe('0');
  });

  it('refuses what cannot be compared', () => {
    expect(() => canonicalJson({ a: () => 1 })).toThrow('a function is no plain data');
    expect(() => canonicalJson(new Date(0))).toThrow('class Date');
  });

  it('hashes as SHA-256 of the text', () => {
    // printf '{"a":1}' | sha256sum
    expect(contentHash({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
  });
});

import { expect, it } from 'vitest';
import { hashLabel } from './label-hash.js';

const hex = (label: string) => {
  const { low, high } = hashLabel(label);
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
};

it.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('gives the FNV-1a 64 of %j published in RFC 9923', (label, hash) => {
  expect(hex(label)).toBe(hash);
});

// Integers of any size over Buffer's UTF-8: another route to the same number.
it.each(['é', '√2', '𝛽 = 1/kT', 'step.sample[3]'])('hashes the UTF-8 bytes of %j', (label) => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(label, 'utf8')) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  expect(hex(label)).toBe(hash.toString(16).padStart(16, '0'));
});

it('keeps different unpaired surrogates apart', () => {
  expect(hex('\ud800')).not.toBe(hex('\ud801'));
});

import { describe, expect, it } from 'vitest';
import { threefryBlocks } from './threefry.js';

const words = (text: string) => Int32Array.from(text.split(' '), (word) => Number.parseInt(word, 16) | 0);
const hex = (block: Int32Array) => Array.from(block, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');

/** The 'threefry4x32 20' lines of kat_vectors in the Random123 distribution, version 1.09. */
const knownAnswers = [
  {
    counter: '00000000 00000000 00000000 00000000',
    key: '00000000 00000000 00000000 00000000',
    block: '9c6ca96a e17eae66 fc10ecd4 5256a7d8',
  },
  {
    counter: 'ffffffff ffffffff ffffffff ffffffff',
    key: 'ffffffff ffffffff ffffffff ffffffff',
    block: '2a881696 57012287 f6c7446e a16a6732',
  },
  {
    counter: '243f6a88 85a308d3 13198a2e 03707344',
    key: 'a4093822 299f31d0 082efa98 ec4e6c89',
    block: '59cd1dbb b8879579 86b5d00c ac8b6d84',
  },
];

describe('threefryBlocks', () => {
  it.each(knownAnswers)('gives the published block for key $key', ({ counter, key, block }) => {
    const out = new Int32Array(4);
    threefryBlocks(words(key), words(counter), out, 1);
    expect(hex(out)).toBe(block);
  });

  it.each([
    ['ffffffff 00000000 00000000 00000000', '00000000 00000001 00000000 00000000'],
    ['ffffffff ffffffff 00000007 00000000', '00000000 00000000 00000008 00000000'],
    ['ffffffff ffffffff ffffffff 00000002', '00000000 00000000 00000000 00000003'],
  ])('carries the counter from %s to %s', (counter, next) => {
    const key = words('00000001 00000002 00000003 00000004');
    const two = new Int32Array(8);
    const one = new Int32Array(4);
    threefryBlocks(key, words(counter), two, 2);
    threefryBlocks(key, words(next), one, 1);
    expect(hex(two.subarray(4))).toBe(hex(one));
  });
});

import { describe, expect, it } from 'vitest';
import { fromPosition, randomStream } from './random-stream.js';
import type { Rng } from './rng.js';
import { ziggurat } from './ziggurat.js';

const words = (rng: Rng, count: number) => Array.from({ length: count }, () => rng.uint32());

/** A draw of every kind, many times, so that buffers are refilled at every offset. */
function mixture(rng: Rng): number[] {
  const block = new Float64Array(33);
  const drawn: number[] = [];
  for (let round = 0; round < 40; round++) {
    rng.fillNormal(block);
    drawn.push(rng.uint32(), rng.uniform(), rng.integer(1000), rng.normal(), ...block);
    rng.fillUniform(block);
    drawn.push(...block);
  }
  return drawn;
}

describe('addresses', () => {
  it('give Threefry blocks of counters 0, 1, … under the key (seed, hash of the label)', () => {
    // 0x85944171f73967e8 is FNV-1a 64 of 'foobar'; Threefry itself is held to known answers in its own test.
    const position = randomStream(2 ** 33 + 5, 'foobar').position;
    expect(position).toEqual({ key: [5, 2, 0xf73967e8, 0x85944171], counter: [0, 0, 0, 0], used: 0 });
  });

  it('that are equal give equal numbers; others do not', () => {
    const first = words(randomStream(1, 'sample'), 8);
    expect(words(randomStream(1, 'sample'), 8)).toEqual(first);
    expect(words(randomStream(2, 'sample'), 8)).not.toEqual(first);
    expect(words(randomStream(1 + 2 ** 32, 'sample'), 8)).not.toEqual(first);
    expect(words(randomStream(1, 'sample2'), 8)).not.toEqual(first);
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])('refuse the seed %f', (seed) => {
    expect(() => randomStream(seed, '')).toThrow(`seed is ${seed}`);
  });
});

describe('position', () => {
  it('restores a stream byte for byte, wherever it stood', () => {
    const rng = randomStream(7, 'resume');
    for (let used = 0; used < 300; used++) {
      const again = fromPosition(JSON.parse(JSON.stringify(rng.position)));
      expect(words(again, 5)).toEqual(words(fromPosition(rng.position), 5));
      rng.uint32();
    }
    const copy = fromPosition(rng.position);
    expect(mixture(copy)).toEqual(mixture(rng));
    expect(copy.position).toEqual(rng.position);
  });

  it('counts what normals consume, also in the tails and wedges', () => {
    const rng = randomStream(3, 'normals');
    for (let i = 0; i < 2000; i++) {
      const copy = fromPosition(rng.position);
      expect(copy.normal()).toBe(rng.normal());
      expect(copy.position).toEqual(rng.position);
    }
  });

  it('passes from one counter word to the next', () => {
    const rng = fromPosition({ key: [1, 2, 3, 4], counter: [0xffffffff, 0xffffffff, 5, 0], used: 3 });
    rng.uint32();
    expect(rng.position).toEqual({ key: [1, 2, 3, 4], counter: [0, 0, 6, 0], used: 0 });
    expect(words(rng, 4)).toEqual(words(fromPosition({ key: [1, 2, 3, 4], counter: [0, 0, 6, 0], used: 0 }), 4));
  });
});

describe('what words become', () => {
  // The published first block of Threefry-4x32-20 under the zero key begins 9c6ca96a e17eae66.
  const start = () => fromPosition({ key: [0, 0, 0, 0], counter: [0, 0, 0, 0], used: 0 });

  it('a uniform: 27 bits of the first word above 26 of the second', () => {
    expect(start().uint32()).toBe(0x9c6ca96a);
    expect(start().uniform()).toBe(((0x9c6ca96a >>> 5) * 2 ** 26 + (0xe17eae66 >>> 6)) / 2 ** 53);
  });

  it('a normal: layer by the low 8 bits of the first word; abscissa by its high 21 and the second word', () => {
    const fraction = Number(BigInt.asIntN(53, (0xe17eae66n << 21n) | (0x9c6ca96an >> 11n))) + 0.5;
    expect(start().normal()).toBe((fraction / 2 ** 52) * ziggurat.edges[0x6a]!);
  });
});

describe('fill', () => {
  it('gives what single draws give, in the same positions', () => {
    for (const length of [0, 1, 2, 31, 5000]) {
      const [filled, single] = [randomStream(11, 'fill'), randomStream(11, 'fill')];
      const out = new Float64Array(length);
      words(filled, 3);
      words(single, 3);
      filled.fillNormal(out);
      expect(Array.from(out)).toEqual(Array.from(out, () => single.normal()));
      expect(filled.position).toEqual(single.position);
      filled.fillUniform(out);
      expect(Array.from(out)).toEqual(Array.from(out, () => single.uniform()));
      expect(filled.position).toEqual(single.position);
    }
  });
});

describe('split', () => {
  it('depends on the label and not on what was drawn', () => {
    const fresh = randomStream(5, 'chains');
    const used = randomStream(5, 'chains');
    mixture(used);
    expect(words(used.split(3), 8)).toEqual(words(fresh.split(3), 8));
    expect(words(fresh.split(4), 8)).not.toEqual(words(fresh.split(3), 8));
    expect(words(fresh.split(2 ** 40), 8)).not.toEqual(words(fresh.split(2 ** 41), 8));
  });

  it('leaves the stream where it was', () => {
    const rng = randomStream(5, 'chains');
    rng.uint32();
    const before = rng.position;
    rng.split(0);
    expect(rng.position).toEqual(before);
  });

  it('gives keys that are all different, at every depth', () => {
    const root = randomStream(5, 'chains');
    const keys = new Set([root.position.key.join()]);
    for (let i = 0; i < 200; i++) {
      for (const stream of [root.split(i), root.split(i).split(0), root.split(0).split(i + 1)]) {
        keys.add(stream.position.key.join());
      }
    }
    expect(keys.size).toBe(601);
  });

  it('refuses labels that are no safe integer ≥ 0', () => {
    expect(() => randomStream(5, '').split(-1)).toThrow('label of a split is -1');
  });
});

describe('integer', () => {
  it.each([0, 1.5, 2 ** 32 + 1, -3, Number.NaN])('refuses the bound %f', (bound) => {
    expect(() => randomStream(5, '').integer(bound)).toThrow(`${bound}`);
  });

  // Integers of any size: another route to the high word of the product.
  it.each([1, 2, 3, 1000, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32])(
    'is the high word of word · %f, where it is not redrawn',
    (bound) => {
      const [rng, twin] = [randomStream(8, 'integer'), randomStream(8, 'integer')];
      for (let i = 0; i < 500; i++) {
        let product = 0n;
        do product = BigInt(twin.uint32()) * BigInt(bound);
        while (BigInt.asUintN(32, product) < 2n ** 32n % BigInt(bound));
        expect(rng.integer(bound)).toBe(Number(product >> 32n));
      }
    },
  );
});

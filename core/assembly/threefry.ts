/**
 * Threefry-4x32 with 20 rounds, four blocks side by side: the twin of core/src/numerics/threefry.ts. Lane l of the four key words
 * and of the counter makes block l; x0 … x3 are its words.
 */

export let x0: v128 = i32x4.splat(0);
export let x1: v128 = i32x4.splat(0);
export let x2: v128 = i32x4.splat(0);
export let x3: v128 = i32x4.splat(0);

// @ts-ignore: decorator
@inline
function turned(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

export function fourBlocks(k0: v128, k1: v128, k2: v128, k3: v128, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const k4 = v128.xor(i32x4.splat(0x1bd11bda), v128.xor(v128.xor(k0, k1), v128.xor(k2, k3)));
  let a = i32x4.add(c0, k0);
  let b = i32x4.add(c1, k1);
  let c = i32x4.add(c2, k2);
  let d = i32x4.add(c3, k3);
  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 10), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 26), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 11), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 21), c);
  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 13), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 27), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 23), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 5), c);
  a = i32x4.add(a, k1);
  b = i32x4.add(b, k2);
  c = i32x4.add(c, k3);
  d = i32x4.add(i32x4.add(d, k4), i32x4.splat(1));

  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 6), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 20), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 17), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 11), c);
  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 25), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 10), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 18), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 20), c);
  a = i32x4.add(a, k2);
  b = i32x4.add(b, k3);
  c = i32x4.add(c, k4);
  d = i32x4.add(i32x4.add(d, k0), i32x4.splat(2));

  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 10), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 26), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 11), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 21), c);
  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 13), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 27), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 23), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 5), c);
  a = i32x4.add(a, k3);
  b = i32x4.add(b, k4);
  c = i32x4.add(c, k0);
  d = i32x4.add(i32x4.add(d, k1), i32x4.splat(3));

  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 6), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 20), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 17), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 11), c);
  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 25), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 10), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 18), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 20), c);
  a = i32x4.add(a, k4);
  b = i32x4.add(b, k0);
  c = i32x4.add(c, k1);
  d = i32x4.add(i32x4.add(d, k2), i32x4.splat(4));

  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 10), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 26), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 11), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 21), c);
  a = i32x4.add(a, b);
  b = v128.xor(turned(b, 13), a);
  c = i32x4.add(c, d);
  d = v128.xor(turned(d, 27), c);
  a = i32x4.add(a, d);
  d = v128.xor(turned(d, 23), a);
  c = i32x4.add(c, b);
  b = v128.xor(turned(b, 5), c);
  a = i32x4.add(a, k0);
  b = i32x4.add(b, k1);
  c = i32x4.add(c, k2);
  d = i32x4.add(i32x4.add(d, k3), i32x4.splat(5));

  x0 = a;
  x1 = b;
  x2 = c;
  x3 = d;
}

import { expect, it } from 'vitest';
import { erf, erfc } from './error-function.js';

// Computed with 50 digits (mpmath).
it.each([
  [-26.0, -1.0, 2.0],
  [-3.0, -0.9999779095030014, 1.9999779095030015],
  [-1.5, -0.9661051464753108, 1.9661051464753108],
  [-0.3, -0.3286267594591274, 1.3286267594591274],
  [1e-8, 1.1283791670955126e-8, 0.9999999887162083],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [0.99, 0.8385080695553698, 0.1614919304446302],
  [1.0, 0.8427007929497149, 0.15729920705028513],
  [1.7, 0.9837904585907745, 0.01620954140922544],
  [2.0, 0.9953222650189527, 0.004677734981047266],
  [2.5, 0.999593047982555, 0.0004069520174449589],
  [4.0, 0.9999999845827421, 1.541725790028002e-8],
  [10.0, 1.0, 2.088487583762545e-45],
  [26.0, 1.0, 5.663192408856143e-296],
])('erf and erfc of %d', (x, expectedErf, expectedErfc) => {
  expect(Math.abs(erf(x) - expectedErf)).toBeLessThanOrEqual(4e-16);
  expect(Math.abs(erfc(x) / expectedErfc - 1)).toBeLessThanOrEqual(1e-13);
});

it('are odd, infinite at no end, and lose nothing near 0', () => {
  expect([erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity)]).toEqual([1, -1, 0, 2]);
  expect([erf(0), erf(1e-300) / 1e-300]).toEqual([0, 2 / Math.sqrt(Math.PI)]);
  expect([erf(Number.NaN), erfc(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
});

import { describe, expect, it } from 'vitest';
import { add, multiply } from './arithmetic.js';
import { rows } from './dimension.js';
import { sum } from './expand-and-sum.js';
import { constantValues, input, scalar } from './leaves.js';
import { nodesInOrder } from './node-order.js';
import { gradients } from './reverse-mode.js';

describe('gradients', () => {
  it('are in the shapes of what they are with respect to', () => {
    const x = input('x', [rows, 3]);
    const weight = input('weight', [3]);
    const energy = sum(multiply(multiply(x, x), weight), [1]);
    const found = gradients(energy, undefined, [x, weight, input('unused', [2])]);
    expect(found.map(({ shape }) => shape)).toEqual([[rows, 3], [3], [2]]);
    expect(constantValues(found[2])?.values).toEqual(Float64Array.of(0, 0));
  });

  it('are found through graphs far deeper than the stack', () => {
    const x = input('x', [rows]);
    let y = x;
    for (let depth = 0; depth < 50_000; depth++) y = add(multiply(y, scalar(1.5)), x);
    expect(nodesInOrder(gradients(y, undefined, [x])).length).toBeGreaterThan(40_000);
  });
});

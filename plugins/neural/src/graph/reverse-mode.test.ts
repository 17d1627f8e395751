import { describe, expect, it } from 'vitest';
import { add, multiply } from './arithmetic.js';
import { rows } from './dimension.js';
import { evaluateGraph } from './evaluate-graph.js';
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
    for (let depth = 0; depth < 15_000; depth++) y = add(multiply(y, scalar(0.5)), x);
    const slope = gradients(y, undefined, [x])[0]!;
    expect(nodesInOrder([slope]).length).toBeGreaterThan(15_000);
    const given = { x: { shape: [1], values: Float64Array.of(3) } };
    const found = evaluateGraph({ inputs: [x], outputs: { y, slope } }, given, 1);
    // x (1 + ½ + ¼ + …)
    expect([found.y!.values[0], found.slope!.values[0]]).toEqual([6, 2]);
  });

  it('of each row are told apart by an energy of rows', () => {
    const x = input('x', [rows, 2]);
    const energy = sum(multiply(x, x), [1]);
    const outputs = { slope: gradients(energy, undefined, [x])[0]! };
    const given = { x: { shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) } };
    expect(evaluateGraph({ inputs: [x], outputs }, given, 2).slope!.values).toEqual(Float64Array.of(2, 4, 6, 8));
  });

  it('weigh the elements by a seed, which has to have their shape', () => {
    const x = input('x', [rows, 2]);
    const seed = input('seed', [rows, 2]);
    const outputs = { slope: gradients(multiply(x, x), seed, [x])[0]! };
    const given = {
      x: { shape: [1, 2], values: Float64Array.of(1, 2) },
      seed: { shape: [1, 2], values: Float64Array.of(10, -1) },
    };
    const found = evaluateGraph({ inputs: [x, seed], outputs }, given, 1);
    expect(found.slope!.values).toEqual(Float64Array.of(20, -4));
    expect(() => gradients(x, input('seed', [rows]), [x])).toThrow(/the seed of shape \[rows\]/);
  });
});

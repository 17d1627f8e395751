import { expect, it } from 'vitest';
import type { z } from 'zod';
import { equals } from './equals.js';
import { maximise, minimise } from './linear-penalties.js';
import type { ObjectiveDefinition } from './objective-definition.js';
import { above, below, between, target } from './quadratic-penalties.js';

const inf = Number.POSITIVE_INFINITY;

/** The literal with its options type hidden, so that tables can hold any of them. */
function create(definition: unknown, options: unknown) {
  const { options: schema, create: make } = definition as ObjectiveDefinition;
  return make((schema as z.ZodType<unknown>).parse(options));
}

// By hand from the formulas in the literals' summaries: value, energy, derivative.
it.each([
  [
    minimise,
    { scale: 2 },
    [
      [3, 1.5, 0.5],
      [-4, -2, 0.5],
    ],
  ],
  [
    minimise,
    {},
    [
      [3, 3, 1],
      [inf, inf, 0],
      [-inf, -inf, 0],
    ],
  ],
  [
    maximise,
    { scale: 2 },
    [
      [3, -1.5, -0.5],
      [0, 0, -0.5],
    ],
  ],
  [
    target,
    { value: 3, sigma: 2 },
    [
      [3, 0, 0],
      [5, 0.5, 0.5],
      [-1, 2, -1],
      [inf, inf, 0],
      [1e200, inf, 0],
    ],
  ],
  [
    between,
    { low: 1, high: 2, width: 0.5 },
    [
      [1, 0, 0],
      [1.5, 0, 0],
      [2, 0, 0],
      [3, 2, 4],
      [0.5, 0.5, -2],
      [-inf, inf, 0],
    ],
  ],
  [
    between,
    { low: 2, high: 2 },
    [
      [2, 0, 0],
      [4, 2, 2],
    ],
  ],
  [
    above,
    { low: 1, width: 2 },
    [
      [1, 0, 0],
      [1e9, 0, 0],
      [inf, 0, 0],
      [-3, 2, -1],
    ],
  ],
  [
    below,
    { high: 1, width: 2 },
    [
      [1, 0, 0],
      [-inf, 0, 0],
      [5, 2, 1],
    ],
  ],
  [
    equals,
    { value: 3 },
    [
      [3, 0, 0],
      [3.0000001, inf, 0],
      [inf, inf, 0],
    ],
  ],
  [
    equals,
    { value: 3, tolerance: 0.5, penalty: 7 },
    [
      [2.5, 0, 0],
      [3.5, 0, 0],
      [2.4, 7, 0],
      [-inf, 7, 0],
    ],
  ],
])('$name with %j', (definition, options, table) => {
  const objective = create(definition, options);
  const values = Float64Array.from(table, ([x]) => x!);
  expect(Array.from(objective.energy(values))).toEqual(table.map((row) => row[1]));
  expect(Array.from(objective.derivative(values))).toEqual(table.map((row) => row[2]));
});

it.each([
  [minimise, { scale: 0 }, 'scale'],
  [target, { value: inf }, 'value'],
  [target, { value: 1, sigma: -1 }, 'sigma'],
  [between, { low: 2, high: 1 }, 'high must not be less than low'],
  [above, {}, 'low'],
  [equals, { value: 1, tolerance: -1 }, 'tolerance'],
  [equals, { value: 1, penalty: 0 }, 'penalty'],
])('$name refuses %j', (definition, options, message) => {
  expect(() => create(definition, options)).toThrow(message);
});

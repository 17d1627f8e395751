import { rows } from './dimension.js';
import { type OperatorExample, type OperatorExamples, real, realNumber } from './operator-example.js';
import type { Attributes } from './tensor.js';

const integers = { shape: [rows, 3], type: 'integer', range: [-9, 9] } as const;

function over(low: number, high: number, attributes: Attributes = {}): OperatorExample {
  return { inputs: [real([rows, 6], [low, high])], attributes };
}

/** Of functions of single elements, and of powers and remainders. */
export const elementwiseExamples: OperatorExamples = {
  Abs: [over(-2, 2), { about: 'integers', inputs: [integers] }],
  Sign: [over(-2, 2), { about: 'integers', inputs: [integers] }],
  Floor: [over(-3, 3)],
  Ceil: [over(-3, 3)],
  Round: [over(-3, 3)],
  Mod: [
    { inputs: [real([rows, 3], [-5, 5]), real([3], [1, 2])], attributes: { fmod: 1 } },
    { about: 'integers', inputs: [integers, { shape: [3], type: 'integer', values: [-4, 3, 2] }] },
  ],
  Exp: [over(-3, 3)],
  Log: [over(0.3, 4)],
  Sqrt: [over(0.3, 4)],
  Reciprocal: [over(0.4, 3), over(-3, -0.4)],
  Pow: [
    { inputs: [real([rows, 3], [0.3, 3]), real([rows, 3], [-2, 3])] },
    { about: 'stretched', inputs: [real([rows, 3], [0.3, 3]), real([])] },
    { about: 'square', inputs: [real([rows, 3]), realNumber(2)] },
    { about: 'cube', inputs: [real([rows, 3]), realNumber(3)] },
    { about: 'one', inputs: [real([rows, 3]), realNumber(1)] },
    { about: 'none', inputs: [real([rows, 3]), realNumber(0)] },
    { about: 'several powers', inputs: [real([rows, 3]), { shape: [3], values: [0, 1, 4] }] },
    { about: 'several powers, not 0', inputs: [real([rows, 2]), { shape: [2], values: [3, 4] }] },
    { about: 'a whole exponent', inputs: [real([rows, 3]), { shape: [], type: 'integer', values: [3] }] },
  ],
  Sin: [over(-4, 4)],
  Cos: [over(-4, 4)],
  Tan: [over(-1, 1)],
  Asin: [over(-0.8, 0.8)],
  Acos: [over(-0.8, 0.8)],
  Atan: [over(-3, 3)],
  Sinh: [over(-2, 2)],
  Cosh: [over(-2, 2)],
  Tanh: [over(-3, 3)],
  Sigmoid: [over(-5, 5)],
  Softplus: [over(-5, 5)],
  Softsign: [over(-3, 3)],
  Mish: [over(-4, 4)],
  Relu: [over(-2, 2)],
  LeakyRelu: [over(-2, 2), over(-2, 2, { alpha: 0.3 })],
  PRelu: [{ inputs: [real([rows, 3]), real([3])] }, { inputs: [real([rows, 2, 2]), real([2, 1])] }],
  Elu: [over(-3, 3), over(-3, 3, { alpha: 0.7 })],
  Selu: [over(-3, 3)],
  Celu: [over(-3, 3), over(-3, 3, { alpha: 0.7 })],
  HardSigmoid: [over(-4, 4), over(-4, 4, { alpha: 0.3, beta: 0.4 })],
  HardSwish: [over(-4, 4)],
  Erf: [over(-3, 3)],
  Gelu: [over(-4, 4), over(-4, 4, { approximate: 'tanh' })],
};

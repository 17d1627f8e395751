import type { Kernel, KernelCall, Kernels, Library, NumberArray } from './tensorflow-kernel.js';

type Unary = (tf: Library, x: NumberArray) => NumberArray;
type Binary = (tf: Library, a: NumberArray, b: NumberArray) => NumberArray;

const unary =
  (apply: Unary): Kernel =>
  (call) =>
    apply(call.tf, call.input(0));
const binary =
  (apply: Binary): Kernel =>
  (call) =>
    apply(call.tf, call.input(0), call.input(1));
const folded =
  (apply: Binary): Kernel =>
  (call) =>
    call.given.reduce((a, b) => apply(call.tf, a, b));

/** Kernels of operators that work element by element. */
export const elementwiseKernels: Kernels = {
  Add: binary((tf, a, b) => tf.add(a, b)),
  Sub: binary((tf, a, b) => tf.sub(a, b)),
  Mul: binary((tf, a, b) => tf.mul(a, b)),
  Div: binary((tf, a, b) => (a.dtype === 'int32' ? towardsZero(tf, tf.div(real(tf, a), real(tf, b))) : tf.div(a, b))),
  Mod: remainder,
  Pow: binary((tf, a, b) => tf.pow(real(tf, a), real(tf, b))),
  Max: folded((tf, a, b) => tf.maximum(a, b)),
  Min: folded((tf, a, b) => tf.minimum(a, b)),
  Sum: folded((tf, a, b) => tf.add(a, b)),
  Neg: unary((tf, x) => (x.dtype === 'int32' ? tf.sub(tf.scalar(0, 'int32'), x) : tf.neg(x))),
  Abs: unary((tf, x) => tf.abs(real(tf, x))),
  Sign: unary((tf, x) => tf.sign(real(tf, x))),
  Floor: unary((tf, x) => tf.floor(real(tf, x))),
  Ceil: unary((tf, x) => tf.ceil(real(tf, x))),
  Round: unary((tf, x) => tf.round(real(tf, x))),
  Exp: unary((tf, x) => tf.exp(x)),
  Log: unary((tf, x) => tf.log(x)),
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Reciprocal: unary((tf, x) => tf.reciprocal(x)),
  Sin: unary((tf, x) => tf.sin(x)),
  Cos: unary((tf, x) => tf.cos(x)),
  Tan: unary((tf, x) => tf.tan(x)),
  Asin: unary((tf, x) => tf.asin(x)),
  Acos: unary((tf, x) => tf.acos(x)),
  Atan: unary((tf, x) => tf.atan(x)),
  Sinh: unary((tf, x) => tf.sinh(x)),
  Cosh: unary((tf, x) => tf.cosh(x)),
  Tanh: unary((tf, x) => tf.tanh(x)),
  Erf: unary((tf, x) => tf.erf(x)),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  Softplus: unary(softplus),
  Softsign: unary((tf, x) => tf.div(x, tf.add(1, tf.abs(x)))),
  Mish: unary((tf, x) => tf.mul(x, tf.tanh(softplus(tf, x)))),
  Relu: unary((tf, x) => tf.relu(x)),
  LeakyRelu: (call) => call.tf.leakyRelu(call.input(0), call.number('alpha', 0.01)),
  PRelu: binary((tf, x, slope) => tf.where(tf.less(x, 0), tf.mul(x, slope), x)),
  Elu: (call) => rectifier(call, 1, call.number('alpha', 1), 1),
  Selu(call) {
    const gamma = call.number('gamma', 1.0507009873554805);
    return rectifier(call, gamma, gamma * call.number('alpha', 1.6732632423543772), 1);
  },
  Celu: (call) => rectifier(call, 1, call.number('alpha', 1), call.number('alpha', 1)),
  HardSigmoid: (call) => hardSigmoid(call, call.number('alpha', 0.2), call.number('beta', 0.5)),
  HardSwish: (call) => call.tf.mul(call.input(0), hardSigmoid(call, 1 / 6, 0.5)),
  Gelu: gelu,
  Clip: clip,
  Identity: unary((tf, x) => tf.clone(x)),
  Dropout: (call) => [call.tf.clone(call.input(0)), call.tf.onesLike(call.input(0))],
  Cast: cast,
  Equal: binary((tf, a, b) => tf.equal(a, b)),
  Greater: binary((tf, a, b) => tf.greater(a, b)),
  GreaterOrEqual: binary((tf, a, b) => tf.greaterEqual(a, b)),
  Less: binary((tf, a, b) => tf.less(a, b)),
  LessOrEqual: binary((tf, a, b) => tf.lessEqual(a, b)),
  And: binary((tf, a, b) => tf.logicalAnd(a, b)),
  Or: binary((tf, a, b) => tf.logicalOr(a, b)),
  Xor: binary((tf, a, b) => tf.notEqual(tf.cast(a, 'int32'), tf.cast(b, 'int32'))),
  Not: unary((tf, x) => tf.logicalNot(x)),
  IsNaN: unary((tf, x) => tf.isNaN(x)),
  IsInf: infinite,
  Where: (call) => call.tf.where(call.input(0), call.input(1), call.input(2)),
};

/** As float32: many kernels take nothing else. */
export function real(tf: Library, x: NumberArray): NumberArray {
  return x.dtype === 'float32' ? x : tf.cast(x, 'float32');
}

function towardsZero(tf: Library, x: NumberArray): NumberArray {
  return tf.mul(tf.sign(x), tf.floor(tf.abs(x)));
}

function remainder(call: KernelCall): NumberArray {
  const { tf } = call;
  const [a, b] = [call.input(0), call.input(1)];
  const quotient = tf.div(real(tf, a), real(tf, b));
  const whole = call.number('fmod', 0) === 0 ? tf.floor(quotient) : towardsZero(tf, quotient);
  return tf.sub(real(tf, a), tf.mul(whole, real(tf, b)));
}

/** ln(1 + e^x), which does not overflow. */
function softplus(tf: Library, x: NumberArray): NumberArray {
  return tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));
}

/** line · x above 0, depth · (e^(x/width) − 1) below. */
function rectifier(call: KernelCall, line: number, depth: number, width: number): NumberArray {
  const { tf } = call;
  const x = call.input(0);
  return tf.where(tf.greater(x, 0), tf.mul(line, x), tf.mul(depth, tf.expm1(tf.div(tf.minimum(x, 0), width))));
}

function hardSigmoid(call: KernelCall, slope: number, offset: number): NumberArray {
  const { tf } = call;
  return tf.clipByValue(tf.add(tf.mul(slope, call.input(0)), offset), 0, 1);
}

function gelu(call: KernelCall): NumberArray {
  const { tf } = call;
  const x = call.input(0);
  const half = tf.mul(0.5, x);
  if (call.text('approximate', 'none') === 'none') return tf.mul(half, tf.add(1, tf.erf(tf.mul(Math.SQRT1_2, x))));
  const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.mul(x, tf.add(1, tf.mul(0.044715, tf.square(x)))));
  return tf.mul(half, tf.add(1, tf.tanh(inner)));
}

function clip(call: KernelCall): NumberArray {
  const [low, high] = [call.optional(1), call.optional(2)];
  const raised = low === undefined ? call.tf.clone(call.input(0)) : call.tf.maximum(call.input(0), low);
  return high === undefined ? raised : call.tf.minimum(raised, high);
}

function cast(call: KernelCall): NumberArray {
  const { tf } = call;
  const x = call.input(0);
  switch (call.node.outputs[0]!.type) {
    case 'real':
      return tf.cast(x, 'float32');
    case 'integer':
      return x.dtype === 'float32' ? towardsZero(tf, x) : x;
    case 'boolean':
      return tf.notEqual(real(tf, x), tf.scalar(0));
  }
}

function infinite(call: KernelCall): NumberArray {
  const { tf } = call;
  const x = call.input(0);
  const above = call.number('detect_positive', 1) === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
  const below = call.number('detect_negative', 1) === 0 ? Number.NaN : Number.NEGATIVE_INFINITY;
  return tf.logicalOr(tf.equal(x, tf.scalar(above)), tf.equal(x, tf.scalar(below)));
}

import { keepsAxes, reducedAxes } from '../graph/reduced-axes.js';
import { byReference } from './tensorflow-by-reference.js';
import { real } from './tensorflow-elementwise.js';
import type { Kernel, KernelCall, Kernels, Library, NumberArray } from './tensorflow-kernel.js';

type Reduction = (tf: Library, x: NumberArray, axes: number[], keep: boolean) => NumberArray;

/** The axes come as the second input; without any, all are reduced, or none. */
const reduction =
  (reduce: Reduction): Kernel =>
  (call) => {
    const x = call.input(0);
    const axes = reducedAxes(x.shape, call.integers(1), call.node.attributes);
    return axes.length === 0 && x.rank > 0
      ? reduce(call.tf, call.tf.expandDims(x, 0), [0], false)
      : reduce(call.tf, x, axes, keepsAxes(call.node.attributes));
  };

/** Kernels of operators that reduce axes, and of those that are made of reductions. */
export const reductionKernels: Kernels = {
  ReduceSum: reduction((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceMean: reduction((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceMax: reduction((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceMin: reduction((tf, x, axes, keep) => tf.min(x, axes, keep)),
  ReduceProd: reduction((tf, x, axes, keep) => tf.prod(x, axes, keep)),
  ReduceSumSquare: reduction((tf, x, axes, keep) => tf.sum(tf.mul(x, x), axes, keep)),
  ReduceL1: reduction((tf, x, axes, keep) => tf.sum(tf.abs(x), axes, keep)),
  ReduceL2: reduction((tf, x, axes, keep) => tf.sqrt(tf.sum(tf.square(real(tf, x)), axes, keep))),
  ReduceLogSum: reduction((tf, x, axes, keep) => tf.log(tf.sum(real(tf, x), axes, keep))),
  ReduceLogSumExp: reduction((tf, x, axes, keep) => tf.logSumExp(x, axes, keep)),
  ArgMax: (call) => extremePlace(call, (tf, x, axis) => tf.argMax(x, axis)),
  ArgMin: (call) => extremePlace(call, (tf, x, axis) => tf.argMin(x, axis)),
  Softmax(call) {
    return call.tf.exp(logSoftmax(call));
  },
  LogSoftmax: logSoftmax,
  LayerNormalization: layerNormalisation,
  InstanceNormalization: instanceNormalisation,
  BatchNormalization: batchNormalisation,
};

function extremePlace(call: KernelCall, find: (tf: Library, x: NumberArray, axis: number) => NumberArray) {
  if (call.number('select_last_index', 0) !== 0) return byReference(call);
  return find(call.tf, call.input(0), call.axis(0));
}

/** Along any axis; TensorFlow.js knows the last alone. */
function logSoftmax(call: KernelCall): NumberArray {
  const { tf } = call;
  const x = call.input(0);
  return tf.sub(x, tf.logSumExp(x, call.axis(-1), true));
}

function layerNormalisation(call: KernelCall): readonly NumberArray[] {
  const { tf } = call;
  const x = call.input(0);
  const first = call.axis(-1);
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis >= first);
  const mean = tf.mean(x, axes, true);
  const centred = tf.sub(x, mean);
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), axes, true), call.number('epsilon', 1e-5)));
  const scaled = tf.mul(tf.mul(centred, inverse), call.input(1));
  const bias = call.optional(2);
  return [bias === undefined ? scaled : tf.add(scaled, bias), mean, inverse];
}

function instanceNormalisation(call: KernelCall): NumberArray {
  const { tf } = call;
  const x = call.input(0);
  const axes = x.shape.map((_, axis) => axis).slice(2);
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), axes, true), call.number('epsilon', 1e-5)));
  return tf.add(tf.mul(tf.mul(centred, inverse), alongChannels(call, 1)), alongChannels(call, 2));
}

function batchNormalisation(call: KernelCall): NumberArray {
  const { tf } = call;
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) => alongChannels(call, index));
  const inverse = tf.rsqrt(tf.add(variance!, call.number('epsilon', 1e-5)));
  return tf.add(tf.mul(tf.mul(tf.sub(call.input(0), mean!), inverse), scale!), bias!);
}

/** An input [channels] beside data [batch, channels, …]. */
function alongChannels(call: KernelCall, index: number): NumberArray {
  const further = call.input(0).shape.slice(2);
  return call.tf.reshape(call.input(index), [-1, ...further.map(() => 1)]);
}

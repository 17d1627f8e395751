import { broadcastLengths } from '../graph/reference-array.js';
import type { Kernels, Library, NumberArray } from './tensorflow-kernel.js';

/** Kernels of products of matrices. */
export const productKernels: Kernels = {
  MatMul: (call) => product(call.tf, call.input(0), call.input(1)),
  Gemm(call) {
    const { tf } = call;
    const [turnA, turnB] = [call.number('transA', 0) !== 0, call.number('transB', 0) !== 0];
    const scaled = tf.mul(call.number('alpha', 1), tf.matMul(call.input(0), call.input(1), turnA, turnB));
    const bias = call.optional(2);
    return bias === undefined ? scaled : tf.add(scaled, tf.mul(call.number('beta', 1), bias));
  },
};

/** With batches stretched to each other, which TensorFlow.js does not do rightly; a vector is a row at the left, and a column at the right. */
function product(tf: Library, a: NumberArray, b: NumberArray): NumberArray {
  const left = a.rank === 1 ? tf.reshape(a, [1, a.size]) : a;
  const right = b.rank === 1 ? tf.reshape(b, [b.size, 1]) : b;
  // One matrix at the right, as networks have it: the batch is more rows.
  if (right.rank === 2) return tf.matMul(tf.reshape(left, [-1, left.shape.at(-1)!]), right);
  const batch = broadcastLengths(left.shape.slice(0, -2), right.shape.slice(0, -2));
  return tf.matMul(stretched(tf, left, batch), stretched(tf, right, batch));
}

function stretched(tf: Library, x: NumberArray, batch: readonly number[]): NumberArray {
  const missing = new Array<number>(batch.length + 2 - x.rank).fill(1);
  return tf.broadcastTo(tf.reshape(x, [...missing, ...x.shape]), [...batch, ...x.shape.slice(-2)]);
}

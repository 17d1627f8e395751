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

/** With batches stretched to each other; a vector is a row at the left, and a column at the right. */
function product(tf: Library, a: NumberArray, b: NumberArray): NumberArray {
  const left = a.rank === 1 ? tf.reshape(a, [1, a.size]) : a;
  const right = b.rank === 1 ? tf.reshape(b, [b.size, 1]) : b;
  const rank = Math.max(left.rank, right.rank);
  return tf.matMul(deepened(tf, left, rank), deepened(tf, right, rank));
}

function deepened(tf: Library, x: NumberArray, rank: number): NumberArray {
  return tf.reshape(x, [...new Array<number>(rank - x.rank).fill(1), ...x.shape]);
}

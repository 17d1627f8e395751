import { operators } from '../graph/operators.js';
import type { Kernel, KernelCall, Kernels, NumberArray } from './tensorflow-kernel.js';

/**
 * An operator by its own definition, in plain loops, on the processor: for those that networks rarely hold, and that TensorFlow.js
 * does not have, or has with mistakes.
 */
export const byReference: Kernel = (call) => {
  const arrays = call.node.inputs.map((_, index) => {
    const array = call.optional(index);
    return array && { shape: array.shape, values: Float64Array.from(array.dataSync()) };
  });
  const results = operators.get(call.node.operator)!.evaluate(arrays, call.node.attributes, call.node.outputs);
  return results.map(({ values, shape }, output) => held(call, values, shape, output));
};

function held({ tf, node }: KernelCall, values: Float64Array, shape: readonly number[], output: number): NumberArray {
  if (node.outputs[output]?.type === 'real') return tf.tensor(Float32Array.from(values), [...shape], 'float32');
  return tf.tensor(Int32Array.from(values), [...shape], 'int32');
}

/** Operators that are always done so. */
export const referenceKernels: Kernels = {
  DepthToSpace: byReference,
  Einsum: byReference,
  OneHot: byReference,
  Resize: byReference,
  SpaceToDepth: byReference,
  TopK: byReference,
  Trilu: byReference,
};

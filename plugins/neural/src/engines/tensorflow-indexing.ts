import { byReference } from './tensorflow-by-reference.js';
import type { KernelCall, Kernels, NumberArray } from './tensorflow-kernel.js';

/** Kernels of operators that read and write where indices point. */
export const indexingKernels: Kernels = {
  Gather(call) {
    const axis = call.axis(0);
    const indices = fromFirst(call, call.input(1), call.input(0).shape[axis]!);
    return call.tf.gather(call.input(0), call.tf.reshape(indices, [-1]), axis);
  },
  GatherND(call) {
    if (call.number('batch_dims', 0) !== 0) return byReference(call);
    return call.tf.gatherND(call.input(0), tuples(call));
  },
  ScatterND(call) {
    if (replaces(call)) return byReference(call);
    const x = call.input(0);
    const depth = call.input(1).shape.at(-1)!;
    const updates = call.tf.reshape(call.input(2), [-1, ...x.shape.slice(depth)]);
    return added(call, x, tuples(call), updates);
  },
  GatherElements(call) {
    return call.tf.gather(call.tf.reshape(call.input(0), [-1]), flatPlaces(call));
  },
  ScatterElements(call) {
    if (replaces(call)) return byReference(call);
    const x = call.tf.reshape(call.input(0), [-1]);
    const places = call.tf.reshape(flatPlaces(call), [-1, 1]);
    return added(call, x, places, call.tf.reshape(call.input(2), [-1]));
  },
  CumSum(call) {
    const named = call.integers(1)![0]!;
    const axis = named < 0 ? named + call.input(0).rank : named;
    return call.tf.cumsum(call.input(0), axis, call.number('exclusive', 0) !== 0, call.number('reverse', 0) !== 0);
  },
};

/** Indices counted from the first element, of such as may be counted from the last. */
function fromFirst(call: KernelCall, indices: NumberArray, length: number): NumberArray {
  const { tf } = call;
  return tf.add(indices, tf.mul(tf.cast(tf.less(indices, tf.scalar(0, 'int32')), 'int32'), tf.scalar(length, 'int32')));
}

/** The index tuples of the second input, [count, depth]. */
function tuples(call: KernelCall): NumberArray {
  const { tf } = call;
  const indices = call.input(1);
  const depth = indices.shape.at(-1)!;
  const lengths = call.tf.tensor1d(call.input(0).shape.slice(0, depth), 'int32');
  const negative = tf.cast(call.tf.less(indices, call.tf.scalar(0, 'int32')), 'int32');
  return tf.reshape(call.tf.add(indices, call.tf.mul(negative, lengths)), [-1, depth]);
}

/** TensorFlow.js replaces wrongly in one of its builds; sums it scatters rightly in all. */
function replaces(call: KernelCall): boolean {
  return call.text('reduction', 'none') === 'none';
}

function added(call: KernelCall, x: NumberArray, places: NumberArray, updates: NumberArray): NumberArray {
  const { tf } = call;
  return tf.add(x, tf.scatterND(tf.cast(places, 'int32'), updates, [...x.shape]));
}

/** For each element of the indices, its flat place in the first input: its own coordinates, but along one axis the index. */
function flatPlaces(call: KernelCall): NumberArray {
  const { tf } = call;
  const [x, indices] = [call.input(0), call.input(1)];
  const axis = call.axis(0);
  let stride = 1;
  let places = tf.reshape(
    tf.zeros([1], 'int32'),
    indices.shape.map(() => 1),
  ) as NumberArray;
  for (let each = x.rank - 1; each >= 0; each--) {
    const along = indices.shape.map((length, other) => (other === each ? length : 1));
    const own =
      each === axis
        ? fromFirst(call, indices, x.shape[axis]!)
        : tf.reshape(tf.range(0, indices.shape[each]!, 1, 'int32'), along);
    places = tf.add(places, tf.mul(own, tf.scalar(stride, 'int32')));
    stride *= x.shape[each]!;
  }
  return tf.reshape(tf.broadcastTo(places, indices.shape), [-1]);
}

import { elementCount } from '../graph/reference-array.js';
import { type WindowAxis, windowTable } from '../graph/sliding-window.js';
import { slidingAxes, transposedAxes } from '../graph/window-attributes.js';
import type { KernelCall, Kernels, NumberArray } from './tensorflow-kernel.js';

/** Kernels of convolutions and pools, in any number of spatial axes: elements are gathered by windows, and those are reduced. */
export const windowKernels: Kernels = {
  Conv(call) {
    const axes = slidingAxes(call.node.attributes, spatial(call.input(0)), spatial(call.input(1)));
    return convolved(call, windowTable(axes), call.input(1));
  },
  ConvTranspose(call) {
    const axes = transposedAxes(call.node.attributes, spatial(call.input(0)), spatial(call.input(1)));
    return convolved(call, transposedTable(axes), groupsTurned(call, call.input(1)));
  },
  MaxPool(call) {
    const { tf } = call;
    const { table, taps } = poolTable(call);
    const seen = gathered(call, call.input(0), table, taps, Number.NEGATIVE_INFINITY);
    const outputs = [tf.max(seen, 3)];
    return call.node.outputs.length === 1 ? outputs : [...outputs, largestPlaces(call, seen, table, taps)];
  },
  AveragePool(call) {
    const { tf } = call;
    const { axes, table, taps } = poolTable(call);
    const sums = tf.sum(gathered(call, call.input(0), table, taps, 0), 3);
    const counts = countsOf(axes, table, taps, call.number('count_include_pad', 0) !== 0);
    return tf.div(sums, tf.tensor(counts, [1, 1, counts.length]));
  },
  GlobalAveragePool: (call) => call.tf.mean(planes(call, call.input(0)), 2),
  GlobalMaxPool: (call) => call.tf.max(planes(call, call.input(0)), 2),
};

function spatial(x: NumberArray): number[] {
  return x.shape.slice(2);
}

/** [batch, channels, places]. */
function planes(call: KernelCall, x: NumberArray): NumberArray {
  return call.tf.reshape(x, [x.shape[0]!, x.shape[1]!, elementCount(spatial(x))]);
}

/** [batch, channels, positions, taps]: what each window sees; where the table says −1, a number of its own. */
function gathered(call: KernelCall, x: NumberArray, table: Int32Array, taps: number, filling: number): NumberArray {
  const { tf } = call;
  const flat = planes(call, x);
  const [batch, channels, places] = flat.shape as [number, number, number];
  const filled = tf.concat([flat, tf.fill([batch, channels, 1], filling)], 2);
  const indices = tf.tensor1d(
    table.map((place) => (place < 0 ? places : place)),
    'int32',
  );
  return tf.reshape(tf.gather(filled, indices, 2), [batch, channels, table.length / taps, taps]);
}

/** A product of windows and weights [groups · outputs, inputs, taps…], group by group, and a bias. */
function convolved(call: KernelCall, table: Int32Array, weight: NumberArray): NumberArray {
  const { tf } = call;
  const groups = call.number('group', 1);
  const taps = elementCount(spatial(weight));
  const seen = gathered(call, call.input(0), table, taps, 0);
  const [batch, channels, positions] = seen.shape as [number, number, number, number];
  const share = channels / groups;
  const columns = tf.transpose(tf.reshape(seen, [batch * groups, share, positions, taps]), [0, 2, 1, 3]);
  const rows = tf.reshape(columns, [batch, groups, positions, share * taps]);
  const weights = tf.reshape(weight, [1, groups, weight.shape[0]! / groups, share * taps]);
  const made = tf.reshape(tf.transpose(tf.matMul(rows, weights, false, true), [0, 1, 3, 2]), call.lengths());
  const bias = call.optional(2);
  return bias === undefined ? made : tf.add(made, tf.reshape(bias, [-1, ...spatial(made).map(() => 1)]));
}

/** For each element of the output and each tap, the element of the input that reaches it: the windows' table the other way. */
function transposedTable(axes: readonly WindowAxis[]): Int32Array {
  const taps = elementCount(axes.map((axis) => axis.taps));
  const table = new Int32Array(elementCount(axes.map((axis) => axis.length)) * taps).fill(-1);
  windowTable(axes).forEach((place, entry) => {
    if (place >= 0) table[place * taps + (entry % taps)] = Math.floor(entry / taps);
  });
  return table;
}

/** The weights of a transposed convolution, [inputs, outputs/groups, taps…], as those of a convolution. */
function groupsTurned(call: KernelCall, weight: NumberArray): NumberArray {
  const { tf } = call;
  const groups = call.number('group', 1);
  const [inputs, outputs] = weight.shape as [number, number];
  const taps = elementCount(spatial(weight));
  const turned = tf.transpose(tf.reshape(weight, [groups, inputs / groups, outputs, taps]), [0, 2, 1, 3]);
  return tf.reshape(turned, [groups * outputs, inputs / groups, ...spatial(weight)]);
}

function poolTable(call: KernelCall) {
  const window = call.list('kernel_shape') ?? [];
  const axes = slidingAxes(call.node.attributes, spatial(call.input(0)), window);
  return { axes, table: windowTable(axes), taps: elementCount(window) };
}

/** Elements of each window, with or without its padding; a window that goes beyond the padding does not count what lies there. */
function countsOf(axes: readonly WindowAxis[], table: Int32Array, taps: number, withPadding: boolean): Float32Array {
  const counted = withPadding ? windowTable(axes.map(paddingAsLength)) : table;
  const counts = new Float32Array(table.length / taps);
  counted.forEach((place, entry) => {
    if (place >= 0) counts[Math.floor(entry / taps)]! += 1;
  });
  return counts;
}

function paddingAsLength(axis: WindowAxis): WindowAxis {
  return { ...axis, length: axis.length + axis.padBegin + axis.padEnd, padBegin: 0, padEnd: 0 };
}

/** The flat place of each window's largest element in the whole input. */
function largestPlaces(call: KernelCall, seen: NumberArray, table: Int32Array, taps: number): NumberArray {
  const { tf } = call;
  const [batch, channels, positions] = seen.shape as [number, number, number, number];
  const own = tf.add(tf.argMax(seen, 3), tf.mul(tf.range(0, positions, 1, 'int32'), tf.scalar(taps, 'int32')));
  const inPlane = tf.gather(tf.tensor1d(table, 'int32'), tf.cast(tf.reshape(own, [-1]), 'int32'));
  const places = elementCount(spatial(call.input(0)));
  const starts = tf.reshape(tf.mul(tf.range(0, batch * channels, 1, 'int32'), tf.scalar(places, 'int32')), [-1, 1]);
  return tf.cast(
    tf.reshape(tf.add(tf.reshape(inPlane, [batch * channels, positions]), starts), call.lengths(1)),
    'int32',
  );
}

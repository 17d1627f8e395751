import { axisRange, type PadMode, placesOfPadding, placesOfRange } from '../graph/axis-places.js';
import { byReference } from './tensorflow-by-reference.js';
import type { Kernel, KernelCall, Kernels, NumberArray } from './tensorflow-kernel.js';

const reshaped: Kernel = (call) => call.tf.reshape(call.input(0), call.lengths());

/** Kernels of operators that move elements about. */
export const arrangementKernels: Kernels = {
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  Shape: followed,
  Size: followed,
  Range: byReference,
  Transpose: (call) => call.tf.transpose(call.input(0), call.list('perm')?.slice()),
  Expand: (call) => expanded(call),
  Tile: (call) => call.tf.tile(call.input(0), [...call.integers(1)!]),
  Concat: (call) =>
    call.given.length === 1 ? call.tf.clone(call.input(0)) : call.tf.concat([...call.given], call.axis(0)),
  Split: split,
  Slice: sliced,
  Pad: padded,
  ConstantOfShape: filled,
};

/** Integers that follow from the number of rows. */
function followed(call: KernelCall): NumberArray {
  const { elements } = call.node.outputs[0]!;
  if (elements === undefined) throw call.fault('its elements do not follow from the number of rows');
  return call.tf.tensor(
    elements.map((length) => call.length(length)),
    call.lengths(),
    'int32',
  );
}

function expanded(call: KernelCall): NumberArray {
  const lengths = call.lengths();
  const { tf } = call;
  const x = call.input(0);
  return tf.broadcastTo(tf.reshape(x, [...lengths.slice(x.rank).fill(1), ...x.shape]), lengths);
}

function filled(call: KernelCall): NumberArray {
  const { value } = call.node.attributes;
  const number = typeof value === 'object' && 'shape' in value ? value.values[0]! : 0;
  return call.tf.fill(call.lengths(), number);
}

function split(call: KernelCall): NumberArray[] {
  const axis = call.axis(0);
  const x = call.input(0);
  let start = 0;
  return call.node.outputs.map((_, output) => {
    const lengths = call.lengths(output);
    const begin = lengths.map((__, each) => (each === axis ? start : 0));
    start += lengths[axis]!;
    return call.tf.slice(x, begin, lengths);
  });
}

function sliced(call: KernelCall): NumberArray {
  const starts = call.integers(1)!;
  const ends = call.integers(2)!;
  const axes = call.integers(3) ?? starts.map((_, index) => index);
  const steps = call.integers(4) ?? starts.map(() => 1);
  return starts.reduce(
    (array, start, index) => {
      const axis = axes[index]! < 0 ? axes[index]! + array.rank : axes[index]!;
      const length = array.shape[axis]!;
      const range = axisRange(length, start, ends[index]!, steps[index]!);
      if (range.count === length && range.step === 1) return array;
      return call.tf.gather(array, call.tf.tensor1d(placesOfRange(range), 'int32'), axis);
    },
    call.tf.clone(call.input(0)),
  );
}

/** Along each axis in turn, by the places that padding repeats; what it fills in is one element more at the end. */
function padded(call: KernelCall): NumberArray {
  const { tf } = call;
  const mode = call.text('mode', 'constant') as PadMode;
  const pads = call.integers(1)!;
  const x = call.input(0);
  return x.shape.reduce((array, length, axis) => {
    const [begin, end] = [pads[axis]!, pads[axis + x.rank]!];
    if (begin === 0 && end === 0) return array;
    const places = placesOfPadding(mode, length, begin, end).map((place) => (place < 0 ? length : place));
    const source = mode === 'constant' ? tf.concat([array, fillAlong(call, array, axis)], axis) : array;
    return tf.gather(source, tf.tensor1d(places, 'int32'), axis);
  }, tf.clone(x));
}

function fillAlong(call: KernelCall, array: NumberArray, axis: number): NumberArray {
  const lengths = array.shape.map((length, each) => (each === axis ? 1 : length));
  const { tf } = call;
  const value = call.optional(2) ?? tf.scalar(0, array.dtype);
  return tf.broadcastTo(
    tf.reshape(
      value,
      lengths.map(() => 1),
    ),
    lengths,
  );
}

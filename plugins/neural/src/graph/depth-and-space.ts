import { apply } from './apply.js';
import { choiceAttribute, integerAttribute } from './attributes.js';
import { type Dimension, isKnown, type Shape, shapeText } from './dimension.js';
import { graphFault } from './graph-fault.js';
import type { Operator } from './operator.js';
import { realInputAt } from './operator-inputs.js';
import { offsetsAlong, stridesOf } from './reference-array.js';
import { reshape, reshapeLike } from './reshaping.js';
import type { Attributes, Tensor } from './tensor.js';
import { transpose } from './transposing.js';

/** A rearrangement of images: axes are split, put in another order, and joined. */
interface Rearrangement {
  readonly apart: Shape;
  readonly order: readonly number[];
  readonly joined: Shape;
}

type Rearranging = (batch: Dimension, image: Image, attributes: Attributes) => Rearrangement;

interface Image {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Images [batch, channels, height, width] whose elements are put in another place, none twice. */
function rearranging(name: string, rearrange: Rearranging): Operator {
  return {
    name,
    infer(inputs, attributes) {
      const { shape } = realInputAt(inputs, 0);
      return [{ type: 'real', shape: rearrange(shape[0]!, imageOf(shape), attributes).joined }];
    },
    derivative({ inputs: [x], attributes }, [gradient]) {
      if (gradient === undefined) return [];
      const { apart, order } = rearrange(x!.shape[0]!, imageOf(x!.shape), attributes);
      const moved = reshape(
        gradient,
        order.map((axis) => apart[axis]!),
      );
      const back = order.map((_, axis) => order.indexOf(axis));
      return [reshapeLike(transpose(moved, back), x!)];
    },
    evaluate([x], attributes) {
      const { apart, order, joined } = rearrange(x!.shape[0]!, imageOf(x!.shape), attributes);
      const lengths = apart as readonly number[]; // Of an array, whose lengths are numbers.
      const strides = stridesOf(lengths);
      const places = offsetsAlong(
        order.map((axis) => lengths[axis]!),
        order.map((axis) => strides[axis]!),
      );
      return [{ shape: joined as readonly number[], values: Float64Array.from(places, (place) => x!.values[place]!) }];
    },
  };
}

/** Channels become blocks of pixels: `blocksize` times as high and as wide. `mode` says which part of a channel's number is the depth. */
export const depthToSpaceOperator = rearranging('DepthToSpace', (batch, { channels, height, width }, attributes) => {
  const block = blockSize(attributes);
  const depth = part(channels, block * block);
  const joined = [batch, depth, height * block, width * block];
  const blockFirst = choiceAttribute(attributes, 'mode', ['DCR', 'CRD']) === 'DCR';
  if (blockFirst) return { apart: [batch, block, block, depth, height, width], order: [0, 3, 4, 1, 5, 2], joined };
  return { apart: [batch, depth, block, block, height, width], order: [0, 1, 4, 2, 5, 3], joined };
});

/** Blocks of pixels become channels: what DepthToSpace undoes, in its mode DCR. */
export const spaceToDepthOperator = rearranging('SpaceToDepth', (batch, { channels, height, width }, attributes) => {
  const block = blockSize(attributes);
  const [rows, columns] = [part(height, block), part(width, block)];
  return {
    apart: [batch, channels, rows, block, columns, block],
    order: [0, 3, 5, 1, 2, 4],
    joined: [batch, channels * block * block, rows, columns],
  };
});

/** Channels as blocks of pixels: [batch, channels, height, width] to `block` times as high and as wide. */
export function depthToSpace(x: Tensor, block: number): Tensor {
  return apply(depthToSpaceOperator, [x], { blocksize: block, mode: 'DCR' });
}

/** Blocks of pixels as channels: undoes {@link depthToSpace}. */
export function spaceToDepth(x: Tensor, block: number): Tensor {
  return apply(spaceToDepthOperator, [x], { blocksize: block });
}

/** Only the batch may follow the rows: the rearrangements count on it. */
function imageOf(shape: Shape): Image {
  const [channels, height, width] = shape.slice(1).filter(isKnown);
  if (shape.length === 4 && width !== undefined) return { channels: channels!, height: height!, width };
  throw graphFault(`[batch, channels, height, width] is wanted; ${shapeText(shape)} came`);
}

function blockSize(attributes: Attributes): number {
  const block = integerAttribute(attributes, 'blocksize', 0);
  if (block < 1) throw graphFault(`'blocksize' is ${block}; 1 is the least`);
  return block;
}

function part(length: number, parts: number): number {
  if (length % parts !== 0) throw graphFault(`${length} cannot be divided by ${parts}`);
  return length / parts;
}

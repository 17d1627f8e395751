import { apply } from './apply.js';
import { add, multiply, negate, scale as scaledBy, subtract } from './arithmetic.js';
import { integerAttribute, numberAttribute } from './attributes.js';
import { type Dimension, sameShape, shapeText } from './dimension.js';
import { sum } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { constant } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { allAxes, realInputAt } from './operator-inputs.js';
import { square } from './powers.js';
import { mapPairs } from './reference-array.js';
import { reshape, reshapeLike } from './reshaping.js';
import { countOver, inverseRoot, standardised, standardisedArray, standardisedGradient } from './standardising.js';
import type { Attributes, Tensor } from './tensor.js';

/** Each channel of each row standardised by itself, then scaled and shifted: x [batch, channels, …], scale, shift. */
export const instanceNormalizationOperator: Operator = {
  name: 'InstanceNormalization',
  infer(inputs, attributes) {
    epsilonOf(attributes);
    const { shape } = channelledInput(inputs, 3);
    countOver(shape, allAxes(shape).slice(2));
    return [{ type: 'real', shape }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [x, scale] = [inputs[0]!, inputs[1]!];
    const axes = allAxes(x.shape).slice(2);
    const before = standardised(x, axes, epsilonOf(attributes));
    return [
      standardisedGradient(before, multiply(gradient, channelled(scale, x)), axes),
      sumOfChannels(multiply(gradient, before.values)),
      sumOfChannels(gradient),
    ];
  },
  evaluate([x, scale, shift], attributes) {
    const before = standardisedArray(x!, allAxes(x!.shape).slice(2), epsilonOf(attributes));
    return [affineArray(before, scale!, shift!)];
  },
};

/** Each channel standardised by a mean and a variance that are given: x, scale, shift, mean, variance. */
export const batchNormalizationOperator: Operator = {
  name: 'BatchNormalization',
  infer(inputs, attributes) {
    epsilonOf(attributes);
    if (integerAttribute(attributes, 'training_mode', 0) !== 0) {
      throw graphFault("'training_mode' makes rows depend on each other; it must be 0");
    }
    return [{ type: 'real', shape: channelledInput(inputs, 5).shape }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [x, scale, , mean, variance] = inputs as readonly Tensor[]; // Shape inference asked for all of them.
    const inverse = inverseRoot(variance!, epsilonOf(attributes));
    const centred = subtract(x!, channelled(mean!, x!));
    const slope = multiply(scale!, inverse);
    const toShift = sumOfChannels(gradient);
    const toCentred = sumOfChannels(multiply(gradient, centred));
    return [
      multiply(gradient, channelled(slope, x!)),
      multiply(toCentred, inverse),
      toShift,
      negate(multiply(toShift, slope)),
      scaledBy(multiply(multiply(toCentred, slope), square(inverse)), -0.5),
    ];
  },
  evaluate([x, scale, shift, mean, variance], attributes) {
    const epsilon = epsilonOf(attributes);
    const centred = mapPairs(x!, channelledArray(mean!, x!), (value, centre) => value - centre);
    const spread = channelledArray(variance!, x!);
    const before = mapPairs(centred, spread, (value, width) => value / Math.sqrt(width + epsilon));
    return [affineArray(before, scale!, shift!)];
  },
};

/**
 * Each channel of each row standardised by itself, then scaled and shifted.
 * @param x - [batch, channels, length…].
 * @param scale - [channels].
 * @param shift - [channels].
 * @see Ulyanov, Vedaldi & Lempitsky, arXiv:1607.08022 (2016).
 */
export function instanceNormalization(x: Tensor, scale: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  return apply(instanceNormalizationOperator, [x, scale, shift], { epsilon });
}

/**
 * Groups of channels of each row standardised together, then each channel scaled and shifted.
 * @param x - [batch, channels, length…].
 * @param groups - Divides the number of channels.
 * @param scale - [channels].
 * @param shift - [channels].
 * @see Wu & He, ECCV 2018.
 */
export function groupNormalization(x: Tensor, groups: number, scale: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  const inner = countOver(x.shape, allAxes(x.shape).slice(1));
  if (inner % groups !== 0) throw graphFault(`${shapeText(x.shape)} has no ${groups} equal groups of channels`);
  const unit = (value: number) => constant(new Float64Array(groups).fill(value), [groups]);
  const grouped = reshape(x, [x.shape[0]!, groups, inner / groups]);
  const before = reshapeLike(instanceNormalization(grouped, unit(1), unit(0), epsilon), x);
  return add(multiply(before, channelled(scale, x)), channelled(shift, x));
}

function epsilonOf(attributes: Attributes): number {
  return numberAttribute(attributes, 'epsilon', 1e-5);
}

/** The first input, if all the others have one element for each of its channels. */
function channelledInput(inputs: readonly (Tensor | undefined)[], count: number): Tensor {
  const x = realInputAt(inputs, 0);
  const channels: Dimension | undefined = x.shape[1];
  if (channels === undefined) throw graphFault(`${shapeText(x.shape)} has no channels: [batch, channels, …] is wanted`);
  for (let index = 1; index < count; index++) {
    const { shape } = realInputAt(inputs, index);
    if (!sameShape(shape, [channels])) {
      throw graphFault(
        `input ${index + 1} of shape ${shapeText(shape)} does not fit channels of ${shapeText(x.shape)}`,
      );
    }
  }
  return x;
}

/** One number a channel, with axes of length 1 after it, so that it stretches to x. */
function channelled(vector: Tensor, x: Tensor): Tensor {
  return reshape(vector, [vector.shape[0]!, ...x.shape.slice(2).map(() => 1)]);
}

function channelledArray({ values }: ReferenceArray, x: ReferenceArray): ReferenceArray {
  return { shape: [values.length, ...x.shape.slice(2).map(() => 1)], values };
}

function sumOfChannels(x: Tensor): Tensor {
  return sum(
    x,
    allAxes(x.shape).filter((axis) => axis !== 1),
  );
}

function affineArray(x: ReferenceArray, scale: ReferenceArray, shift: ReferenceArray): ReferenceArray {
  const scaled = mapPairs(x, channelledArray(scale, x), (value, factor) => value * factor);
  return mapPairs(scaled, channelledArray(shift, x), (value, offset) => value + offset);
}

import { ConfigurationError } from '@basin/core';
import { z } from 'zod';
import { concat } from '../graph/concatenation.js';
import { convolution } from '../graph/convolution.js';
import { slice } from '../graph/slicing.js';
import type { Tensor } from '../graph/tensor.js';
import { activationNames, activations } from './activations.js';
import { lengthOf, scalarOutput, withShortcut } from './layers.js';
import { pooled, poolingOption } from './pooling.js';
import { spectrallyBounded } from './spectral-norm.js';
import type { Weights } from './weights.js';

/** Options of convolutional networks, whatever they slide over. */
export const convolutionOptions = {
  channels: z.array(z.int().min(1).max(65_536)).min(1).max(64).default([32, 32]).describe('Channels of each layer'),
  kernel: z
    .union([z.int().min(1), z.array(z.int().min(1)).min(1)])
    .default(3)
    .describe(
      'Places that a layer sees along an axis: one number for all layers, or one for each; odd numbers keep places in line',
    ),
  activation: z.enum(activationNames).default('silu').describe('Function after each layer'),
  residual: z.boolean().default(false).describe('Whether layers of equal width add what they were given'),
  pooling: poolingOption,
  periodic: z
    .boolean()
    .default(false)
    .describe('Whether the first place follows the last, as on rings; else zeros surround them'),
  spectralNorm: z
    .number()
    .positive()
    .optional()
    .describe('Largest singular value of the weights of any layer, by power iterations; none when absent'),
};

export type ConvolutionOptions = z.infer<z.ZodObject<typeof convolutionOptions>>;

/**
 * Convolutions that keep the number of places, each with a function after it; then pooling and one dense layer.
 *
 * @param x - [rows, channels, places…].
 * @returns [rows]
 * @throws {ConfigurationError} There is not one kernel size for each layer, or a kernel is longer than a periodic axis.
 */
export function convolutionNetwork(options: ConvolutionOptions, x: Tensor, weights: Weights): Tensor {
  const { channels, activation, residual, pooling, spectralNorm } = options;
  const kernels = kernelSizes(options);
  const last = channels.reduce((before, width, index) => {
    const linear = convolved(before, width, kernels[index]!, options, weights, `convolutions.${index}`);
    return withShortcut(before, activations[activation].of(linear), residual);
  }, x);
  return scalarOutput(pooled(last, pooling), weights, 'output', { spectralNorm });
}

function kernelSizes({ channels, kernel }: ConvolutionOptions): readonly number[] {
  if (typeof kernel === 'number') return channels.map(() => kernel);
  if (kernel.length === channels.length) return kernel;
  const message = `there are ${kernel.length} kernel sizes for ${channels.length} layers`;
  throw new ConfigurationError([{ path: ['kernel'], message }]);
}

function convolved(
  x: Tensor,
  width: number,
  kernel: number,
  { activation, periodic, spectralNorm }: ConvolutionOptions,
  weights: Weights,
  name: string,
): Tensor {
  const axes = x.shape.slice(2);
  const before = Math.floor((kernel - 1) / 2);
  const after = kernel - 1 - before;
  const fan = lengthOf(x.shape[1]!) * kernel ** axes.length;
  const shape = [width, lengthOf(x.shape[1]!), ...axes.map(() => kernel)];
  const weight = weights.normal(`${name}.weight`, shape, activations[activation].gain / Math.sqrt(fan));
  const bias = weights.uniform(`${name}.bias`, [width], 0);
  const held = spectrallyBounded(weight, spectralNorm);
  if (!periodic) {
    return convolution(x, held, bias, { pads: [...axes.map(() => before), ...axes.map(() => after)] });
  }
  return convolution(
    axes.reduce((made, _, axis) => wrapped(made, axis + 2, before, after), x),
    held,
    bias,
  );
}

/** With the last places before the first, and the first after the last. */
function wrapped(x: Tensor, axis: number, before: number, after: number): Tensor {
  const length = lengthOf(x.shape[axis]!);
  if (Math.max(before, after) > length) {
    const message = `a kernel of ${before + after + 1} does not fit on a ring of ${length} places`;
    throw new ConfigurationError([{ path: ['kernel'], message }]);
  }
  const parts = [
    ...(before > 0 ? [slice(x, axis, length - before, length)] : []),
    x,
    ...(after > 0 ? [slice(x, axis, 0, after)] : []),
  ];
  return parts.length === 1 ? x : concat(parts, axis);
}

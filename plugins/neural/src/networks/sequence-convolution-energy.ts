import { ConfigurationError, defineEnergy } from '@basin/core';
import { z } from 'zod';
import { shapeText } from '../graph/dimension.js';
import type { Tensor } from '../graph/tensor.js';
import { transpose } from '../graph/transposing.js';
import { type ConvolutionOptions, convolutionNetwork, convolutionOptions } from './convolution-layers.js';
import { createNetwork } from './create-network.js';
import { networkOptions, quadraticOption } from './network-options.js';
import type { Weights } from './weights.js';

const name = 'neural/sequence-convolution';

/** The energy `neural/sequence-convolution`. */
export const sequenceConvolutionEnergy = defineEnergy({
  name,
  space: 'any',
  role: 'energy',
  unit: '1',
  summary: 'Convolutions along the sites of a sequence, to be trained',
  details:
    'Each layer sees a window of neighbouring sites, the same weights at every place. It reads features [sites, values], such as those of one-hot, and its slopes guide kernels that change sites.',
  reference: 'Alipanahi, Delong, Weirauch & Frey, Nat. Biotechnol. 33, 831 (2015)',
  options: (refer) => z.strictObject({ ...convolutionOptions, ...quadraticOption, ...networkOptions(refer) }),
  example: { channels: [32, 32], kernel: 5, residual: true },
  create: (options, context) =>
    createNetwork(
      {
        name,
        choice: options,
        quadratic: options.quadratic,
        architecture: (features, weights) => sequenceConvolution(options, features, weights),
      },
      context,
    ),
});

/**
 * @param x - [rows, sites, values].
 * @returns [rows]
 * @throws {ConfigurationError} The features have another rank.
 */
export function sequenceConvolution(options: ConvolutionOptions, x: Tensor, weights: Weights): Tensor {
  if (x.shape.length === 3) return convolutionNetwork(options, transpose(x, [0, 2, 1]), weights);
  const message = `it reads features [sites, values], and the encoder gives ${shapeText(x.shape.slice(1))}`;
  throw new ConfigurationError([{ path: ['encoder'], message }]);
}

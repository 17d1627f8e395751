import { ConfigurationError, defineEnergy, type Lattice, latticeOf } from '@basin/core';
import { z } from 'zod';
import { shapeText } from '../graph/dimension.js';
import { reshape } from '../graph/reshaping.js';
import type { Tensor } from '../graph/tensor.js';
import { transpose } from '../graph/transposing.js';
import { type ConvolutionOptions, convolutionNetwork, convolutionOptions } from './convolution-layers.js';
import { createNetwork } from './create-network.js';
import { lengthOf } from './layers.js';
import { networkOptions, quadraticOption } from './network-options.js';
import type { Weights } from './weights.js';

const name = 'neural/image-convolution';

/** Options of convolutions over images. */
export const imageOptions = {
  ...convolutionOptions,
  shape: z
    .tuple([z.int().min(1), z.int().min(1), z.int().min(1)])
    .optional()
    .describe(
      'Channels, height and width of the image that a vector of features is, channel by channel; a lattice has its own',
    ),
};

type ImageOptions = ConvolutionOptions & { readonly shape?: readonly [number, number, number] | undefined };

/** The energy `neural/image-convolution`. */
export const imageConvolutionEnergy = defineEnergy({
  name,
  space: 'any',
  role: 'energy',
  unit: '1',
  summary: 'Convolutions over an image or a lattice of two dimensions, to be trained',
  details:
    'It reads features [channels, height, width]; a vector of as many numbers with the option shape; or sites of a lattice of two dimensions, one-hot, whose values are then the channels. On periodic lattices set periodic, so that no place is a border.',
  reference: 'LeCun, Bottou, Bengio & Haffner, Proc. IEEE 86, 2278 (1998)',
  options: (refer) => z.strictObject({ ...imageOptions, ...quadraticOption, ...networkOptions(refer) }),
  example: { channels: [16, 32], kernel: 3, shape: [1, 8, 8] },
  create: (given, context) =>
    createNetwork(
      {
        name,
        choice: given,
        quadratic: given.quadratic,
        architecture: (features, weights) => imageConvolution(given, features, weights, latticeOf(context.space)),
      },
      context,
    ),
});

/**
 * @param x - [rows, channels, height, width], or what {@link asImages} makes such of.
 * @returns [rows]
 * @throws {ConfigurationError} The features are no images.
 */
export function imageConvolution(options: ImageOptions, x: Tensor, weights: Weights, lattice?: Lattice): Tensor {
  return convolutionNetwork(options, asImages(x, options.shape, lattice), weights);
}

function asImages(x: Tensor, shape: ImageOptions['shape'], lattice: Lattice | undefined): Tensor {
  const came = x.shape.slice(1).map(lengthOf);
  const count = came.reduce((product, length) => product * length, 1);
  if (shape !== undefined) {
    if (shape[0] * shape[1] * shape[2] === count) return reshape(x, [x.shape[0]!, ...shape]);
    const message = `an image of ${shape.join(' × ')} is not made of features ${shapeText(came)}`;
    throw new ConfigurationError([{ path: ['shape'], message }]);
  }
  if (came.length === 3) return x;
  const [sites, values] = came;
  if (came.length === 2 && lattice?.shape.length === 2 && sites === lattice.shape[0]! * lattice.shape[1]!) {
    return transpose(reshape(x, [x.shape[0]!, ...lattice.shape, values!]), [0, 3, 1, 2]);
  }
  const message = `features ${shapeText(came)} are no images: give their channels, height and width`;
  throw new ConfigurationError([{ path: ['shape'], message }]);
}

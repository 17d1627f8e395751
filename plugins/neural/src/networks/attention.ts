import { ConfigurationError } from '@basin/core';
import { z } from 'zod';
import { add, scale } from '../graph/arithmetic.js';
import { shapeText } from '../graph/dimension.js';
import { matrixProduct } from '../graph/matrix-products.js';
import { mean } from '../graph/reductions.js';
import { reshape } from '../graph/reshaping.js';
import { softmax } from '../graph/softmax.js';
import type { Tensor } from '../graph/tensor.js';
import { transpose } from '../graph/transposing.js';
import { activationNames, activations } from './activations.js';
import { lengthOf, normalised, scalarOutput } from './layers.js';
import type { Weights } from './weights.js';

/** Options of a transformer over sites. */
export const attentionOptions = {
  width: z.int().min(1).max(4096).default(32).describe('Numbers that stand for a site; a multiple of heads'),
  heads: z.int().min(1).max(64).default(4).describe('Ways of looking at other sites, side by side'),
  layers: z.int().min(1).max(24).default(2).describe('Rounds of looking at other sites'),
  expansion: z.number().positive().max(16).default(2).describe('Width of the layers between, over that of a site'),
  activation: z.enum(activationNames).default('gelu').describe('Function of the layers between'),
};

export type AttentionOptions = z.infer<z.ZodObject<typeof attentionOptions>>;

/**
 * A transformer that normalises before each part: embeddings of sites and of their positions, rounds of attention and of a layer
 * between, the mean over sites, one dense layer.
 *
 * @param x - [rows, sites, values].
 * @returns [rows]
 * @throws {ConfigurationError} The features have another rank, or heads do not divide the width.
 */
export function attentionNetwork(options: AttentionOptions, x: Tensor, weights: Weights): Tensor {
  checkOptions(options, x);
  const { width, layers } = options;
  const sites = lengthOf(x.shape[1]!);
  const positions = weights.normal('positions', [sites, width], 0.1);
  let state = add(linear(x, width, weights, 'embedding'), positions);
  for (let layer = 0; layer < layers; layer++) {
    const name = `layers.${layer}`;
    state = add(state, attention(options, normalised(state, weights, `${name}.norm1`), weights, name));
    state = add(state, between(options, normalised(state, weights, `${name}.norm2`), weights, name));
  }
  return scalarOutput(mean(normalised(state, weights, 'norm'), [1]), weights, 'output');
}

function checkOptions({ width, heads }: AttentionOptions, x: Tensor): void {
  if (x.shape.length !== 3) {
    const message = `it reads features [sites, values], and the encoder gives ${shapeText(x.shape.slice(1))}`;
    throw new ConfigurationError([{ path: ['encoder'], message }]);
  }
  if (width % heads === 0) return;
  throw new ConfigurationError([{ path: ['heads'], message: `${heads} heads do not divide the width ${width}` }]);
}

/** x W + b along the last axis. */
function linear(x: Tensor, width: number, weights: Weights, name: string, gain = 1): Tensor {
  const fan = lengthOf(x.shape.at(-1)!);
  const weight = weights.normal(`${name}.weight`, [fan, width], gain / Math.sqrt(fan));
  return add(matrixProduct(x, weight), weights.uniform(`${name}.bias`, [width], 0));
}

/** Each site takes what others offer, weighed by how its query meets their keys. */
function attention({ width, heads }: AttentionOptions, x: Tensor, weights: Weights, name: string): Tensor {
  const [rows, sites] = [x.shape[0]!, x.shape[1]!];
  const parted = (part: string, order: readonly number[]) => {
    const made = linear(x, width, weights, `${name}.${part}`);
    return transpose(reshape(made, [rows, sites, heads, width / heads]), order);
  };
  const queries = parted('query', [0, 2, 1, 3]);
  const keys = parted('key', [0, 2, 3, 1]);
  const offers = parted('value', [0, 2, 1, 3]);
  const shares = softmax(scale(matrixProduct(queries, keys), Math.sqrt(heads / width)));
  const taken = reshape(transpose(matrixProduct(shares, offers), [0, 2, 1, 3]), [rows, sites, width]);
  return linear(taken, width, weights, `${name}.joined`);
}

function between(
  { width, expansion, activation }: AttentionOptions,
  x: Tensor,
  weights: Weights,
  name: string,
): Tensor {
  const { of, gain } = activations[activation];
  const wide = of(linear(x, Math.max(1, Math.round(width * expansion)), weights, `${name}.wide`, gain));
  return linear(wide, width, weights, `${name}.narrow`);
}

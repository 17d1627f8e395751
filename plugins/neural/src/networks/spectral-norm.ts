import { randomStream } from '@basin/core';
import { divide, multiply } from '../graph/arithmetic.js';
import { constant, scalar } from '../graph/leaves.js';
import { matrixProduct } from '../graph/matrix-products.js';
import { euclideanNorm } from '../graph/reductions.js';
import { elementCount } from '../graph/reference-array.js';
import { reshape } from '../graph/reshaping.js';
import { maximum } from '../graph/selecting.js';
import type { Tensor } from '../graph/tensor.js';

const iterationCount = 10;

/** Below every length that matters, and above what float32 loses: keeps weights of 0 from giving NaN. */
const smallestLength = 1e-20;

/**
 * Weights [outputs, …] divided by what brings their largest singular value, as a matrix [outputs, all others], down to a bound.
 *
 * The value is found by ten power iterations from a fixed direction, all of them part of the graph, so that gradients are those of
 * what is computed. It is an estimate from below: close where one direction stands out.
 *
 * @param bound - > 0; undefined leaves the weights as they are.
 * @see Miyato et al., ICLR (2018), arXiv:1802.05957.
 */
export function spectrallyBounded(weight: Tensor, bound: number | undefined): Tensor {
  if (bound === undefined) return weight;
  const norm = maximum(largestSingularValue(weight), scalar(bound));
  return multiply(weight, divide(scalar(bound), norm));
}

function largestSingularValue(weight: Tensor): Tensor {
  // The shapes of parameters are numbers.
  const [outputs, ...others] = weight.shape as readonly [number, ...number[]];
  const width = elementCount(others);
  const matrix = others.length === 1 ? weight : reshape(weight, [outputs, width]);
  const start = new Float64Array(width);
  randomStream(0, 'direction').fillNormal(start);
  let direction = unit(constant(start, [width]));
  for (let i = 0; i < iterationCount; i++) {
    direction = unit(matrixProduct(unit(matrixProduct(matrix, direction)), matrix));
  }
  return euclideanNorm(matrixProduct(matrix, direction), [0]);
}

function unit(vector: Tensor): Tensor {
  return divide(vector, maximum(euclideanNorm(vector, [0]), scalar(smallestLength)));
}

import { z } from 'zod';
import { sum } from '../graph/expand-and-sum.js';
import { largest, mean } from '../graph/reductions.js';
import type { Tensor } from '../graph/tensor.js';
import { flattened } from './layers.js';

const poolings = ['sum', 'mean', 'max', 'none'] as const;

/** How what is known of places becomes what is known of a row. */
export type Pooling = (typeof poolings)[number];

/** The option by which it is chosen. */
export const poolingOption = z
  .enum(poolings)
  .default('sum')
  .describe(
    'How places are joined: their sum (energies add up), mean or largest; none keeps each with a weight of its own',
  );

/** @param x - [rows, channels, places…]. @returns [rows, channels], or [rows, channels · places] without pooling. */
export function pooled(x: Tensor, pooling: Pooling): Tensor {
  const places = x.shape.slice(2).map((_, axis) => axis + 2);
  if (pooling === 'sum') return sum(x, places);
  if (pooling === 'mean') return mean(x, places);
  return pooling === 'max' ? largest(x, places) : flattened(x);
}

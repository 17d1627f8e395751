import { z } from 'zod';
import type { Tensor } from '../graph/tensor.js';
import { activationNames, activations } from './activations.js';
import { dense, flattened, normalised, scalarOutput, withShortcut } from './layers.js';
import type { Weights } from './weights.js';

/** Options of a multilayer perceptron, for whatever is made of one. */
export const perceptronOptions = {
  hidden: z
    .array(z.int().min(1).max(65_536))
    .max(64)
    .default([64, 64])
    .describe('Width of each hidden layer; none makes a linear function'),
  activation: z.enum(activationNames).default('silu').describe('Function between the layers'),
  residual: z.boolean().default(false).describe('Whether layers of equal width add what they were given'),
  layerNorm: z
    .boolean()
    .default(false)
    .describe('Whether each hidden layer is normalised, row by row, before its function'),
  spectralNorm: z
    .number()
    .positive()
    .optional()
    .describe('Largest singular value of the weights of any layer, by power iterations; none when absent'),
};

export type PerceptronOptions = z.infer<z.ZodObject<typeof perceptronOptions>>;

/** Layers of weights and functions over all features of a row. @param x - [rows, …shape]. @returns [rows]. */
export function multilayerPerceptron(options: PerceptronOptions, x: Tensor, weights: Weights): Tensor {
  const { hidden, activation, residual, layerNorm, spectralNorm } = options;
  const { of, gain } = activations[activation];
  const last = hidden.reduce((before, width, index) => {
    const linear = dense(before, width, weights, `layers.${index}`, { gain, spectralNorm });
    const made = of(layerNorm ? normalised(linear, weights, `norms.${index}`) : linear);
    return withShortcut(before, made, residual);
  }, flattened(x));
  return scalarOutput(last, weights, `layers.${hidden.length}`, { spectralNorm });
}

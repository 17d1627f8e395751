import { defineEnergy } from '@basin/core';
import { z } from 'zod';
import { createNetwork } from './create-network.js';
import { multilayerPerceptron, perceptronOptions } from './multilayer-perceptron.js';
import { networkOptions, quadraticOption } from './network-options.js';

const name = 'neural/mlp';

/** The energy `neural/mlp`. */
export const perceptronEnergy = defineEnergy({
  name,
  space: 'any',
  role: 'energy',
  unit: '1',
  summary: 'A multilayer perceptron over encoded states, to be trained',
  details:
    'Its parameters start at random and are learned by the step train. Over coordinates it has gradients of every order; over one-hot sites it guides kernels by slopes. On axes without bounds give it a quadratic term, or compose it with an energy that grows, so that there is a distribution to learn.',
  reference: 'LeCun, Chopra, Hadsell, Ranzato & Huang, A Tutorial on Energy-Based Learning (2006)',
  options: (refer) => z.strictObject({ ...perceptronOptions, ...quadraticOption, ...networkOptions(refer) }),
  example: { hidden: [64, 64], quadratic: 0.1 },
  create: (options, context) =>
    createNetwork(
      {
        name,
        choice: options,
        quadratic: options.quadratic,
        architecture: (features, weights) => multilayerPerceptron(options, features, weights),
      },
      context,
    ),
});

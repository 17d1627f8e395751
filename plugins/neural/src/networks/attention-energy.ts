import { defineEnergy } from '@basin/core';
import { z } from 'zod';
import { attentionNetwork, attentionOptions } from './attention.js';
import { createNetwork } from './create-network.js';
import { networkOptions, quadraticOption } from './network-options.js';

const name = 'neural/attention';

/** The energy `neural/attention`. */
export const attentionEnergy = defineEnergy({
  name,
  space: 'any',
  role: 'energy',
  unit: '1',
  summary: 'A small transformer over sites, to be trained',
  details:
    'Every site looks at every other, wherever they stand; positions are learned. It reads features [sites, values], such as those of one-hot. Its cost grows with the square of the number of sites.',
  reference: 'Vaswani et al., NeurIPS 30 (2017); Xiong et al., ICML (2020)',
  options: (refer) => z.strictObject({ ...attentionOptions, ...quadraticOption, ...networkOptions(refer) }),
  example: { width: 32, heads: 4, layers: 2 },
  create: (options, context) =>
    createNetwork(
      {
        name,
        choice: options,
        quadratic: options.quadratic,
        architecture: (features, weights) => attentionNetwork(options, features, weights),
      },
      context,
    ),
});

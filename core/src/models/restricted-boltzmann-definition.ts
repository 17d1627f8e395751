import { z } from 'zod';
import { defineEnergy } from '../energy/energy-definition.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { SiteGroup } from '../state/site-text.js';
import { discreteSpace } from './bonds.js';
import { RestrictedBoltzmann } from './restricted-boltzmann.js';
import { siteRange } from './site-range.js';

/** The energy `restricted-boltzmann`. */
export const restrictedBoltzmann = defineEnergy({
  name: 'restricted-boltzmann',
  space: 'categorical',
  role: 'energy',
  unit: '1',
  summary: 'Restricted Boltzmann machine: a visible and a hidden layer of units 0 and 1',
  details:
    'E = −a·v − b·h − vᵀ W h. The layers are two groups of the space. Given one layer the units of the other are independent, so ' +
    'blocked Gibbs changes a layer at a time; with the latents summed out (free-energy) it is a density of the visible units.',
  reference: 'Smolensky, in Parallel Distributed Processing 1, 194 (1986); Hinton, Neural Comput. 14, 1771 (2002)',
  options: z.strictObject({
    weights: z.array(z.array(z.number()).min(1)).min(1).describe('W[visible unit][hidden unit]'),
    visibleBias: z.array(z.number()).optional().describe('a, one a visible unit; 0 when absent'),
    hiddenBias: z.array(z.number()).optional().describe('b, one a hidden unit; 0 when absent'),
    visible: z.string().default('visible').describe('Group of the visible units'),
    hidden: z.string().default('hidden').describe('Group of the hidden units'),
  }),
  example: {
    weights: [
      [0.5, -0.5],
      [1, 0],
      [0, 1],
    ],
    visibleBias: [0, 0, 0.2],
    hiddenBias: [0.1, -0.1],
  },
  create: ({ weights, visibleBias, hiddenBias, visible, hidden }, context) => {
    const space = discreteSpace('restricted-boltzmann', context.space);
    const [v, h] = [siteRange(space, visible), siteRange(space, hidden)];
    if (weights.length !== v.count || weights.some((row) => row.length !== h.count)) {
      const message = `weights are ${v.count} rows (units of '${visible}') of ${h.count} numbers (units of '${hidden}')`;
      throw new ConfigurationError([{ path: ['weights'], message }]);
    }
    return new RestrictedBoltzmann({
      space,
      firstVisible: v.first,
      firstHidden: h.first,
      weights: Float64Array.from(weights.flat()),
      visibleBias: biasOf(visibleBias, v, 'visibleBias'),
      hiddenBias: biasOf(hiddenBias, h, 'hiddenBias'),
    });
  },
});

function biasOf(bias: readonly number[] | undefined, { name, count }: SiteGroup, option: string): Float64Array {
  if (bias === undefined) return new Float64Array(count);
  if (bias.length === count) return Float64Array.from(bias);
  const message = `there are ${bias.length} biases for the ${count} units of '${name}'`;
  throw new ConfigurationError([{ path: [option], message }]);
}

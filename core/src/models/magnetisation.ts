import { z } from 'zod';
import { defineEnergy } from '../energy/energy-definition.js';
import { ConfigurationError } from '../errors/design-error.js';
import { discreteSpace } from './bonds.js';
import { siteRange } from './site-range.js';

/** The property `magnetisation`. */
export const magnetisation = defineEnergy({
  name: 'magnetisation',
  space: 'categorical',
  role: 'property',
  unit: '1',
  summary: 'Mean spin of sites with two values, −1 … +1',
  details: 'The first value of a site is spin −1, the second +1. With absolute: true its magnitude, 0 … 1.',
  reference: 'Ising, Z. Phys. 31, 253 (1925)',
  options: z.strictObject({
    absolute: z.boolean().default(false).describe('Whether the magnitude is taken'),
    group: z.string().optional().describe('Group of sites; all when absent'),
  }),
  create: ({ absolute, group }, context) => {
    const space = discreteSpace('magnetisation', context.space);
    const { first, count } = siteRange(space, group);
    if (space.valueCounts.subarray(first, first + count).some((values) => values !== 2)) {
      throw new ConfigurationError([
        { path: [], message: 'a site that has a spin has two values, and some have others' },
      ]);
    }
    return {
      evaluate: (batch) => {
        const sites = space.sites(batch);
        return Float64Array.from({ length: space.size(batch) }, (_, row) => {
          const start = row * space.siteCount + first;
          let up = 0;
          for (let i = start; i < start + count; i++) up += sites[i]!;
          const mean = (2 * up - count) / count;
          return absolute ? Math.abs(mean) : mean;
        });
      },
    };
  },
});

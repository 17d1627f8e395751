import { z } from 'zod';
import { defineEnergy } from '../energy/energy-definition.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { Discrete } from '../state/discrete.js';
import { numberedAlphabet } from '../state/site-text.js';
import { discreteSpace } from './bonds.js';
import { siteRange } from './site-range.js';

/** The property `value-count`. */
export const valueCount = defineEnergy({
  name: 'value-count',
  space: 'categorical',
  role: 'property',
  unit: '1',
  summary: 'How many sites have a value',
  details:
    'The value is called as in the alphabet of the space: A, Fe, 1. With share: true the share of the sites, 0 … 1.',
  reference: 'Shannon, Bell Syst. Tech. J. 27, 379 (1948), on the symbols of a sequence',
  options: z.strictObject({
    value: z.union([z.string(), z.int()]).describe('The value that is counted, by its name'),
    share: z.boolean().default(false).describe('Whether the count is divided by the number of sites'),
    group: z.string().optional().describe('Group of sites; all when absent'),
  }),
  example: { value: 1 },
  create: ({ value, share, group }, context) => {
    const space = discreteSpace('value-count', context.space);
    const { first, count } = siteRange(space, group);
    const wanted = wantedValues(space, `${value}`, first, count);
    return {
      evaluate: (batch) => {
        const sites = space.sites(batch);
        return Float64Array.from({ length: space.size(batch) }, (_, row) => {
          const start = row * space.siteCount + first;
          let found = 0;
          for (let i = 0; i < count; i++) if (sites[start + i] === wanted[i]) found++;
          return share ? found / count : found;
        });
      },
    };
  },
});

/** The wanted value of each site; −1 where a site cannot have it. */
function wantedValues<B>(space: Discrete<B>, label: string, first: number, count: number): Int32Array {
  const labels = space.alphabets ?? Array.from(space.valueCounts, numberedAlphabet);
  const alphabets = labels.slice(first, first + count);
  const wanted = Int32Array.from(alphabets, (alphabet) => alphabet.indexOf(label));
  if (wanted.some((value) => value >= 0)) return wanted;
  const known = [...new Set(alphabets.flat())].slice(0, 20).join(', ');
  throw new ConfigurationError([{ path: ['value'], message: `no site can be '${label}'; values are ${known}` }]);
}

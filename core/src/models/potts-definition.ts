import { z } from 'zod';
import { defineEnergy } from '../energy/energy-definition.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Discrete, mostValues } from '../state/discrete.js';
import { bondList } from './bond-options.js';
import { bondsOf, discreteSpace } from './bonds.js';
import { Pairwise } from './pairwise.js';
import { Potts } from './potts.js';

const table = z.array(z.array(z.number()));

const options = z
  .strictObject({
    coupling: z
      .number()
      .optional()
      .describe('J of every bond; positive favours equal neighbours. 1 when nothing is given'),
    bonds: bondList.optional(),
    fields: table.optional().describe('h[site][value]; positive favours the value'),
    couplings: z
      .array(
        z.strictObject({
          sites: z.tuple([z.int().min(0), z.int().min(0)]).describe('The two sites, counted from 0'),
          values: table.describe('J[value of the first][value of the second]; positive favours the two'),
        }),
      )
      .optional()
      .describe('Couplings of pairs of sites, each pair once'),
  })
  .refine(
    ({ coupling, bonds, fields, couplings }) =>
      (coupling === undefined && bonds === undefined) || (fields === undefined && couplings === undefined),
    { message: 'give either coupling (and bonds), or fields and couplings' },
  );

type PottsOptions = z.infer<typeof options>;

/** The energy `potts`. */
export const potts = defineEnergy({
  name: 'potts',
  space: 'categorical',
  role: 'energy',
  unit: '1',
  summary: 'Potts model: sites that favour equal neighbours, or fields and couplings of any kind',
  details:
    'E = −J Σ δ(x, x′) over the bonds of the lattice of the space, or over those listed. With fields and couplings given, ' +
    'E = −Σ h(x) − Σ J(x, x′), each pair once. On a periodic axis of two sites a pair has two bonds, one each way around.',
  reference: 'Potts, Math. Proc. Camb. Philos. Soc. 48, 106 (1952); Wu, Rev. Mod. Phys. 54, 235 (1982)',
  options,
  create: (given: PottsOptions, context) => {
    const space = discreteSpace('potts', context.space);
    if (given.fields !== undefined || given.couplings !== undefined) return pairwise(space, given);
    return new Potts({ space, bonds: bondsOf(space, given.bonds), coupling: given.coupling ?? 1 });
  },
});

function pairwise<B>(space: Discrete<B>, { fields = [], couplings = [] }: PottsOptions): Pairwise<B> {
  const q = mostValues(space);
  const h = new Float64Array(space.siteCount * q);
  if (fields.length > 0) {
    requireLength(fields.length, space.siteCount, ['fields'], 'rows of fields', 'sites');
    for (const [site, row] of fields.entries()) {
      requireLength(row.length, space.valueCounts[site]!, ['fields', site], 'fields', `values of site ${site}`);
      h.set(row, site * q);
    }
  }
  const pairs = bondsOf(
    space,
    couplings.map(({ sites }) => sites),
  );
  const J = new Float64Array(couplings.length * q * q);
  for (const [pair, { sites, values }] of couplings.entries()) {
    const [rowCount, columnCount] = [space.valueCounts[sites[0]]!, space.valueCounts[sites[1]]!];
    requireLength(values.length, rowCount, ['couplings', pair, 'values'], 'rows', `values of site ${sites[0]}`);
    for (const [a, row] of values.entries()) {
      const path = ['couplings', pair, 'values', a];
      requireLength(row.length, columnCount, path, 'numbers', `values of site ${sites[1]}`);
      J.set(row, (pair * q + a) * q);
    }
  }
  return new Pairwise({ space, pairs, fields: h, couplings: J });
}

function requireLength(found: number, needed: number, path: (string | number)[], what: string, of: string): void {
  if (found === needed) return;
  throw new ConfigurationError([{ path, message: `there are ${found} ${what} for ${needed} ${of}` }]);
}

import { z } from 'zod';
import { type CategoricalBatch, type CategoricalLayout, CategoricalSpace } from './categorical-space.js';
import { type Lattice, latticeSiteCount } from './lattice.js';
import { type Alphabet, alphabetFault, numberedAlphabet, type SiteGroup } from './site-text.js';
import { defineStateSpace } from './state-space-definition.js';

const siteCount = z.int().min(1).max(1_000_000);
const values = z.int().min(1).max(256);

/** Names of values: a list, or a text whose characters are the names. */
const alphabet = z
  .union([z.string().transform((text): Alphabet => [...text]), z.array(z.string())])
  .superRefine((labels, context) => {
    const message = alphabetFault(labels);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const group = z
  .strictObject({
    count: siteCount.describe('Sites of the group'),
    values: values.optional().describe('Values of each site, called 0, 1, 2 …'),
    alphabet: alphabet.optional().describe('Names of the values of each site'),
  })
  .refine(({ values, alphabet }) => (values === undefined) !== (alphabet === undefined), {
    message: 'give either values, how many, or alphabet, their names',
  });

const lattice = z.strictObject({
  shape: z.array(z.int().min(1)).min(1).max(4).describe('Sites along each axis; the last axis runs fastest'),
  periodic: z
    .union([z.boolean(), z.array(z.boolean())])
    .default(true)
    .describe('Whether axes close to rings: one for all, or one for each'),
});

const options = z
  .strictObject({
    sites: siteCount.optional().describe('Number of sites, of a sequence'),
    lattice: lattice.optional().describe('Sites on a rectangular lattice, neighbours known'),
    groups: z
      .record(z.string().min(1), group)
      .optional()
      .describe('Named groups of sites, each a column: layers of units, visible and hidden ones'),
    values: values.optional().describe('Values of each site, called 0, 1, 2 …'),
    alphabet: alphabet.optional().describe("Names of the values of each site: a list, or a text such as 'ACGT'"),
    alphabets: z.array(alphabet).min(1).optional().describe('Names of the values, site by site'),
  })
  .superRefine(({ sites, lattice, groups, values, alphabet, alphabets }, context) => {
    const places = [sites, lattice, groups, alphabets].filter((given) => given !== undefined);
    if (places.length !== 1) {
      context.addIssue({
        code: 'custom',
        message: 'give one of sites, lattice, groups and alphabets: where the sites are',
      });
    }
    const named = [values, alphabet, groups, alphabets].filter((given) => given !== undefined);
    if (named.length !== 1) {
      context.addIssue({ code: 'custom', message: 'give one of values and alphabet: what a site can be' });
    }
    const axisCount = lattice?.shape.length;
    if (Array.isArray(lattice?.periodic) && lattice.periodic.length !== axisCount) {
      context.addIssue({
        code: 'custom',
        path: ['lattice', 'periodic'],
        message: `give one for all or ${axisCount} of them`,
      });
    }
    if (lattice !== undefined && latticeSiteCount(latticeFrom(lattice)) > 1_000_000) {
      context.addIssue({
        code: 'custom',
        path: ['lattice', 'shape'],
        message: 'a lattice has at most a million sites',
      });
    }
  });

/** Options of the categorical space, parsed. */
export type CategoricalSpaceOptions = z.infer<typeof options>;

/** The space `categorical`. */
export const categoricalSpace = defineStateSpace<CategoricalBatch, CategoricalSpaceOptions>({
  name: 'categorical',
  kind: 'categorical',
  variables: 'sites',
  summary: 'Sequences, lattices and layers of sites with a few values each',
  details:
    "States are kept in the text column 'state', or in one text column a group: 'GATTACA' where every value is one letter, " +
    "'Fe Ni Fe' or '0 1 1 0' otherwise. Random starting states have every value of a site with the same probability.",
  options,
  example: { lattice: { shape: [16, 16], periodic: true }, values: 2 },
  columns: ({ groups }) => (groups === undefined ? ['state'] : Object.keys(groups)),
  create: (given) => new CategoricalSpace(layoutOf(given)),
});

function layoutOf({ sites, lattice, groups, values, alphabet, alphabets }: CategoricalSpaceOptions): CategoricalLayout {
  if (alphabets !== undefined) return { alphabets };
  if (groups !== undefined) return groupedLayout(groups);
  const labels = alphabet ?? numberedAlphabet(values ?? 1);
  if (lattice === undefined) return { alphabets: Array(sites).fill(labels) };
  const places = latticeFrom(lattice);
  return { alphabets: Array(latticeSiteCount(places)).fill(labels), lattice: places };
}

function groupedLayout(groups: NonNullable<CategoricalSpaceOptions['groups']>): CategoricalLayout {
  const alphabets: Alphabet[] = [];
  const named: SiteGroup[] = [];
  for (const [name, { count, values, alphabet }] of Object.entries(groups)) {
    named.push({ name, first: alphabets.length, count });
    const labels = alphabet ?? numberedAlphabet(values ?? 1);
    for (let i = 0; i < count; i++) alphabets.push(labels);
  }
  return { alphabets, groups: named };
}

function latticeFrom({ shape, periodic }: z.infer<typeof lattice>): Lattice {
  return { shape, periodic: Array.isArray(periodic) ? periodic : shape.map(() => periodic) };
}

import { z } from 'zod';

/** Pairs of sites, as options list them. */
export const bondList = z
  .array(z.tuple([z.int().min(0), z.int().min(0)]))
  .describe('Pairs of sites, counted from 0; those of the lattice when absent');

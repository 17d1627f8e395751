import { z } from 'zod';
import { smartsText } from '../properties/option-pattern.js';

/** What mutation and crossover let through. */
export const editOptions = {
  core: smartsText
    .optional()
    .describe(
      'substructure (SMARTS) that every molecule has and keeps; map numbers ([c:1]) name the atoms that may be substituted',
    ),
  maxHeavyAtoms: z.int().min(1).max(250).default(60).describe('most atoms other than hydrogen'),
  maxRingSize: z.int().min(3).max(20).default(7).describe('most atoms of a ring'),
  attempts: z.int().min(1).max(100).default(8).describe('tries to find a change before a parent is passed over'),
};

export const editOptionsSchema = z.strictObject(editOptions);

export type EditOptions = z.infer<typeof editOptionsSchema>;

import { z } from 'zod';
import { smartsText } from '../properties/option-notation.js';
import { editElements } from './alphabet.js';

/** What mutation and crossover let through. */
export const editOptionsSchema = z.strictObject({
  core: smartsText
    .optional()
    .describe(
      'substructure (SMARTS) that molecules keep; map numbers ([c:1]) name its atoms that are substituted, all where there are none. Parents without it are passed over',
    ),
  elements: z
    .array(z.enum(editElements))
    .min(1)
    .default(['C', 'N', 'O', 'F', 'S', 'Cl', 'Br'])
    .describe('elements that edits put in; parents may bring others'),
  maxHeavyAtoms: z.int().min(1).max(250).default(60).describe('most atoms other than hydrogen'),
  maxRingSize: z.int().min(3).max(20).default(7).describe('most atoms of a ring'),
  attempts: z.int().min(1).max(100).default(8).describe('tries to find a change before a parent is passed over'),
});

export type EditOptions = z.infer<typeof editOptionsSchema>;

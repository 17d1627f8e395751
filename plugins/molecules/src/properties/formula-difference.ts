import { defineEnergy } from '@basin/core';
import { z } from 'zod';
import { elementSymbols } from '../graph/elements.js';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { elementCount } from './counts.js';
import { graphProperty, rdkitReference } from './graph-property.js';
import { parseFormula } from './parse-formula.js';

/** How many atoms must be added or taken away to make a molecule of the formula; 0 for its isomers. */
export function formulaDifference(graph: MolecularGraph, wanted: ReadonlyMap<number, number>): number {
  const present = new Set(graph.atomicNumber);
  if (graph.hydrogens.some((hydrogens) => hydrogens > 0)) present.add(1);
  let difference = 0;
  for (const z of new Set([...present, ...wanted.keys()])) {
    difference += Math.abs(elementCount(graph, z) - (wanted.get(z) ?? 0));
  }
  return difference;
}

const options = z.strictObject({
  formula: z
    .string()
    .superRefine((text, context) => {
      if (parseFormula(text) === undefined) {
        context.addIssue({ code: 'custom', message: 'must be a molecular formula such as C9H8O4' });
      }
    })
    .describe('molecular formula, hydrogens included'),
});

export const formulaMatch = defineEnergy<MoleculeBatch, z.infer<typeof options>>({
  name: 'molecules/formula-difference',
  space: 'molecule',
  role: 'property',
  unit: '1',
  summary: 'Atoms to add or take away for a molecular formula; 0 for its isomers',
  reference: rdkitReference,
  options,
  example: { formula: 'C9H8O4' },
  create: ({ formula }) => {
    const counts = parseFormula(formula) ?? new Map<string, number>();
    const wanted = new Map([...counts].map(([symbol, count]) => [elementSymbols.indexOf(symbol), count]));
    return graphProperty((graph) => formulaDifference(graph, wanted));
  },
});

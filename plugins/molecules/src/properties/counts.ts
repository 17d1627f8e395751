import { defineEnergy } from '@basin/core';
import { z } from 'zod';
import { elementSymbols } from '../graph/elements.js';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { aromaticRingCount, ringsOf } from '../graph/rings.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { defineGraphProperty, graphProperty, rdkitReference } from './graph-property.js';

/** Atoms of an element, implicit hydrogens counted for hydrogen. */
export function elementCount(graph: MolecularGraph, atomicNumber: number): number {
  let count = 0;
  for (let atom = 0; atom < graph.atomCount; atom++) {
    if (graph.atomicNumber[atom] === atomicNumber) count++;
    if (atomicNumber === 1) count += graph.hydrogens[atom]!;
  }
  return count;
}

/** All atoms, implicit hydrogens among them. */
export function atomCountWithHydrogens(graph: MolecularGraph): number {
  return graph.hydrogens.reduce((count, hydrogens) => count + hydrogens, graph.atomCount);
}

/** Atoms other than hydrogen; dummy atoms are none. */
export function heavyAtomCount(graph: MolecularGraph): number {
  return graph.atomicNumber.reduce((count, z) => count + (z > 1 ? 1 : 0), 0);
}

export const ringCount = defineGraphProperty({
  name: 'molecules/rings',
  unit: '1',
  summary: 'Number of rings (symmetrised smallest set of smallest rings)',
  compute: (graph) => ringsOf(graph).atomRings.length,
});

export const aromaticRings = defineGraphProperty({
  name: 'molecules/aromatic-rings',
  unit: '1',
  summary: 'Number of rings whose bonds are all aromatic',
  compute: aromaticRingCount,
});

export const heavyAtoms = defineGraphProperty({
  name: 'molecules/heavy-atoms',
  unit: '1',
  summary: 'Number of atoms other than hydrogen; dummy atoms (*) are none',
  compute: heavyAtomCount,
});

export const atoms = defineGraphProperty({
  name: 'molecules/atoms',
  unit: '1',
  summary: 'Number of atoms, hydrogens among them',
  compute: atomCountWithHydrogens,
});

export const largestRing = defineGraphProperty({
  name: 'molecules/largest-ring',
  unit: '1',
  summary: 'Atoms of the largest ring; 0 without rings',
  compute: (graph) => ringsOf(graph).atomRings.reduce((largest, ring) => Math.max(largest, ring.length), 0),
});

const elementOptions = z.strictObject({
  element: z
    .string()
    .refine((symbol) => elementSymbols.indexOf(symbol) > 0, { error: 'must be the symbol of an element, such as Cl' })
    .describe('symbol of the element'),
});

export const atomsOfElement = defineEnergy<MoleculeBatch, z.infer<typeof elementOptions>>({
  name: 'molecules/element-count',
  space: 'molecule',
  role: 'property',
  unit: '1',
  summary: 'Number of atoms of an element; implicit hydrogens are counted',
  reference: rdkitReference,
  options: elementOptions,
  example: { element: 'F' },
  create: ({ element }) => {
    const atomicNumber = elementSymbols.indexOf(element);
    return graphProperty((graph) => elementCount(graph, atomicNumber));
  },
});

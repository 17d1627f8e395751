import { defineEnergy, type EnergyDefinition } from '@basin/core';
import { z } from 'zod';
import { type MolecularDescriptor, molecularDescriptors } from '../rdkit/descriptor-table.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import { describeMolecules } from './describe-molecules.js';
import { rdkitReference } from './graph-property.js';

/** Descriptors that are computed from the graph here, a hundred times faster than RDKit computes all of them. */
const computedHere = new Set([
  'aromatic-rings',
  'atoms',
  'donors',
  'heavy-atoms',
  'log-p',
  'molar-refractivity',
  'molecular-weight',
  'rings',
  'rotatable-bonds',
  'tpsa',
]);

/** One property for each remaining descriptor of RDKit. About 1 ms a molecule and worker: RDKit computes all or none. */
export const rdkitDescriptors: readonly EnergyDefinition<MoleculeBatch, Record<string, never>>[] = molecularDescriptors
  .map((descriptor, index) => ({ descriptor, index }))
  .filter(({ descriptor }) => !computedHere.has(descriptor.name))
  .map(({ descriptor, index }) => defineDescriptor(descriptor, index));

function defineDescriptor(
  { name, unit, summary, reference }: MolecularDescriptor,
  index: number,
): EnergyDefinition<MoleculeBatch, Record<string, never>> {
  return defineEnergy({
    name: `molecules/${name}`,
    space: 'molecule',
    role: 'property',
    unit,
    summary,
    reference: reference ?? rdkitReference,
    options: z.strictObject({}),
    example: {},
    create: (_options, context) => {
      context.onDispose(closeRdkitPool);
      return {
        evaluate: async (batch: MoleculeBatch) => {
          const values = await describeMolecules(sharedRdkitPool(context.workerCount), batch, `molecules/${name}`);
          const width = molecularDescriptors.length;
          return Float64Array.from(batch.smiles, (_, row) => values[row * width + index]!);
        },
      };
    },
  });
}

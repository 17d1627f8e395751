import { defineEnergy, type EnergyDefinition, type Property } from '@basin/core';
import { z } from 'zod';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';

/** To cite for what is counted on a molecular graph as RDKit perceives it. */
export const rdkitReference = 'Landrum, RDKit: open-source cheminformatics, doi:10.5281/zenodo.591637';

/** A property computed from the graph of each molecule. */
export function graphProperty(compute: (graph: MolecularGraph) => number): Property<MoleculeBatch> {
  return {
    evaluate: (batch) => Float64Array.from(batch.smiles, (_, row) => compute(batch.graph(row))),
  };
}

/** What a property without options says of itself. */
export interface GraphPropertySpecification {
  readonly name: `molecules/${string}`;
  readonly unit: string;
  readonly summary: string;
  readonly details?: string;
  /** RDKit where absent. */
  readonly reference?: string;
  readonly compute: (graph: MolecularGraph) => number;
}

/** The literal of a property that is a function of the graph and takes no options. */
export function defineGraphProperty({
  compute,
  ...specification
}: GraphPropertySpecification): EnergyDefinition<MoleculeBatch, Record<string, never>> {
  return defineEnergy({
    reference: rdkitReference,
    ...specification,
    space: 'molecule',
    role: 'property',
    options: z.strictObject({}),
    example: {},
    create: () => graphProperty(compute),
  });
}

import {
  type CreationContext,
  type Energy,
  type EnergyDefinition,
  isDecomposable,
  optionsSchemaOf,
  type ProposalDefinition,
  Registry,
  type Variation,
} from '@basin/core';
import { checkDefinition, checkEnergy, checkSpace, checkVariation, energyContextOf } from '@basin/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { basinModule } from './molecules-module.js';
import { closeRdkitPool } from './rdkit/shared-pool.js';
import { type MoleculeBatch, moleculeBatch } from './space/molecule-batch.js';
import { moleculeSpace } from './space/molecule-space.js';

const registry = new Registry();
registry.load({ name: '@basin/molecules', version: '0.0.0' }, basinModule);

const creation: CreationContext = { workerCount: 1, onDispose: () => undefined };
const space = await moleculeSpace.create(
  { column: 'smiles', maxHeavyAtoms: 100, rowTimeoutMs: 2000, keepStereo: true, components: 'all' },
  creation,
);
const context = energyContextOf(space);

/** Small and large, charged, with rings, isotopes, a salt, a lone atom. */
const molecules = moleculeBatch([
  'CC(=O)Oc1ccccc1C(=O)O',
  'C',
  'C[N+](C)(C)CC(=O)[O-]',
  'Cc1ccc(-c2cc(C(F)(F)F)nn2-c2ccc(S(N)(=O)=O)cc2)cc1',
  '[2H]OC',
  'CN1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5',
  '[Cl-].[Na+]',
]);

afterAll(closeRdkitPool);

it('loads without a fault', () => {
  expect(registry.broken).toEqual([]);
});

describe.each(['space', 'energy', 'proposal'] as const)('every %s', (point) => {
  it.each(registry.definitions(point).map((definition) => [definition.name, definition] as const))(
    '%s says what it is',
    (_name, definition) => checkDefinition(definition, registry),
  );
});

describe('the molecule space', () => {
  it('keeps the contract', async () => {
    const poisoned = {
      columns: { smiles: { type: 'text', values: ['CCO', 'not a molecule', '', null, 'C(C)(C)(C)(C)C', 'c1ccccc1'] } },
      badRows: [1, 2, 3, 4],
    } as const;
    await checkSpace(space, molecules, poisoned);
  });
});

describe('every energy and property keeps the contract', () => {
  const definitions = registry.definitions('energy') as readonly EnergyDefinition[];

  it.each(definitions.map((definition) => [definition.name, definition] as const))('%s', async (name, definition) => {
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    // Every energy of this package takes batches of molecules.
    const energy = (await definition.create(options, context)) as Energy<MoleculeBatch>;
    await checkEnergy(energy, space, molecules, { name, role: definition.role });
    if (definition.role === 'energy') expect(isDecomposable(energy)).toBe(definition.decomposable ?? false);
  });
});

describe('every variation keeps the contract', () => {
  it.each(['molecules/mutate', 'molecules/crossover'])('%s', async (name) => {
    const definition = registry.definition('proposal', name) as ProposalDefinition;
    // Both names are of variations of molecules.
    const variation = (await definition.create(
      optionsSchemaOf(definition, registry).parse({}),
      context,
    )) as Variation<MoleculeBatch>;
    await checkVariation(variation, space, molecules, { name });
  });
});

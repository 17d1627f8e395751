import { describe, expect, it } from 'vitest';
import { coreModule } from '../core-module.js';
import { isClamped, isDifferentiable, isNormalised, isTailed } from '../energy/energy.js';
import type { EnergyDefinition } from '../energy/energy-definition.js';
import { optionsSchemaOf, referenceSchemas } from '../extension/reference.js';
import { Registry } from '../extension/registry.js';
import { randomStream } from '../numerics/random-stream.js';
import type { ProposalDefinition } from '../proposal/proposal-definition.js';
import type { StateSpace } from '../state/state-space.js';
import type { StateSpaceDefinition } from '../state/state-space-definition.js';
import { checkDefinition } from '../testing/check-definition.js';
import { checkEnergy } from '../testing/check-energy.js';
import { checkProposal } from '../testing/check-proposal.js';
import { checkSpace } from '../testing/check-space.js';
import { energyContextOf } from '../testing/energy-context-of.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);

// The registry takes a literal only with the brand of its point.
const spaces = registry.definitions('space') as readonly unknown[] as readonly StateSpaceDefinition[];
const energies = registry.definitions('energy') as readonly unknown[] as readonly EnergyDefinition[];
const proposals = registry.definitions('proposal') as readonly unknown[] as readonly ProposalDefinition[];

const context = { workerCount: 1, onDispose: () => undefined };

/** Spaces in which the examples of extensions work, where that of their kind's space is none. */
const spacesOfExamples: Readonly<Record<string, unknown>> = {
  vector: { vector: { dimension: 2, spread: 1.5 } },
  'uniform-draw': {
    vector: {
      axes: [
        { name: 'x', low: -1, high: 3 },
        { name: 'angle', low: 0, high: 360, periodic: true },
      ],
    },
  },
  'restricted-boltzmann': {
    categorical: { groups: { visible: { count: 3, values: 2 }, hidden: { count: 2, values: 2 } } },
  },
  'eight-schools': { vector: { dimension: 10 } },
};

async function spaceFor({
  name,
  space,
}: {
  readonly name: string;
  readonly space: string;
}): Promise<StateSpace<unknown>> {
  const given = spacesOfExamples[name] ?? spacesOfExamples[space] ?? exampleOf(space);
  const reference = referenceSchemas(registry).to('space').parse(given);
  return (registry.definition('space', reference.name) as unknown as StateSpaceDefinition).create(
    reference.options,
    context,
  );
}

function exampleOf(kind: string): unknown {
  const definition = spaces.find((space) => space.kind === kind);
  return { [definition?.name ?? kind]: definition?.example ?? {} };
}

function named<D extends { readonly name: string }>(definitions: readonly D[]): [string, D][] {
  return definitions.map((definition) => [definition.name, definition]);
}

it('core registers spaces, energies and proposals', () => {
  expect(spaces.map(({ name }) => name)).toContain('vector');
  expect(energies.length).toBeGreaterThan(9);
  expect(proposals.length).toBeGreaterThan(1);
});

describe.each(named(spaces))('space %s', (_, definition) => {
  it('says of itself what it must, and keeps the contract with the options of its example', async () => {
    await checkDefinition(definition, registry);
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    const space = await definition.create(options, context);
    const batch = await space.random(randomStream(1, 'states'), 64);
    const rows = new Map(Array.from({ length: 64 }, (_, row) => [space.identity(batch, row), row]));
    await checkSpace(space, space.take(batch, Int32Array.from(rows.values()).slice(0, 12)));
    expect(Object.keys(space.encode(batch))).toEqual(definition.columns?.(options));
  });
});

describe.each(named(energies))('energy %s', (name, definition) => {
  it('says of itself what it must, and keeps the contract with the options of its example', async () => {
    await checkDefinition(definition, registry);
    const space = await spaceFor(definition);
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    const energy = await definition.create(options, energyContextOf(space));
    const batch = await space.random(randomStream(1, 'states'), 12);
    await checkEnergy(energy, space, batch, { name, role: definition.role });
    if (definition.space === 'vector') expect(isDifferentiable(energy)).toBe(true);
    expect(isClamped(energy)).toBe(false);
    if (isTailed(energy) && energy.tail.growth === 'quadratic') expect(energy.tail.form.length).toBe(4);
    if (isNormalised(energy)) expect(energy.logPartition(1)).not.toBeNaN();
  });

  it('writes into the arrays that it is given', async () => {
    const space = await spaceFor(definition);
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    const energy = await definition.create(options, energyContextOf(space));
    if (!isDifferentiable(energy)) return;
    const batch = await space.random(randomStream(2, 'states'), 5);
    const { energy: values, gradient } = await energy.evaluateWithGradient(batch);
    const into = {
      energy: new Float64Array(values.length).fill(7),
      gradient: new Float64Array(gradient.length).fill(7),
    };
    const written = await energy.evaluateWithGradient(batch, into);
    expect(written.energy).toBe(into.energy);
    expect(written.gradient).toBe(into.gradient);
    expect(into).toEqual({ energy: values, gradient });
  });
});

describe.each(named(proposals))('proposal %s', (name, definition) => {
  it('says of itself what it must, and keeps the contract with the options of its example', async () => {
    await checkDefinition(definition, registry);
    if (definition.role !== 'reversible') return;
    const space = await spaceFor(definition);
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    const proposal = await definition.create(options, energyContextOf(space));
    await checkProposal(proposal, space, await space.random(randomStream(1, 'states'), 8), { name });
  });
});

import { describe, expect, it } from 'vitest';
import { coreModule } from './core-module.js';
import { optionsSchemaOf } from './extension/reference.js';
import { Registry } from './extension/registry.js';
import type { ObjectiveDefinition } from './objective/objective-definition.js';
import { checkDefinition } from './testing/check-definition.js';
import { checkObjective } from './testing/check-objective.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);

const objectives = registry.definitions('objective') as readonly unknown[] as readonly ObjectiveDefinition[];

it('core registers objectives, and nothing broken', () => {
  expect(registry.broken).toEqual([]);
  expect(objectives.length).toBeGreaterThan(20);
});

describe.each(objectives.map((definition) => [definition.name, definition] as const))(
  'objective %s',
  (name, definition) => {
    it('says of itself what it must', async () => {
      await checkDefinition(definition, registry);
    });

    it('keeps the contract of objectives with the options of its example', () => {
      const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
      const description = definition.describe(options);
      checkObjective(definition.create(options), { name, role: definition.role, description });
    });
  },
);

import { Registry } from '@basin/core';
import { checkDefinition } from '@basin/core/testing';
import { describe, expect, it } from 'vitest';
import { workflowsModule } from './workflows-module.js';

const registry = new Registry();
registry.load({ name: '@basin/workflows', version: '0.0.0' }, workflowsModule);

it('loads without a fault', () => {
  expect(registry.broken).toEqual([]);
});

describe('every step', () => {
  it.each(registry.definitions('step').map((definition) => [definition.name, definition] as const))(
    '%s says what it is, with an example that its options accept',
    (_, definition) => checkDefinition(definition),
  );
});

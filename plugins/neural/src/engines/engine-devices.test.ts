import { createEngine, type EngineDefinition, Registry } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { basinModule } from '../neural-module.js';

const registry = new Registry();
registry.load({ name: '@basin/neural', version: '0.1.0' }, basinModule);
// The registry takes a literal only with the brand of its point, so the point tells the type.
const engines = registry.definitions('engine') as unknown as readonly EngineDefinition[];
const context = { workerCount: 1, onDispose: () => undefined };

describe.each(engines.map((definition) => [definition.name, definition] as const))('%s', (name, definition) => {
  const options = (definition.options as { parse(given: unknown): unknown }).parse({});

  it('tells of each device once whether it can be used, and keeps its word', async () => {
    const states = await definition.devices(options);
    expect(new Set(states.map(({ device }) => device)).size).toBe(states.length);
    expect(states.find(({ device }) => device === 'cpu')?.usable).toBe(true);
    for (const state of states) {
      if (state.usable) {
        const engine = await definition.create(options, state.device, context);
        expect(engine).toMatchObject({ name, device: state.device });
        expect(engine.description).not.toBe('');
      } else {
        expect([state.reason, state.advice].every((text) => text.length > 5 && !text.endsWith('.'))).toBe(true);
      }
    }
  });
});

it('the best that there is for a CPU is ONNX Runtime', async () => {
  const candidates = engines.map((definition) => ({
    definition,
    options: (definition.options as { parse(given: unknown): unknown }).parse({}),
  }));
  expect((await createEngine(candidates, { device: 'cpu' }, context)).name).toBe('neural/onnx-runtime');
});

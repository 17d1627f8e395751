import { readFileSync } from 'node:fs';
import type { EngineDefinition } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { onnxRuntimeEngine } from '../engines/onnx-runtime-engine.js';
import { tensorFlowEngine } from '../engines/tensorflow-engine.js';
import { evaluateGraph } from '../graph/evaluate-graph.js';
import { gradients } from '../graph/reverse-mode.js';
import { readModel } from './read-model.js';
import { writeModel } from './write-model.js';

interface Fixture {
  readonly model: string;
  readonly shape: readonly [number, number, number];
  readonly x: readonly number[];
  readonly energy: readonly number[];
  readonly gradient: readonly number[];
}

const context = { workerCount: 1, onDispose: () => undefined };

/** Files that PyTorch wrote, and what it computes itself; `source` in each says how. */
describe.each([13, 17])('a file that PyTorch wrote, opset %i', (opset) => {
  const path = new URL(`./fixtures/torch-opset-${opset}.json`, import.meta.url);
  const { model, shape, x, energy, gradient } = JSON.parse(readFileSync(path, 'utf8')) as Fixture;
  const read = readModel(Buffer.from(model, 'base64'));
  const [rowGradient] = gradients(read.graph.outputs.energy!, undefined, read.graph.inputs);
  const graph = { inputs: read.graph.inputs, outputs: { energy: read.graph.outputs.energy!, gradient: rowGradient! } };

  it('is understood whole', () => {
    expect(read.opaque).toEqual([]);
    expect([read.opset, read.producer]).toEqual([opset, 'pytorch 2.13.0']);
  });

  it('has the energies and gradients that autograd gives', () => {
    const found = evaluateGraph(graph, { x: { shape, values: Float64Array.from(x) } }, shape[0]);
    // Constants of the file, such as 1/√2, are float32.
    expectNear(found.energy!.values, energy, 1e-6);
    expectNear(found.gradient!.values, gradient, 1e-6);
  });

  it.each([onnxRuntimeEngine, tensorFlowEngine] as unknown as EngineDefinition[])(
    'so have engines, of the file and of the graph written again: $name',
    async (definition) => {
      const engine = await definition.create({ threads: 1 }, 'cpu', context);
      const inputs = { x: { shape, values: Float64Array.from(x) } };
      const original = await engine.compile(Buffer.from(model, 'base64'));
      expectNear((await original.run(inputs)).energy!.values, energy, 1e-5);
      const again = await engine.compile(writeModel(graph, { precision: 'float32' }));
      const found = await again.run(inputs);
      expectNear(found.energy!.values, energy, 1e-5);
      expectNear(found.gradient!.values, gradient, 1e-5);
    },
  );
});

function expectNear(found: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, index) => {
    expect(Math.abs(found[index]! - value)).toBeLessThan(tolerance);
  });
}

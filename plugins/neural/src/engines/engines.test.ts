import { type EngineDefinition, type NamedTensors, randomStream, type TensorData } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { applyAll } from '../graph/apply.js';
import { multiply } from '../graph/arithmetic.js';
import { shapeFor } from '../graph/dimension.js';
import { sum } from '../graph/expand-and-sum.js';
import { constant, input } from '../graph/leaves.js';
import type { ExampleInput, OperatorExample } from '../graph/operator-example.js';
import { operatorExamples } from '../graph/operator-examples.js';
import { allAxes } from '../graph/operator-inputs.js';
import { operators } from '../graph/operators.js';
import { elementCount } from '../graph/reference-array.js';
import { gradients } from '../graph/reverse-mode.js';
import type { Graph, Tensor } from '../graph/tensor.js';
import { writeModel } from '../onnx/write-model.js';
import { onnxRuntimeEngine } from './onnx-runtime-engine.js';
import { referenceEngine } from './reference-engine.js';
import { tensorFlowEngine } from './tensorflow-engine.js';

const context = { workerCount: 1, onDispose: () => undefined };
const tested: readonly [EngineDefinition, unknown][] = [
  [onnxRuntimeEngine as EngineDefinition, { threads: 1 }],
  [tensorFlowEngine as EngineDefinition, { build: 'wasm' }],
  [tensorFlowEngine as EngineDefinition, { build: 'cpu' }],
];
const reference = await referenceEngine.create({}, 'cpu', context);

const cases = Object.entries(operatorExamples).flatMap(([name, examples]) =>
  examples.map((example, index) => ({ title: `${name} ${index + 1} ${example.about ?? ''}`, name, example })),
);

describe.each(
  tested.map(([definition, options]) => ({
    name: `${definition.name} ${JSON.stringify(options)}`,
    definition,
    options,
  })),
)('$name', async ({ definition, options }) => {
  const engine = await definition.create(options, 'cpu', context);

  it.each(cases)('$title, its gradient and second gradient are those of the reference', async ({ name, example }) => {
    const graph = exampleGraph(name, example);
    const written = writeModel(graph, { precision: 'float32' });
    const [found, wanted] = await Promise.all([engine.compile(written), reference.compile(written)]);
    for (const rowCount of [2, 1, 5, 0]) {
      const inputs = drawnInputs(graph, example, rowCount);
      expectClose(await found.run(inputs), await wanted.run(inputs), 2e-5);
    }
    await found.dispose();
  });
});

/** An operator with its gradient, and the gradient of a weighted sum of that. */
function exampleGraph(name: string, { inputs, attributes }: OperatorExample): Graph {
  const operator = operators.get(name)!;
  const leaves = inputs.map((given, index) => given && leafOf(given, `x${index}`));
  const made = applyAll(operator, leaves, attributes);
  const open = leaves.filter((leaf) => leaf?.source.kind === 'input') as Tensor[];
  const outputs: Record<string, Tensor> = Object.fromEntries(made.map((tensor, index) => [`y${index}`, tensor]));
  const variables = open.filter(({ type }) => type === 'real');
  if (operator.derivative !== undefined) {
    made.forEach((tensor, index) => {
      if (tensor.type !== 'real') return;
      const first = gradients(weighed(tensor), undefined, variables);
      first.forEach((gradient, of) => {
        outputs[`d${index}_${of}`] = gradient;
        gradients(weighed(gradient), undefined, variables).forEach((second, by) => {
          outputs[`d${index}_${of}_${by}`] = second;
        });
      });
    });
  }
  return { inputs: open, outputs };
}

/** Σ x · x: its gradients reach every element with a weight of its own. */
function weighed(x: Tensor): Tensor {
  return sum(multiply(x, x), allAxes(x.shape));
}

function leafOf({ values, shape, type }: ExampleInput, name: string): Tensor {
  return values === undefined ? input(name, shape, type) : constant(values, shapeFor(shape, 0), type);
}

function drawnInputs(graph: Graph, { inputs }: OperatorExample, rowCount: number): NamedTensors {
  return Object.fromEntries(
    graph.inputs.map(({ source, shape, type }) => {
      const name = source.kind === 'input' ? source.name : '';
      const { range = type === 'boolean' ? [0, 1] : [-2, 2] } = inputs[Number(name.slice(1))]!;
      return [name, drawn(shapeFor(shape, rowCount), range, type, name)];
    }),
  );
}

function drawn(shape: readonly number[], [low, high]: readonly number[], type: string, label: string): TensorData {
  const rng = randomStream(1, label);
  const values = Float32Array.from({ length: elementCount(shape) }, () => low! + (high! - low!) * rng.uniform());
  if (type === 'integer') return { shape, values: Int32Array.from(values, Math.round) };
  return { shape, values: type === 'boolean' ? Uint8Array.from(values, Math.round) : values };
}

/** Fails where numbers are further apart than `tolerance` of the largest. */
function expectClose(found: NamedTensors, wanted: NamedTensors, tolerance: number): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, { shape, values }] of Object.entries(wanted)) {
    const other = found[name]!;
    expect([name, ...other.shape]).toEqual([name, ...shape]);
    let scale = 1;
    for (const value of values) if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
    values.forEach((value, index) => {
      const came = other.values[index]!;
      const isClose = Object.is(came, value) || came === value || Math.abs(came - value) <= tolerance * scale;
      if (!isClose) expect.fail(`${name}[${index}] is ${came}, not ${value}`);
    });
  }
}

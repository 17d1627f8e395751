import {
  ConfigurationError,
  type EngineDefinition,
  type NamedTensors,
  randomStream,
  type TensorData,
} from '@basin/core';
import { describe, expect, it } from 'vitest';
import { applyAll } from '../graph/apply.js';
import { add, multiply } from '../graph/arithmetic.js';
import { rows, shapeFor } from '../graph/dimension.js';
import { sum } from '../graph/expand-and-sum.js';
import { constant, input, integers } from '../graph/leaves.js';
import type { ExampleInput, OperatorExample } from '../graph/operator-example.js';
import { operatorExamples } from '../graph/operator-examples.js';
import { allAxes } from '../graph/operator-inputs.js';
import { operators } from '../graph/operators.js';
import { elementCount } from '../graph/reference-array.js';
import { gradients } from '../graph/reverse-mode.js';
import type { Attributes, Graph, Tensor } from '../graph/tensor.js';
import { encodeMessage } from '../onnx/encode-message.js';
import { modelMessage } from '../onnx/onnx-messages.js';
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
const engines = tested.map(([definition, options]) => ({
  name: `${definition.name} ${JSON.stringify(options)}`,
  definition,
  options,
}));
const reference = await referenceEngine.create({}, 'cpu', context);

const cases = Object.entries(operatorExamples).flatMap(([name, examples]) =>
  examples.map((example, index) => ({ title: `${name} ${index + 1} ${example.about ?? ''}`.trim(), name, example })),
);

/** What an engine cannot run, by title: it must say so, not give other numbers. */
const refused: Readonly<Record<string, RegExp>> = {
  'neural/onnx-runtime ConvTranspose 3 more at the end than a stride': /output_padding/,
  'neural/onnx-runtime AveragePool 3 rounded up': /Incompatible dimensions/,
};

describe.each(engines)('$name', async ({ definition, options }) => {
  const engine = await definition.create(options, 'cpu', context);

  it.each(cases)(
    '$title, its gradient and second gradient are those of the reference',
    async ({ title, name, example }) => {
      const graph = exampleGraph(name, example);
      const written = writeModel(graph, { precision: 'float32' });
      const refusal = refused[`${definition.name} ${title}`];
      if (refusal !== undefined) {
        const run = async () => (await engine.compile(written)).run(drawnInputs(graph, example, 2));
        await expect(run()).rejects.toThrow(refusal);
        await expect(run()).rejects.toThrow(ConfigurationError);
        return;
      }
      const [found, wanted] = await Promise.all([engine.compile(written), reference.compile(written)]);
      for (const rowCount of [2, 1, 5, 0]) {
        const inputs = drawnInputs(graph, example, rowCount);
        expectClose(await found.run(inputs), await wanted.run(inputs), 2e-5);
      }
      await found.dispose();
    },
  );
});

describe.each(engines)('$name', ({ definition, options }) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('a network drawn from seed %i, with its gradients', async (seed) => {
    const engine = await definition.create(options, 'cpu', context);
    const graph = randomNetwork(seed);
    const written = writeModel(graph, { precision: 'float32' });
    const [found, wanted] = await Promise.all([engine.compile(written), reference.compile(written)]);
    for (const rowCount of [3, 1, 0, 17]) {
      const inputs = { x: drawn(shapeFor(graph.inputs[0]!.shape, rowCount), [-1, 1], 'real', `${seed}`) };
      expectClose(await found.run(inputs), await wanted.run(inputs), 3e-5);
    }
    await found.dispose();
    expect(() => found.run({})).toThrow('disposed');
  });

  it('refuses inputs that do not fit, and outputs that are not there, by name', async () => {
    const engine = await definition.create(options, 'cpu', context);
    const x = input('x', [rows, 3]);
    const weight = input('w', [3]);
    const graph = { inputs: [x, weight], outputs: { y: multiply(x, weight) } };
    const compiled = await engine.compile(writeModel(graph, { precision: 'float32' }));
    const w = { shape: [3], values: Float32Array.of(1, 2, 3) };
    const good = { shape: [2, 3], values: new Float32Array(6) };
    const run = async (inputs: NamedTensors, outputs?: readonly string[]) => compiled.run(inputs, outputs);
    await expect(run({ x: good })).rejects.toThrow("the input 'w' is missing");
    await expect(run({ x: good, w, v: w })).rejects.toThrow("the graph has no input 'v'; it has 'x', 'w'");
    await expect(run({ x: { ...good, shape: [3, 2] }, w })).rejects.toThrow(
      "the input 'x' has the shape [3, 2]; [rows, 3]",
    );
    await expect(run({ x: { ...good, shape: [1, 3] }, w })).rejects.toThrow(
      "the input 'x' has 6 values for the shape [1, 3]",
    );
    await expect(run({ x: good, w }, ['z'])).rejects.toThrow("the graph has no output 'z'; it has 'y'");
    await expect(run({ x: good })).rejects.toThrow(ConfigurationError);
    expect((await run({ x: good, w }, ['y'])).y!.shape).toEqual([2, 3]);
    await compiled.dispose();
    await compiled.dispose();
  });

  it('refuses bytes that are no model', async () => {
    const engine = await definition.create(options, 'cpu', context);
    const compile = async (bytes: Uint8Array) => engine.compile(bytes);
    await expect(compile(Uint8Array.of(1, 2, 3))).rejects.toThrow(ConfigurationError);
    await expect(compile(new Uint8Array())).rejects.toThrow(ConfigurationError);
  });

  it('runs a node that graphs do not know, or names it', async () => {
    const engine = await definition.create(options, 'cpu', context);
    const type = { tensor: { elementType: 1, shape: { dims: [{ parameter: 'batch' }] } } };
    const bytes = encodeMessage(modelMessage, {
      irVersion: 8,
      operatorSets: [{ version: 17 }],
      graph: {
        name: 'g',
        nodes: [{ operator: 'ThresholdedRelu', name: 'odd one', inputs: ['x'], outputs: ['y'] }],
        inputs: [{ name: 'x', type }],
        outputs: [{ name: 'y', type }],
      },
    });
    expect(operators.has('ThresholdedRelu')).toBe(false);
    const run = async () =>
      (await engine.compile(bytes)).run({ x: { shape: [3], values: Float32Array.of(-1, 0.5, 2) } });
    if (definition.name === onnxRuntimeEngine.name) {
      expect(Array.from((await run()).y!.values)).toEqual([0, 0, 2]);
    } else {
      await expect(run()).rejects.toThrow(/odd one.*ThresholdedRelu/);
      await expect(run()).rejects.toThrow(ConfigurationError);
    }
  });

  it('gives runs in the order in which they were asked for, each in memory of its own', async () => {
    const engine = await definition.create(options, 'cpu', context);
    const x = input('x', [rows]);
    const compiled = await engine.compile(
      writeModel({ inputs: [x], outputs: { y: multiply(x, x), x } }, { precision: 'float32' }),
    );
    const ended: number[] = [];
    const runs = [3, 1, 2].map(async (value) => {
      const given = { x: { shape: [1], values: Float32Array.of(value) } };
      const { y, x: same } = await compiled.run(given);
      ended.push(value);
      same!.values[0] = 100;
      expect([y!.values[0], given.x.values[0]]).toEqual([value * value, value]);
    });
    await Promise.all(runs);
    expect(ended).toEqual([3, 1, 2]);
  });
});

/** Layers drawn at random over [rows, width], an energy of each row, and its first and second gradients. */
function randomNetwork(seed: number): Graph {
  const rng = randomStream(seed, 'network');
  const pick = (count: number) => Math.floor(rng.uniform() * count);
  const real = (...shape: number[]) =>
    constant(
      Float64Array.from({ length: elementCount(shape) }, () => Math.fround(rng.uniform() - 0.5)),
      shape,
    );
  const apply = (name: string, inputs: Tensor[], attributes: Attributes = {}) =>
    applyAll(operators.get(name)!, inputs, attributes)[0]!;
  const squash = (y: Tensor) => apply(['Tanh', 'Sigmoid', 'Softplus', 'Sin', 'Elu', 'Gelu'][pick(6)]!, [y]);
  let width = 4 + 2 * pick(4);
  const x = input('x', [rows, width]);
  let y: Tensor = x;
  for (let layer = 0; layer < 5; layer++) {
    const next = 4 + 2 * pick(4);
    switch (pick(6)) {
      case 0:
        y = squash(apply('Gemm', [y, real(next, width), real(next)], { transB: 1 }));
        width = next;
        break;
      case 1:
        y = apply('LayerNormalization', [y, real(width), real(width)], { axis: -1, epsilon: 0.1 });
        break;
      case 2: {
        const planes = apply('Unsqueeze', [y, integers([1])]);
        const seen = squash(apply('Conv', [planes, real(2, 1, 3), real(2)], { pads: [1, 1] }));
        y = apply('Flatten', [seen]);
        width *= 2;
        break;
      }
      case 3: {
        const [left, right] = applyAll(operators.get('Split')!, [y], { axis: 1, num_outputs: 2 });
        y = apply('Concat', [multiply(left!, right!), apply('Softmax', [right!], { axis: -1 })], { axis: 1 });
        break;
      }
      case 4: {
        const order = integers(Array.from({ length: width }, () => pick(width)));
        y = add(y, apply('Gather', [y, order], { axis: 1 }));
        break;
      }
      default: {
        const mean = apply('ReduceMean', [y, integers([1])]);
        y = squash(apply('MatMul', [apply('Sub', [y, mean]), real(width, next)]));
        width = next;
      }
    }
  }
  const energy = sum(multiply(y, y), [1]);
  const [gradient] = gradients(energy, undefined, [x]);
  const [second] = gradients(sum(multiply(gradient!, gradient!), [1]), undefined, [x]);
  return { inputs: [x], outputs: { energy, gradient: gradient!, second: second! } };
}

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
  let scale = 1;
  for (const { values } of Object.values(wanted)) {
    for (const value of values) if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
  }
  for (const [name, { shape, values }] of Object.entries(wanted)) {
    const other = found[name]!;
    expect([name, ...other.shape]).toEqual([name, ...shape]);
    values.forEach((value, index) => {
      const came = other.values[index]!;
      const isClose = Object.is(came, value) || came === value || Math.abs(came - value) <= tolerance * scale;
      if (!isClose) expect.fail(`${name}[${index}] is ${came}, not ${value}`);
    });
  }
}

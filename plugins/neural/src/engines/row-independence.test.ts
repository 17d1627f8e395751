import { type CompiledGraph, type NamedTensors, randomStream } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { applyAll } from '../graph/apply.js';
import { multiply } from '../graph/arithmetic.js';
import { rows } from '../graph/dimension.js';
import { sum } from '../graph/expand-and-sum.js';
import { constant, input } from '../graph/leaves.js';
import { operators } from '../graph/operators.js';
import { elementCount } from '../graph/reference-array.js';
import { gradients } from '../graph/reverse-mode.js';
import type { Attributes, Graph, Tensor } from '../graph/tensor.js';
import { writeModel } from '../onnx/write-model.js';
import { onnxRuntimeEngine } from './onnx-runtime-engine.js';
import { paddedRows } from './padded-rows.js';

const context = { workerCount: 1, onDispose: () => undefined };
const most = 1024;
const counts = [1, 2, 3, 5, 7, 16, 17, 31, 100, 255, 1000];
const starts = [0, 1, 5, 23];

function apply(name: string, inputs: readonly Tensor[], attributes: Attributes = {}): Tensor {
  return applyAll(operators.get(name)!, inputs, attributes)[0]!;
}

function values(shape: readonly number[], label: string): Float32Array {
  const rng = randomStream(3, label);
  return Float32Array.from({ length: elementCount(shape) }, () => (rng.uniform() - 0.5) * 3);
}

/** E(x) = (w₃ · h₂)², hᵢ = silu(Wᵢ hᵢ₋₁ + bᵢ), with ∂E/∂x; the weights as inputs of the graph, or in it. */
function network(width: number, hidden: number, asInputs: boolean, normalised: boolean) {
  const shapes: Record<string, number[]> = {
    w1: [width, hidden],
    b1: [hidden],
    w2: [hidden, hidden],
    b2: [hidden],
    w3: [hidden, 1],
  };
  const given: Record<string, { shape: number[]; values: Float32Array }> = {};
  const weights: Tensor[] = [];
  const weight = (name: string): Tensor => {
    const shape = shapes[name]!;
    const held = { shape, values: values(shape, name).map((value) => value / Math.sqrt(shape[0]!)) };
    if (!asInputs) return constant(held.values, shape);
    given[name] = held;
    weights.push(input(name, shape));
    return weights.at(-1)!;
  };
  const silu = (h: Tensor) => multiply(h, apply('Sigmoid', [h]));
  const x = input('x', [rows, width]);
  let h = silu(apply('Add', [apply('MatMul', [x, weight('w1')]), weight('b1')]));
  if (normalised) h = apply('Softmax', [h], { axis: -1 });
  h = silu(apply('Gemm', [h, weight('w2'), weight('b2')]));
  const energy = sum(apply('MatMul', [h, weight('w3')]), [1]);
  const [gradient] = gradients(energy, undefined, [x]);
  const graph: Graph = { inputs: [x, ...weights], outputs: { energy, gradient: gradient! } };
  return { graph, given };
}

describe('ONNX Runtime on a CPU gives a row the same bits whatever its neighbours are', () => {
  const cases = [
    [2, 64, false, false],
    [2, 64, true, false],
    [7, 50, true, false],
    [5, 33, false, false],
    [5, 32, true, true],
    [128, 256, true, false],
    [20, 48, false, true],
    [8, 16, true, true],
  ] as const;
  it.each(cases)('%i-%i, weights as inputs: %s, softmax: %s', async (width, hidden, asInputs, normalised) => {
    const { graph, given } = network(width, hidden, asInputs, normalised);
    const bytes = writeModel(graph, { precision: 'float32' });
    const engine = await onnxRuntimeEngine.create({ threads: 1 }, 'cpu', context);
    const compiled = paddedRows(await engine.compile(bytes), ['x']);
    const x = values([most, width], 'x');
    const all = await run(compiled, given, x, width, 0, most);
    expect(same(all, await run(compiled, given, x, width, 0, most), width, 0, most)).toBe(true);
    const differing: string[] = [];
    for (const count of counts) {
      for (const start of starts) {
        if (start + count > most) continue;
        const part = await run(compiled, given, x, width, start, count);
        if (!same(all, part, width, start, count)) differing.push(`${count} from ${start}`);
      }
    }
    expect(differing).toEqual([]);
    await compiled.dispose();
  });
});

async function run(
  compiled: CompiledGraph,
  given: NamedTensors,
  x: Float32Array,
  width: number,
  start: number,
  count: number,
): Promise<NamedTensors> {
  return compiled.run({
    ...given,
    x: { shape: [count, width], values: x.slice(start * width, (start + count) * width) },
  });
}

/** Whether rows have the same bits in a part as in the whole. */
function same(all: NamedTensors, part: NamedTensors, width: number, start: number, count: number): boolean {
  return (
    bitsOf(part.energy!.values) === bitsOf(all.energy!.values.slice(start, start + count)) &&
    bitsOf(part.gradient!.values) === bitsOf(all.gradient!.values.slice(start * width, (start + count) * width))
  );
}

function bitsOf(values: ArrayLike<number>): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64');
}

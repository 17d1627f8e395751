import type { Awaitable, CompiledGraph, NamedTensors, TensorData, TensorEngine } from '@basin/core';
import { isKnown, rows, type Shape, sameDimension } from '../graph/dimension.js';
import { nodesInOrder } from '../graph/node-order.js';
import type { Graph, Tensor } from '../graph/tensor.js';
import { writeModel } from '../onnx/write-model.js';

/** Numbers that all values of a graph together may hold in one run: 128 MiB of float32. */
const mostNumbers = 2 ** 25;

/** A graph over rows that is compiled when it is first run, and runs in blocks of rows of bounded memory. */
export class NetworkGraph {
  readonly #engine: TensorEngine;
  readonly #make: () => Graph;
  #ready: Promise<Ready> | undefined;
  /** Memory of inputs of runs that have ended, to be filled again: new memory for every run keeps the collector busy. */
  readonly #spare = new Map<Tensor, Float32Array>();

  constructor(engine: TensorEngine, make: () => Graph) {
    this.#engine = engine;
    this.#make = make;
  }

  /**
   * @param byRow - Inputs [rows, …], by name, flat; those that the graph does not read are left aside.
   * @param fixed - Inputs that are the same for all rows.
   * @param use - Is called with the outputs of rows `from` … `to` − 1, block after block.
   */
  async run(
    byRow: Readonly<Record<string, Float64Array>>,
    fixed: NamedTensors,
    rowCount: number,
    use: (outputs: NamedTensors, from: number, to: number) => void,
  ): Promise<void> {
    const { compiled, inputs, blockRows } = await this.#compiled();
    for (let from = 0; from === 0 || from < rowCount; from += blockRows) {
      const to = Math.min(rowCount, from + blockRows);
      const feeds: Record<string, TensorData> = {};
      for (const tensor of inputs) {
        const { name } = tensor.source as { readonly name: string }; // Inputs of a graph have names.
        const whole = byRow[name];
        feeds[name] = whole === undefined ? fixed[name]! : this.#block(tensor, whole, from, to);
      }
      use(await compiled.run(feeds), from, to);
      this.#keepMemory(inputs, feeds, byRow);
    }
  }

  async dispose(): Promise<void> {
    const ready = this.#ready;
    this.#ready = undefined;
    await (await ready)?.compiled.dispose();
  }

  #compiled(): Promise<Ready> {
    this.#ready ??= compile(this.#engine, this.#make());
    return this.#ready;
  }

  #block(tensor: Tensor, whole: Float64Array, from: number, to: number): TensorData {
    const { type, shape } = tensor;
    const width = rowWidth(shape);
    const part = whole.subarray(from * width, to * width);
    const lengths = [to - from, ...(shape.slice(1) as readonly number[])];
    if (type === 'integer') return { shape: lengths, values: new Int32Array(part) };
    return { shape: lengths, values: this.#engine.precision === 'float32' ? this.#rounded(tensor, part) : part };
  }

  /** As float32. No other run has the memory until {@link #keepMemory} puts it back. */
  #rounded(tensor: Tensor, values: Float64Array): Float32Array {
    const spare = this.#spare.get(tensor);
    if (spare?.length !== values.length) return new Float32Array(values);
    this.#spare.delete(tensor);
    spare.set(values);
    return spare;
  }

  #keepMemory(inputs: readonly Tensor[], feeds: NamedTensors, byRow: Readonly<Record<string, Float64Array>>): void {
    for (const tensor of inputs) {
      const { name } = tensor.source as { readonly name: string }; // As above.
      const { values } = feeds[name]!;
      if (name in byRow && values instanceof Float32Array) this.#spare.set(tensor, values);
    }
  }
}

interface Ready {
  readonly compiled: CompiledGraph;
  readonly inputs: readonly Tensor[];
  readonly blockRows: number;
}

async function compile(engine: TensorEngine, graph: Graph): Promise<Ready> {
  const compiled: Awaitable<CompiledGraph> = engine.compile(writeModel(graph, { precision: engine.precision }));
  return { compiled: await compiled, inputs: graph.inputs, blockRows: rowsOfBlock(graph) };
}

/** As many rows as keep all values of a run, were none let go, within bounds. */
function rowsOfBlock(graph: Graph): number {
  let width = 1;
  for (const { outputs } of nodesInOrder(Object.values(graph.outputs))) {
    for (const { shape } of outputs) if (shape.some((length) => sameDimension(length, rows))) width += rowWidth(shape);
  }
  return Math.max(1, Math.floor(mostNumbers / width));
}

/** Elements that a tensor has for each row. */
function rowWidth(shape: Shape): number {
  return shape.reduce<number>((product, length) => (isKnown(length) ? product * length : product), 1);
}

import type { CompiledGraph, NamedTensors, TensorData } from '@basin/core';
import { ConfigurationError } from '@basin/core';
import { nodesInOrder } from '../graph/node-order.js';
import type { ElementType, Graph, GraphNode, Tensor } from '../graph/tensor.js';
import { compileReference } from './compile-reference.js';
import { firstLine } from './load-onnx-runtime.js';
import { expectedInput, rowsOf, runFault, wantedOutputs } from './run-inputs.js';
import { inSinglePrecision } from './single-precision.js';
import { KernelCall, type Library, type NumberArray } from './tensorflow-kernel.js';
import { tensorFlowKernels } from './tensorflow-kernels.js';
import { backendOf, type LoadedBuild, useBackend } from './tensorflow-library.js';

const largestInt32 = 2 ** 31 - 1;
const typeNames = { real: 'float32', integer: 'int32', boolean: 'bool' } as const;

/** Runs queue here, for all builds: TensorFlow.js has one backend at a time. */
let last: Promise<unknown> = Promise.resolve();

/** A graph made ready for TensorFlow.js. @throws {ConfigurationError} It has no kernel for an operator; it names the node. */
export function compileTensorFlow({ library: tf, build }: LoadedBuild, graph: Graph): CompiledGraph {
  const known = Object.keys(graph.outputs);
  refuseUnknown(nodesInOrder(Object.values(graph.outputs)));
  const expected = graph.inputs.map(expectedInput);
  const constants = new Map<Tensor, NumberArray>();
  // TensorFlow.js has kernels that fail where there are no rows.
  let withoutRows: CompiledGraph | undefined;
  let isDisposed = false;
  return {
    run(inputs, outputs) {
      if (isDisposed) throw runFault('the graph has been disposed of');
      const rowCount = rowsOf(expected, inputs);
      const wanted = wantedOutputs(known, outputs);
      if (rowCount === 0) {
        withoutRows ??= compileReference(graph);
        return Promise.resolve(withoutRows.run(inputs, wanted)).then(inSinglePrecision);
      }
      return queued(async () => {
        await useBackend(tf, backendOf(build));
        return runGraph(tf, graph, wanted, inputs, rowCount, constants);
      });
    },
    async dispose() {
      isDisposed = true;
      await last;
      tf.dispose([...constants.values()]);
      constants.clear();
    },
  };
}

function queued<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => undefined);
  return result;
}

function refuseUnknown(nodes: readonly GraphNode[]): void {
  const unknown = nodes.filter(({ operator }) => !Object.hasOwn(tensorFlowKernels, operator));
  if (unknown.length === 0) return;
  const named = unknown.map(({ operator, label }) =>
    label === undefined ? operator : `node '${label}' (${operator})`,
  );
  throw runFault(
    `TensorFlow.js is not told how to run ${[...new Set(named)].join(', ')}; use the engine neural/onnx-runtime`,
  );
}

async function runGraph(
  tf: Library,
  graph: Graph,
  wanted: readonly string[],
  inputs: NamedTensors,
  rowCount: number,
  constants: Map<Tensor, NumberArray>,
): Promise<NamedTensors> {
  const arrays = tf.tidy(() => evaluated(tf, graph, wanted, inputs, rowCount, constants));
  const results = await Promise.all(
    wanted.map(async (name, index): Promise<[string, TensorData]> => {
      const array = arrays[index]!;
      return [name, { shape: [...array.shape], values: ownValues(await array.data(), graph.outputs[name]!.type) }];
    }),
  );
  tf.dispose(arrays);
  return Object.fromEntries(results);
}

function evaluated(
  tf: Library,
  graph: Graph,
  wanted: readonly string[],
  inputs: NamedTensors,
  rowCount: number,
  constants: Map<Tensor, NumberArray>,
): NumberArray[] {
  const found = new Map<Tensor, NumberArray>();
  for (const tensor of graph.inputs) {
    const { shape, values } = inputs[expectedInput(tensor).name]!;
    found.set(tensor, arrayOf(tf, values, shape, tensor.type));
  }
  const arrayFor = (tensor: Tensor) => found.get(tensor) ?? constantOf(tf, tensor, constants);
  const targets = wanted.map((name) => graph.outputs[name]!);
  for (const node of nodesInOrder(targets)) {
    const call = new KernelCall(
      tf,
      node,
      node.inputs.map((tensor) => tensor && arrayFor(tensor)),
      rowCount,
    );
    const made = kernelResult(call);
    node.outputs.forEach((tensor, index) => {
      if (made[index] !== undefined) found.set(tensor, made[index]);
    });
  }
  // A copy of each: what is wanted may be an input, a constant, or wanted twice.
  return targets.map((tensor) => tf.clone(arrayFor(tensor)));
}

/** What a kernel makes, in the shapes and types that the graph says: kernels need not see to either. */
function kernelResult(call: KernelCall): readonly NumberArray[] {
  const { tf, node } = call;
  try {
    const made = tensorFlowKernels[node.operator]!(call);
    return (made instanceof tf.Tensor ? [made] : made.slice(0, node.outputs.length)).map((array, output) => {
      const typed = tf.cast(array, typeNames[node.outputs[output]!.type]);
      return tf.reshape(typed, call.lengths(output));
    });
  } catch (error) {
    throw error instanceof ConfigurationError ? error : call.fault(firstLine(error));
  }
}

function constantOf(tf: Library, tensor: Tensor, constants: Map<Tensor, NumberArray>): NumberArray {
  const known = constants.get(tensor);
  if (known !== undefined) return known;
  if (tensor.source.kind !== 'constant') throw runFault('the graph does not list one of its inputs');
  const { values, shape } = tensor.source.constant;
  const array = tf.keep(arrayOf(tf, values, shape, tensor.type));
  constants.set(tensor, array);
  return array;
}

function arrayOf(tf: Library, values: TensorData['values'], shape: readonly number[], type: ElementType): NumberArray {
  return tf.tensor(valuesAs(values, type), [...shape], typeNames[type]);
}

function valuesAs(values: TensorData['values'], type: ElementType) {
  if (type === 'real') return values instanceof Float32Array ? values : Float32Array.from(values);
  if (type === 'boolean') return Uint8Array.from(values);
  return Int32Array.from(values, (value) => Math.max(-largestInt32 - 1, Math.min(largestInt32, value)));
}

/** In memory of the caller: TensorFlow.js may hand out what it holds itself. */
function ownValues(values: Float32Array | Int32Array | Uint8Array, type: ElementType): TensorData['values'] {
  if (type === 'real') return Float32Array.from(values);
  return type === 'integer' ? Int32Array.from(values) : Uint8Array.from(values);
}

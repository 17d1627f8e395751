import type { CompiledGraph, NamedTensors, TensorData } from '@basin/core';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Dimension } from '../graph/dimension.js';
import { lengthOfParameter } from '../onnx/free-lengths.js';
import { compileReference } from './compile-reference.js';
import { firstLine, type Runtime } from './load-onnx-runtime.js';
import { type ExpectedInput, rowsOf, runFault, wantedOutputs } from './run-inputs.js';
import { inSinglePrecision } from './single-precision.js';
import { understoodGraph } from './understood-graph.js';

/** Where ONNX Runtime computes, by its own names. */
export type Provider = 'cpu' | 'cuda' | 'webgpu';

/** A model made ready by ONNX Runtime. @throws {ConfigurationError} It refuses the model; its message names the node. */
export async function compileSession(
  runtime: Runtime,
  model: Uint8Array,
  provider: Provider,
  threads: number,
): Promise<CompiledGraph> {
  const session = await createSession(runtime, model, provider, threads);
  const inputs = session.inputMetadata.map(expectedInput);
  let last: Promise<unknown> = Promise.resolve();
  let isDisposed = false;
  // Several operators of ONNX Runtime fail, or give wrong shapes, where there are no rows.
  let withoutRows: CompiledGraph | undefined;
  const runWithoutRows = (given: NamedTensors, wanted: readonly string[]) => {
    withoutRows ??= compileReference(understoodGraph(model, 'neural/onnx-runtime without rows'));
    return Promise.resolve(withoutRows.run(given, wanted)).then(inSinglePrecision);
  };
  return {
    run(given, outputs) {
      if (isDisposed) throw runFault('the graph has been disposed of');
      const rowCount = rowsOf(inputs, given);
      const wanted = wantedOutputs(session.outputNames, outputs);
      if (rowCount === 0) return runWithoutRows(given, wanted);
      const feeds = Object.fromEntries(inputs.map(({ name, type }) => [name, tensorOf(runtime, given[name]!, type)]));
      const result = runSession(session, feeds, wanted);
      last = result.catch(() => undefined);
      return result;
    },
    async dispose() {
      if (isDisposed) return;
      isDisposed = true;
      await last;
      await session.release();
    },
  };
}

async function createSession(runtime: Runtime, model: Uint8Array, provider: Provider, threads: number) {
  try {
    return await runtime.InferenceSession.create(model, {
      executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 4,
    });
  } catch (error) {
    throw runFault(`ONNX Runtime cannot run the model: ${firstLine(error)}`);
  }
}

async function runSession(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  wanted: readonly string[],
): Promise<NamedTensors> {
  try {
    const results = await session.run(feeds, wanted);
    // Files made by this package hold nothing but tensors; other results have no place in the contract.
    return Object.fromEntries(wanted.map((name) => [name, dataOf(name, results[name] as Tensor)]));
  } catch (error) {
    throw runFault(`ONNX Runtime cannot run the model: ${firstLine(error)}`);
  }
}

interface SessionInput extends ExpectedInput {
  readonly type: Tensor.Type;
}

function expectedInput(metadata: InferenceSession.ValueMetadata): SessionInput {
  if (!metadata.isTensor) throw runFault(`the input '${metadata.name}' is no tensor`);
  const { name, type, shape } = metadata;
  return { name, type, shape: shape.map((length, axis) => dimensionOf(length, axis, name)) };
}

function dimensionOf(length: number | string, axis: number, name: string): Dimension {
  if (typeof length === 'number') return length;
  const own = lengthOfParameter(length);
  if (own !== undefined) return own;
  if (axis === 0) return { multiple: 1 };
  throw runFault(`the input '${name}' has a free length ('${length}') along axis ${axis}; only the first may be free`);
}

/** Numbers in the type that the model declares. */
function tensorOf(runtime: Runtime, { values, shape }: TensorData, type: Tensor.Type): Tensor {
  switch (type) {
    case 'float32':
      return new runtime.Tensor('float32', values instanceof Float32Array ? values : Float32Array.from(values), shape);
    case 'float64':
      return new runtime.Tensor('float64', values instanceof Float64Array ? values : Float64Array.from(values), shape);
    case 'int64':
      return new runtime.Tensor(
        'int64',
        BigInt64Array.from(values as Int32Array, (value) => BigInt(value)),
        shape,
      );
    case 'int32':
      return new runtime.Tensor('int32', values instanceof Int32Array ? values : Int32Array.from(values), shape);
    case 'uint8':
      return new runtime.Tensor('uint8', Uint8Array.from(values), shape);
    case 'int8':
      return new runtime.Tensor('int8', Int8Array.from(values), shape);
    case 'bool':
      return new runtime.Tensor('bool', values instanceof Uint8Array ? values : Uint8Array.from(values), shape);
    default:
      throw runFault(`the model wants numbers of type ${type}, which are not given to it; export it with float32`);
  }
}

/** Numbers in the types of the contract. */
function dataOf(name: string, { dims, data, type }: Tensor): TensorData {
  const shape = [...dims];
  switch (type) {
    case 'float32':
    case 'float64':
    case 'int32':
    case 'bool':
    case 'uint8':
      return { shape, values: data as Float32Array | Float64Array | Int32Array | Uint8Array };
    case 'int64':
      return { shape, values: Int32Array.from(data as BigInt64Array, Number) };
    case 'int8':
      return { shape, values: Int32Array.from(data as Int8Array) };
    default:
      throw runFault(`the output '${name}' holds numbers of type ${type}, which are not read; export it with float32`);
  }
}

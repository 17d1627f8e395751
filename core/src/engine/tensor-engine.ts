import type { Awaitable } from '../numerics/awaitable.js';

/** Where an engine computes. */
export type Device = 'cpu' | 'gpu';

/** How numbers are held while they are computed with. */
export type Precision = 'float32' | 'float64';

/** Numbers with a shape, row-major. Integers are Int32Array, truth values Uint8Array; an engine converts to what its graph declares. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | Int32Array | Uint8Array;
}

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, TensorData>>;

/** A graph that an engine has made ready to run. */
export interface CompiledGraph {
  /**
   * Runs the graph. Runs of one compiled graph follow each other in the order in which they were asked for.
   *
   * @param outputs - Names of those wanted; all when absent. What no wanted output needs may be left out of the work.
   * @returns Outputs by name; their memory is the caller's.
   * @throws {ConfigurationError} An input is missing, or has another shape than the graph declares; it names the input.
   */
  run(inputs: NamedTensors, outputs?: readonly string[]): Awaitable<NamedTensors>;
  /** Gives back what it holds. Running it afterwards is an error. */
  dispose(): Awaitable<void>;
}

/** Runs tensor graphs on one device. */
export interface TensorEngine {
  /** Name of its extension, as a workflow file would give it. */
  readonly name: string;
  readonly device: Device;
  /** What runs, for provenance: 'onnxruntime 1.30.0, CPU'. */
  readonly description: string;
  readonly precision: Precision;
  /**
   * @param model - A graph in ONNX's format (protobuf, opset ≥ 13).
   * @throws {ConfigurationError} The bytes are no such graph, or hold an operator that the engine cannot run; it names the node.
   */
  compile(model: Uint8Array): Awaitable<CompiledGraph>;
}

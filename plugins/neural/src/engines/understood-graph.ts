import type { Graph } from '../graph/tensor.js';
import { readModel } from '../onnx/read-model.js';
import { runFault } from './run-inputs.js';

/** Reads a model for an engine that must know each of its nodes. @throws {ConfigurationError} It does not; it names them. */
export function understoodGraph(bytes: Uint8Array, engine: string): Graph {
  const { graph, opaque } = readModel(bytes);
  if (opaque.length === 0) return graph;
  const named = opaque.map(({ name, operator, reason }) => `node '${name}' (${operator}): ${reason}`);
  throw runFault(`the engine ${engine} cannot run the model: ${named.join('; ')}`);
}

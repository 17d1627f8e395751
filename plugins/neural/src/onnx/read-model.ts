import type { Graph, Tensor } from '../graph/tensor.js';
import { decodeMessage } from './decode-message.js';
import { fileFault } from './file-fault.js';
import { type FileLimits, fileLimits } from './file-limits.js';
import { type GraphMessage, type ModelMessage, modelMessage } from './onnx-messages.js';
import { type OpaqueNode, readNodes } from './read-nodes.js';
import { readTensor } from './read-tensor.js';
import { type DeclaredValue, readInput, readOutput } from './read-value.js';
import { TensorNames } from './tensor-names.js';

/** The oldest operator set that is read: since it, axes of sums and splits are inputs, and softmax works along one axis. */
export const oldestOpset = 13;

export interface ReadSettings {
  /** Lengths of axes that the file leaves free beyond the first, by its names for them. */
  readonly lengths?: Readonly<Record<string, number>>;
  readonly limits?: FileLimits;
}

/** What a model file holds. */
export interface OnnxModel {
  /** Inputs, and those outputs whose whole way from the inputs is understood. */
  readonly graph: Graph;
  /** Inputs and outputs as the file declares them, in its order. */
  readonly inputs: readonly DeclaredValue[];
  readonly outputs: readonly DeclaredValue[];
  /** Every tensor that is understood, by the file's name for it. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Nodes that are not understood; an engine that knows their operators can run the bytes all the same, without gradients. */
  readonly opaque: readonly OpaqueNode[];
  /** Version of the standard operators. */
  readonly opset: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** Program that wrote the file, with its version; empty where it does not say. */
  readonly producer: string;
}

/**
 * Reads a model in ONNX's format.
 *
 * @throws {ConfigurationError} The bytes are no such file or break off; the operator set is older than 13; numbers lie in another
 *   file; names are missing, stand twice, or form a cycle; an input has a shape that cannot be held; or a limit is passed. The
 *   message names the node, tensor or field.
 * @remarks O(bytes). Memory is at most some tens of times the file's size.
 */
export function readModel(bytes: Uint8Array, settings: ReadSettings = {}): OnnxModel {
  const { lengths = {}, limits = fileLimits } = settings;
  if (bytes.byteLength > limits.bytes) {
    throw fileFault('', `the file has ${bytes.byteLength} bytes; at most ${limits.bytes} are read`);
  }
  const message = decodeMessage(modelMessage, bytes, limits.items);
  if (message.graph === undefined) throw fileFault('', 'the file is no ONNX model: it holds no graph');
  const opset = opsetOf(message);
  return {
    ...readGraph(message.graph, lengths, limits),
    opset,
    metadata: metadataOf(message),
    producer: producerOf(message),
  };
}

function readGraph(message: GraphMessage, lengths: Readonly<Record<string, number>>, limits: FileLimits) {
  refuseLarge(message, limits);
  const names = new TensorNames();
  const budget = { elements: limits.elements };
  for (const initialiser of message.initialisers) {
    const place = `constant '${initialiser.name ?? ''}'`;
    names.addConstant(initialiser.name ?? '', readTensor(initialiser, place, limits, budget));
  }
  const free = message.inputs.filter(({ name }) => !names.holds(name ?? ''));
  const inputs = free.map((value) => readInput(value, lengths, limits));
  for (const value of inputs) names.addInput(value);
  const opaque = readNodes(message, names, limits, budget);
  const outputs = message.outputs.map(readOutput);
  const graph = { inputs: inputs.map(({ name }) => names.tensors.get(name)!), outputs: understood(outputs, names) };
  return { graph, inputs, outputs, tensors: names.tensors, opaque };
}

function refuseLarge({ nodes, sparseInitialisers }: GraphMessage, limits: FileLimits): void {
  if (nodes.length > limits.nodes) {
    throw fileFault('', `the file has ${nodes.length} nodes; at most ${limits.nodes} are read`);
  }
  if (sparseInitialisers.length > 0)
    throw fileFault('', 'the file holds sparse constants, which are not read; make them dense');
}

function understood(outputs: readonly DeclaredValue[], names: TensorNames): Graph['outputs'] {
  if (outputs.length === 0) throw fileFault('', 'the graph has no outputs');
  const found = outputs.flatMap(({ name }) => {
    names.refuseUnmade(name, `output '${name}'`);
    const tensor = names.tensors.get(name);
    return tensor === undefined ? [] : [[name, tensor] as const];
  });
  if (new Set(outputs.map(({ name }) => name)).size < outputs.length)
    throw fileFault('', 'an output is declared twice');
  return Object.fromEntries(found);
}

function opsetOf({ operatorSets }: ModelMessage): number {
  const standard = operatorSets.find(({ domain = '' }) => domain === '' || domain === 'ai.onnx');
  if (standard === undefined) throw fileFault('', 'the file names no version of the standard operators (opset_import)');
  const { version = 0 } = standard;
  if (version >= oldestOpset) return version;
  throw fileFault(
    '',
    `the file is of opset ${version}; opset ${oldestOpset} and later are read: export it again with opset_version=17, or convert it with onnx.version_converter`,
  );
}

function metadataOf({ metadata }: ModelMessage): Record<string, string> {
  return Object.fromEntries(metadata.map(({ key = '', value = '' }) => [key, value]));
}

function producerOf({ producer = '', producerVersion = '' }: ModelMessage): string {
  return [producer, producerVersion].filter((part) => part !== '').join(' ');
}

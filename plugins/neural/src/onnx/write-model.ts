import type { Precision } from '@basin/core';
import type { Shape } from '../graph/dimension.js';
import { nodesInOrder } from '../graph/node-order.js';
import type { Graph, GraphNode, Tensor } from '../graph/tensor.js';
import { writtenType } from './element-types.js';
import { encodeMessage, type PartialMessage } from './encode-message.js';
import { rowsParameter } from './free-lengths.js';
import { modelMessage, type nodeMessage, type valueMessage } from './onnx-messages.js';
import { writeAttributes } from './write-attributes.js';
import { writeTensor } from './write-tensor.js';
import { WrittenNames } from './written-names.js';

/** The operator set that graphs hold, and the version of the format that goes with it (ONNX 1.15). */
export const writtenOpset = 20;
const irVersion = 9;

export interface WriteSettings {
  /** What reals are written as. */
  readonly precision: Precision;
  /** Program that writes, without version. */
  readonly producer?: string;
  readonly producerVersion?: string;
  /** Kept in the file, in this order: what made the graph, how its inputs are encoded. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Names of constants, such as weights; those without one are numbered. */
  readonly names?: ReadonlyMap<Tensor, string>;
}

/**
 * A graph in ONNX's format, opset 20. Inputs and outputs keep their names, free lengths are called 'rows', and integers are int64.
 *
 * @returns Equal bytes for equal graphs: values are named in the order in which nodes need them.
 * @throws {ConfigurationError} An input and an output that are not the same share a name.
 * @remarks O(graph).
 */
export function writeModel(graph: Graph, settings: WriteSettings): Uint8Array {
  const { precision, producer = 'basin', producerVersion, metadata = {} } = settings;
  const names = new WrittenNames(graph, settings.names);
  const order = nodesInOrder(Object.values(graph.outputs));
  const nodes = order.map((node, index) => writeNode(node, index, names, precision));
  // Outputs are named before constants are listed: one that is a constant itself is copied by a node.
  const copies = names
    .copies()
    .map(([from, to]) => ({ inputs: [names.of(from)], outputs: [to], name: `copy_${to}`, operator: 'Identity' }));
  const initialisers = names.constants().map(([name, tensor, held]) => writeTensor(name, tensor.type, held, precision));
  return encodeMessage(modelMessage, {
    irVersion,
    producer,
    producerVersion,
    graph: {
      nodes: [...nodes, ...copies],
      name: 'graph',
      initialisers,
      inputs: graph.inputs.map((tensor) => writeValue(names.of(tensor), tensor, precision)),
      outputs: Object.entries(graph.outputs).map(([name, tensor]) => writeValue(name, tensor, precision)),
    },
    operatorSets: [{ domain: '', version: writtenOpset }],
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

function writeNode(
  node: GraphNode,
  index: number,
  names: WrittenNames,
  precision: Precision,
): PartialMessage<typeof nodeMessage> {
  return {
    inputs: node.inputs.map((tensor) => (tensor === undefined ? '' : names.of(tensor))),
    outputs: node.outputs.map((tensor) => names.of(tensor)),
    name: node.label ?? `${node.operator}_${index}`,
    operator: node.operator,
    attributes: writeAttributes(node.attributes, precision),
  };
}

function writeValue(name: string, { type, shape }: Tensor, precision: Precision): PartialMessage<typeof valueMessage> {
  return { name, type: { tensor: { elementType: writtenType(type, precision), shape: { dims: writeShape(shape) } } } };
}

function writeShape(shape: Shape) {
  return shape.map((length) => (typeof length === 'number' ? { value: length } : { parameter: rowsParameter(length) }));
}

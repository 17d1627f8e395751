import { applyAll } from '../graph/apply.js';
import { composites } from '../graph/composites.js';
import { constant } from '../graph/leaves.js';
import { operators } from '../graph/operators.js';
import type { Attributes, GraphNode, Tensor } from '../graph/tensor.js';
import { fileFault } from './file-fault.js';
import type { FileLimits } from './file-limits.js';
import type { GraphMessage, NodeMessage } from './onnx-messages.js';
import { hasSubgraph, readAttributes } from './read-attributes.js';
import type { ElementBudget } from './read-tensor.js';
import { type DeclaredValue, readOutput } from './read-value.js';
import type { TensorNames } from './tensor-names.js';

/** A node that graphs cannot hold. */
export interface OpaqueNode {
  /** Its name in the file, or that of its first output. */
  readonly name: string;
  /** With its domain, where that is not the standard one: 'com.microsoft.FusedMatMul'. */
  readonly operator: string;
  /** Why not, as a clause. */
  readonly reason: string;
}

/**
 * Adds the values that a file's nodes make to the names, in the order of the file.
 *
 * @returns The nodes that are not understood: of unknown operators, or with shapes that do not fit. What they make is known where
 *   the file declares its type and shape; what needs a value that is not known is left out silently.
 * @throws {ConfigurationError} A node uses a value that is not made before, or makes one that is there; or a known operator has an
 *   attribute that cannot be read.
 */
export function readNodes(
  { nodes, values, outputs }: GraphMessage,
  names: TensorNames,
  limits: FileLimits,
  budget: ElementBudget,
): OpaqueNode[] {
  names.promise(nodes.flatMap((node) => node.outputs));
  const declared = declaredValues([...values, ...outputs]);
  const opaque: OpaqueNode[] = [];
  for (const node of nodes) {
    const place = placeOf(node);
    for (const name of node.inputs) if (name !== '') names.refuseUnmade(name, place);
    const made = makeOutputs(node, names, declared, opaque, limits, budget);
    node.outputs.forEach((name, index) => {
      if (name !== '') names.add(name, made[index], place);
    });
  }
  return opaque;
}

function declaredValues(values: GraphMessage['values']): ReadonlyMap<string, DeclaredValue> {
  const readable = values.flatMap((value) => {
    try {
      return [readOutput(value)];
    } catch {
      return []; // What is no tensor of numbers is simply not known; outputs are asked again, and refused.
    }
  });
  return new Map(readable.map((value) => [value.name, value]));
}

function makeOutputs(
  node: NodeMessage,
  names: TensorNames,
  declared: ReadonlyMap<string, DeclaredValue>,
  opaque: OpaqueNode[],
  limits: FileLimits,
  budget: ElementBudget,
): readonly (Tensor | undefined)[] {
  const inputs = node.inputs.map((name) => names.tensors.get(name));
  if (node.inputs.some((name, index) => name !== '' && inputs[index] === undefined)) return [];
  const reason = whyUnknown(node);
  if (reason !== undefined) {
    opaque.push({ name: nameOf(node), operator: operatorOf(node), reason });
    return unknownNode(node, inputs, declared).outputs;
  }
  const attributes = readAttributes(node.attributes, placeOf(node), limits, budget);
  if (node.operator === 'Constant') return [constantOf(attributes, placeOf(node))];
  try {
    return applied(node, inputs, attributes);
  } catch (error) {
    opaque.push({ name: nameOf(node), operator: operatorOf(node), reason: (error as Error).message });
    return [];
  }
}

function whyUnknown(node: NodeMessage): string | undefined {
  if (hasSubgraph(node.attributes)) return 'it holds graphs of its own, through which no gradient goes';
  if (isConstant(node)) return undefined;
  if (operators.has(operatorOf(node)) || composites.has(operatorOf(node))) return undefined;
  return 'the operator is not known';
}

function applied(node: NodeMessage, inputs: readonly (Tensor | undefined)[], attributes: Attributes) {
  const composite = composites.get(operatorOf(node));
  const made = composite
    ? [composite(inputs, attributes)]
    : applyAll(operators.get(operatorOf(node))!, inputs, withPartCount(node, inputs, attributes), nameOf(node));
  if (node.outputs.length > made.length) throw new Error(`${node.outputs.length} outputs where it has ${made.length}`);
  return made;
}

/** Before opset 18, a Split without lengths makes as many equal parts as the node has outputs. */
function withPartCount({ operator, outputs }: NodeMessage, inputs: readonly (Tensor | undefined)[], given: Attributes) {
  if (operator !== 'Split' || inputs[1] !== undefined || given.num_outputs !== undefined) return given;
  return { ...given, num_outputs: outputs.length };
}

/** A node that gradients name and the reference engine refuses; what it makes is known where the file declares all of it. */
function unknownNode(
  node: NodeMessage,
  inputs: readonly (Tensor | undefined)[],
  declared: ReadonlyMap<string, DeclaredValue>,
): { readonly outputs: readonly (Tensor | undefined)[] } {
  const outlines = node.outputs.map((name) => declared.get(name));
  if (outlines.some((outline) => outline?.shape === undefined)) return { outputs: [] };
  const outputs: Tensor[] = [];
  const made: GraphNode = { operator: operatorOf(node), inputs, attributes: {}, outputs, label: nameOf(node) };
  outlines.forEach((outline, output) => {
    outputs.push({ type: outline!.type, shape: outline!.shape!, source: { kind: 'node', node: made, output } });
  });
  return made;
}

function constantOf(attributes: Attributes, place: string): Tensor {
  const { value, value_float, value_floats, value_int, value_ints } = attributes;
  if (typeof value === 'object' && 'shape' in value) return constant(value.values, value.shape, value.type);
  if (typeof value_float === 'number') return constant([value_float], []);
  if (typeof value_int === 'number') return constant([value_int], [], 'integer');
  if (isNumbers(value_floats)) return constant(value_floats, [value_floats.length]);
  if (isNumbers(value_ints)) return constant(value_ints, [value_ints.length], 'integer');
  throw fileFault(place, 'a constant without numbers');
}

function isNumbers(value: Attributes[string] | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number');
}

function isConstant(node: NodeMessage): boolean {
  return operatorOf(node) === 'Constant';
}

function operatorOf({ domain = '', operator = '' }: NodeMessage): string {
  return domain === '' || domain === 'ai.onnx' ? operator : `${domain}.${operator}`;
}

function nameOf({ name = '', outputs }: NodeMessage): string {
  return name === '' ? (outputs[0] ?? '') : name;
}

function placeOf(node: NodeMessage): string {
  return `node '${nameOf(node)}' (${operatorOf(node)})`;
}

import { shapeFor } from './dimension.js';
import { graphFault } from './graph-fault.js';
import { nodesInOrder } from './node-order.js';
import type { Operator, ReferenceArray } from './operator.js';
import { operators } from './operators.js';
import { sameLengths } from './reference-array.js';
import type { Graph, GraphNode, Tensor } from './tensor.js';

/** Runs a graph for a batch of so many rows: arrays by name in, arrays by name out. */
export type GraphEvaluation = (
  inputs: Readonly<Record<string, ReferenceArray>>,
  rowCount: number,
) => Record<string, ReferenceArray>;

/**
 * The outputs of a graph by the operators' own definition, in float64: what engines are measured by.
 *
 * @throws {ConfigurationError} An operator is unknown, or an input is missing or has another shape.
 */
export function evaluateGraph(
  graph: Graph,
  inputs: Readonly<Record<string, ReferenceArray>>,
  rowCount: number,
): Record<string, ReferenceArray> {
  return graphEvaluation(graph)(inputs, rowCount);
}

/**
 * A graph put in order, for running it many times. Arrays in between are let go after their last use.
 * @throws {ConfigurationError} An operator is unknown.
 */
export function graphEvaluation(graph: Graph): GraphEvaluation {
  const outputs = Object.entries(graph.outputs);
  const steps = stepsOf(outputs.map(([, tensor]) => tensor));
  return (inputs, rowCount) => {
    const found = new Map<Tensor, ReferenceArray>();
    for (const tensor of graph.inputs) found.set(tensor, givenInput(tensor, inputs, rowCount));
    const arrayOf = (tensor: Tensor): ReferenceArray => {
      if (tensor.source.kind === 'constant') return tensor.source.constant;
      const value = found.get(tensor);
      if (value === undefined) throw graphFault(`the graph does not list its input '${inputName(tensor)}'`);
      return value;
    };
    for (const { node, operator, released } of steps) {
      const arrays = node.inputs.map((tensor) => tensor && arrayOf(tensor));
      const results = operator.evaluate(arrays, node.attributes, node.outputs);
      node.outputs.forEach((tensor, index) => {
        found.set(tensor, results[index]!);
      });
      for (const tensor of released) found.delete(tensor);
    }
    return Object.fromEntries(outputs.map(([name, tensor]) => [name, arrayOf(tensor)]));
  };
}

interface EvaluationStep {
  readonly node: GraphNode;
  readonly operator: Operator;
  /** Values that nothing after this step reads. */
  readonly released: readonly Tensor[];
}

function stepsOf(outputs: readonly Tensor[]): EvaluationStep[] {
  const steps: EvaluationStep[] = [];
  const read = new Set<Tensor>(outputs);
  for (const node of nodesInOrder(outputs).reverse()) {
    const released = new Set<Tensor>();
    for (const tensor of [...node.outputs, ...node.inputs]) {
      if (tensor !== undefined && tensor.source.kind === 'node' && !read.has(tensor)) released.add(tensor);
    }
    for (const tensor of released) read.add(tensor);
    steps.push({ node, operator: knownOperator(node), released: [...released] });
  }
  return steps.reverse();
}

function knownOperator({ operator, label }: GraphNode): Operator {
  const known = operators.get(operator);
  if (known !== undefined) return known;
  const where = label === undefined ? '' : ` of node '${label}'`;
  throw graphFault(`the reference engine does not know the operator '${operator}'${where}`);
}

function givenInput(
  tensor: Tensor,
  inputs: Readonly<Record<string, ReferenceArray>>,
  rowCount: number,
): ReferenceArray {
  const name = inputName(tensor);
  const given = inputs[name];
  if (given === undefined) throw graphFault(`the input '${name}' is missing`);
  const shape = shapeFor(tensor.shape, rowCount);
  if (sameLengths(given.shape, shape)) return given;
  throw graphFault(`the input '${name}' has the shape [${given.shape.join(', ')}]; [${shape.join(', ')}] is wanted`);
}

function inputName({ source }: Tensor): string {
  return source.kind === 'input' ? source.name : '';
}

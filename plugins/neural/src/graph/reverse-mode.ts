import { ConfigurationError } from '@basin/core';
import { add } from './arithmetic.js';
import { sameShape, shapeText } from './dimension.js';
import { onesLike, zerosLike } from './expand-and-sum.js';
import { faultAt, graphFault } from './graph-fault.js';
import { nodesInOrder } from './node-order.js';
import { operators } from './operators.js';
import type { GraphNode, Tensor } from './tensor.js';

/**
 * Gradients of Σ seed · of, as tensors of graph again: gradients of gradients are had in the same way.
 *
 * @param of - A real tensor of any shape. Where it is [rows], and rows do not meet, these are the gradients of each row.
 * @param seed - Weights of its elements, in its shape; ones if undefined.
 * @param withRespectTo - Real tensors anywhere in its graph, but constants, which may have been folded into others.
 * @returns In the shapes of `withRespectTo`; zeros where `of` does not depend on one.
 * @throws {ConfigurationError} An operator on the way has no derivative: it is named, with the node's name in its file.
 * @remarks O(nodes); evaluating gradients costs a few times what evaluating `of` costs.
 */
export function gradients(of: Tensor, seed: Tensor | undefined, withRespectTo: readonly Tensor[]): Tensor[] {
  checkSeed(of, seed);
  const order = dependentNodes(of, withRespectTo);
  const blocked = order.filter(hasNoDerivative);
  if (blocked.length > 0) throw withoutDerivative(blocked);
  const found = new Map<Tensor, Tensor>([[of, seed ?? onesLike(of)]]);
  const wanted = new Set<Tensor>([...withRespectTo, ...order.flatMap((node) => node.outputs)]);
  for (const node of order.reverse()) addContributions(node, found, wanted);
  return withRespectTo.map((tensor) => found.get(tensor) ?? zerosLike(tensor));
}

/** The nodes between `withRespectTo` and `of` that stop gradients, because their operator has no derivative or is unknown. */
export function nodesWithoutDerivative(of: Tensor, withRespectTo: readonly Tensor[]): GraphNode[] {
  return dependentNodes(of, withRespectTo).filter(hasNoDerivative);
}

function checkSeed(of: Tensor, seed: Tensor | undefined): void {
  if (of.type !== 'real') throw graphFault(`${of.type}s have no gradient`);
  if (seed === undefined || sameShape(of.shape, seed.shape)) return;
  throw graphFault(`the seed of shape ${shapeText(seed.shape)} weighs a tensor of shape ${shapeText(of.shape)}`);
}

/** The nodes that depend on some tensors through reals, and make reals, each after those it needs. */
function dependentNodes(of: Tensor, on: readonly Tensor[]): GraphNode[] {
  const dependent = new Set<Tensor>(on);
  return nodesInOrder([of]).filter((node) => {
    if (!node.inputs.some((input) => input?.type === 'real' && dependent.has(input))) return false;
    if (!node.outputs.some((output) => output.type === 'real')) return false;
    for (const output of node.outputs) dependent.add(output);
    return true;
  });
}

function hasNoDerivative(node: GraphNode): boolean {
  return operators.get(node.operator)?.derivative === undefined;
}

function withoutDerivative(nodes: readonly GraphNode[]): ConfigurationError {
  const named = nodes.map(({ operator, label }) => (label === undefined ? operator : `${operator} (node '${label}')`));
  const message = `no derivative is known of ${[...new Set(named)].join(', ')}; the graph can be evaluated without gradients`;
  return new ConfigurationError([{ path: [], message }]);
}

/** Adds to the gradients of a node's inputs what they get through the node. */
function addContributions(node: GraphNode, found: Map<Tensor, Tensor>, wanted: ReadonlySet<Tensor>): void {
  const outputGradients = node.outputs.map((output) => found.get(output));
  if (outputGradients.every((gradient) => gradient === undefined)) return;
  const contributions = derivativeOf(node, outputGradients);
  node.inputs.forEach((tensor, index) => {
    const contribution = contributions[index];
    if (tensor === undefined || contribution === undefined || !wanted.has(tensor) || tensor.type !== 'real') return;
    const before = found.get(tensor);
    found.set(tensor, before === undefined ? contribution : add(before, contribution));
  });
}

function derivativeOf(
  node: GraphNode,
  outputGradients: readonly (Tensor | undefined)[],
): readonly (Tensor | undefined)[] {
  try {
    return operators.get(node.operator)!.derivative!(node, outputGradients);
  } catch (error) {
    throw error instanceof ConfigurationError ? faultAt(error, `derivative of ${node.operator}`, node.label) : error;
  }
}

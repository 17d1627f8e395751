import { ConfigurationError, type Encoder, type NamedTensors } from '@basin/core';
import { apply } from '../graph/apply.js';
import { concat } from '../graph/concatenation.js';
import { type Dimension, isKnown, rows, type Shape, sameDimension, shapeText } from '../graph/dimension.js';
import { expandOperator } from '../graph/expand-and-sum.js';
import { constant, input as inputTensor, integers } from '../graph/leaves.js';
import { nodesInOrder } from '../graph/node-order.js';
import { elementCount } from '../graph/reference-array.js';
import { reshape } from '../graph/reshaping.js';
import { nodesWithoutDerivative } from '../graph/reverse-mode.js';
import { shapeOperator } from '../graph/shape-operators.js';
import { substituted } from '../graph/substitute.js';
import type { GraphNode, Tensor } from '../graph/tensor.js';
import type { OnnxModel } from '../onnx/read-model.js';
import type { Network } from './network.js';
import type { NetworkParameter } from './weights.js';

/** Which of a file's inputs and outputs are meant. */
export interface FileChoice {
  /** The input that gets the features; the only one that is not among the others when absent. */
  readonly input?: string | undefined;
  /** The output that is the energy; the only one when absent. */
  readonly output?: string | undefined;
  /** Values of all other inputs, the same for every state, flat. */
  readonly others: Readonly<Record<string, readonly number[]>>;
}

/** A file's function of features, found in it by name. */
export interface FileFunction {
  readonly input: string;
  readonly inputShape: Shape;
  readonly output: string;
  /** Undefined where an operator on the way is not known: only an engine that knows it can run the file. */
  readonly network: Network | undefined;
}

/**
 * @throws {ConfigurationError} An input or output is not there or not named among several, or has another shape than the encoder
 *   gives; the message says what came, and what is allowed.
 */
export function fileFunction<B>(model: OnnxModel, choice: FileChoice, encoder: Encoder<B>): FileFunction {
  const input = chosenInput(model, choice);
  const output = chosenName(
    'output',
    choice.output,
    model.outputs.map(({ name }) => name),
  );
  const { shape, type } = model.inputs.find(({ name }) => name === input)!;
  checkFeatures(input, shape!, encoder);
  if (type === 'boolean') throw fault(['input'], `the input '${input}' takes truth values, and encoders give numbers`);
  const found = model.graph.outputs[output];
  // Names of the file's own may be those of other inputs of a network.
  const features = inputTensor('features', shape!, type);
  const given = otherValues(model, choice, features).set(model.tensors.get(input)!, features);
  const energy = found && asRows(substituted(found, given), output);
  return { input, inputShape: shape!, output, network: energy && { features, energy, parameters: [] } };
}

/** What stops gradients with respect to the features, in words; undefined where nothing does. */
export function gradientObstacle({ features, energy }: Network): string | undefined {
  if (features.type !== 'real') return `the input takes whole numbers`;
  const blocked = nodesWithoutDerivative(energy, [features]);
  if (blocked.length === 0) return undefined;
  return `no derivative is known of ${blocked.map(({ operator, label }) => (label ? `${operator} (node '${label}')` : operator)).join(', ')}`;
}

/** The network with its real constants of one axis and more as parameters; statistics of normalisations stay as they are. */
export function withParameters(network: Network): Network {
  const found = new Map<Tensor, NetworkParameter>();
  for (const node of nodesInOrder([network.energy])) {
    for (const tensor of learnable(node)) {
      if (found.has(tensor) || tensor.source.kind !== 'constant') continue;
      const name = `parameters.${found.size}`;
      const { shape, values } = tensor.source.constant;
      found.set(tensor, { name, tensor: inputTensor(name, shape), initial: values });
    }
  }
  const replacements = new Map([...found].map(([tensor, { tensor: replacement }]) => [tensor, replacement]));
  return { ...network, energy: substituted(network.energy, replacements), parameters: [...found.values()] };
}

function learnable({ operator, inputs }: GraphNode): Tensor[] {
  const given = operator === 'BatchNormalization' ? inputs.slice(0, 3) : inputs;
  return given.filter(
    (tensor): tensor is Tensor =>
      tensor?.source.kind === 'constant' && tensor.type === 'real' && tensor.shape.length > 0,
  );
}

function chosenInput(model: OnnxModel, { input, others }: FileChoice): string {
  const names = model.inputs.map(({ name }) => name);
  const strange = Object.keys(others).find((name) => !names.includes(name));
  if (strange !== undefined)
    throw fault(['others', strange], `the file has no input '${strange}'; it has ${listed(names)}`);
  const open = names.filter((name) => !Object.hasOwn(others, name));
  const chosen = chosenName('input', input, input === undefined ? open : names);
  const missing = open.filter((name) => name !== chosen);
  if (missing.length === 0) return chosen;
  throw fault(['others'], `the file also takes ${listed(missing)}; give their values`);
}

function chosenName(option: 'input' | 'output', wanted: string | undefined, names: readonly string[]): string {
  if (wanted === undefined && names.length === 1) return names[0]!;
  if (wanted === undefined)
    throw fault([option], `the file has the ${option}s ${listed(names)}; name the one that is meant`);
  if (names.includes(wanted)) return wanted;
  throw fault([option], `the file has no ${option} '${wanted}'; it has ${listed(names)}`);
}

/** Features of the encoder's shape, or the same numbers in one axis. */
function checkFeatures<B>(input: string, shape: Shape, encoder: Encoder<B>): void {
  const wanted: Shape = [rows, ...encoder.shape];
  const [first, ...others] = shape;
  if (first !== undefined && isKnown(first)) {
    const message = `the input '${input}' takes ${shapeText(shape)}, a fixed number of states; export it with a free first axis`;
    throw fault(['file'], message);
  }
  const isFlat = others.length === 1 && others[0] === elementCount(encoder.shape);
  const isSame = shape.length === wanted.length && shape.every((length, axis) => sameDimension(length, wanted[axis]!));
  if (isSame || (isFlat && sameDimension(first!, rows))) return;
  const message = `the input '${input}' takes ${shapeText(shape)}, and the encoder gives ${shapeText(wanted)}`;
  throw fault(['encoder'], message);
}

/** One number a row. */
function asRows(x: Tensor, output: string): Tensor {
  const [first, ...others] = x.shape;
  const fits =
    x.type === 'real' && first !== undefined && sameDimension(first, rows) && others.every((length) => length === 1);
  if (fits) return others.length === 0 ? x : reshape(x, [rows]);
  const message = `the output '${output}' is ${x.type}s of shape ${shapeText(x.shape)}; one real number a state, [rows] or [rows, 1], is wanted`;
  throw fault(['output'], message);
}

function otherValues(model: OnnxModel, { others }: FileChoice, features: Tensor): Map<Tensor, Tensor> {
  return new Map(
    Object.entries(others).map(([name, values]) => {
      const tensor = model.tensors.get(name)!;
      const held = constant(values, fixedShape(name, tensor.shape, values), tensor.type);
      return [
        tensor,
        tensor.shape.every(isKnown) ? held : apply(expandOperator, [held, shapeLike(tensor.shape, features)]),
      ];
    }),
  );
}

function fixedShape(name: string, shape: Shape, values: readonly number[]): number[] {
  const lengths = shape.map((length) => (isKnown(length) ? length : 1));
  const count = elementCount(lengths);
  if (values.length === count) return lengths;
  throw fault(
    ['others', name],
    `the input '${name}' of shape ${shapeText(shape)} takes ${count} numbers, not ${values.length}`,
  );
}

/** A shape as a tensor, its rows those of the features. */
function shapeLike(shape: Shape, features: Tensor): Tensor {
  const count = apply(shapeOperator, [features], { start: 0, end: 1 });
  return concat(
    shape.map((length: Dimension) => (isKnown(length) ? integers([length]) : count)),
    0,
  );
}

/** Other inputs as an engine takes them, for a number of rows. */
export function otherTensors(model: OnnxModel, { others }: FileChoice, rowCount: number): NamedTensors {
  return Object.fromEntries(
    Object.entries(others).map(([name, values]) => {
      const { shape, type } = model.inputs.find((input) => input.name === name)!;
      const copies = shape!.every(isKnown) ? 1 : rowCount;
      const all = Array.from({ length: copies }, () => values).flat();
      const lengths = shape!.map((length) => (isKnown(length) ? length : rowCount));
      return [name, { shape: lengths, values: type === 'real' ? Float64Array.from(all) : Int32Array.from(all) }];
    }),
  );
}

function listed(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

function fault(path: readonly string[], message: string): ConfigurationError {
  return new ConfigurationError([{ path: [...path], message }]);
}

import type { Shape } from '../graph/dimension.js';
import { constant, input } from '../graph/leaves.js';
import type { ElementType, Tensor } from '../graph/tensor.js';
import { fileFault } from './file-fault.js';
import type { ReadConstant } from './read-tensor.js';

/** Names of a file's values, each given once, with the tensors that stand for them where they are understood. */
export class TensorNames {
  readonly tensors = new Map<string, Tensor>();
  readonly #opaque = new Set<string>();
  /** Names that some node of the file makes, sooner or later. */
  readonly #promised = new Set<string>();

  holds(name: string): boolean {
    return this.tensors.has(name) || this.#opaque.has(name);
  }

  /** Tells the names that nodes make, so that one used too early is told from one that nothing makes. */
  promise(names: readonly string[]): void {
    for (const name of names) this.#promised.add(name);
  }

  addInput({ name, shape, type }: { name: string; shape: Shape; type: ElementType }): void {
    this.add(name, input(name, shape, type), 'the graph');
  }

  addConstant(name: string, { values, shape, type }: ReadConstant): void {
    this.add(name, constant(values, shape, type), 'the graph');
  }

  /** @param tensor - Undefined where what makes it is not understood. @throws {ConfigurationError} The name is taken, or empty. */
  add(name: string, tensor: Tensor | undefined, place: string): void {
    if (name === '') throw fileFault(place, 'a value has no name');
    if (this.holds(name)) throw fileFault(place, `the name '${name}' is given twice`);
    if (tensor === undefined) this.#opaque.add(name);
    else this.tensors.set(name, tensor);
  }

  /** @throws {ConfigurationError} Nothing has made this value so far. */
  refuseUnmade(name: string, place: string): void {
    if (this.holds(name)) return;
    const why = this.#promised.has(name)
      ? 'is used before the node that makes it: nodes must be sorted, and may form no cycle'
      : 'is made by no node, and is neither input nor constant';
    throw fileFault(place, `the value '${name}' ${why}`);
  }
}

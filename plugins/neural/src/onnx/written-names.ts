import { graphFault } from '../graph/graph-fault.js';
import type { ConstantValues, Graph, Tensor } from '../graph/tensor.js';

/** Names that a graph's values have in a file: inputs and outputs keep theirs, others are numbered as they are met. */
export class WrittenNames {
  readonly #names = new Map<Tensor, string>();
  readonly #inputs: ReadonlySet<string>;
  readonly #taken: Set<string>;
  readonly #wanted: ReadonlyMap<Tensor, string>;
  readonly #constants: [string, Tensor, ConstantValues][] = [];
  readonly #copies: [Tensor, string][] = [];

  /** @param wanted - Names that constants are given, where nothing else has them. */
  constructor({ inputs, outputs }: Graph, wanted: ReadonlyMap<Tensor, string> = new Map()) {
    this.#wanted = wanted;
    for (const tensor of inputs) if (tensor.source.kind === 'input') this.#names.set(tensor, tensor.source.name);
    this.#inputs = new Set(this.#names.values());
    for (const [name, tensor] of Object.entries(outputs)) this.#nameOutput(name, tensor);
    this.#taken = new Set([...this.#names.values(), ...Object.keys(outputs)]);
  }

  /** @throws {ConfigurationError} An input has the name of an output, and is another value. */
  #nameOutput(name: string, tensor: Tensor): void {
    if (this.#names.get(tensor) === name) return;
    if (this.#inputs.has(name)) throw graphFault(`an input and an output are both named '${name}'`);
    this.#placeOutput(name, tensor);
  }

  /** A value that is named already, or that no node makes, is copied to the output's name. */
  #placeOutput(name: string, tensor: Tensor): void {
    if (this.#names.has(tensor) || tensor.source.kind !== 'node') this.#copies.push([tensor, name]);
    else this.#names.set(tensor, name);
  }

  of(tensor: Tensor): string {
    const known = this.#names.get(tensor);
    if (known !== undefined) return known;
    const { source } = tensor;
    const name = source.kind === 'input' ? source.name : this.#nameOf(tensor);
    this.#names.set(tensor, name);
    if (source.kind === 'constant') this.#constants.push([name, tensor, source.constant]);
    return name;
  }

  #nameOf(tensor: Tensor): string {
    const wanted = this.#wanted.get(tensor);
    if (wanted === undefined || this.#taken.has(wanted)) {
      return this.#next(tensor.source.kind === 'constant' ? 'constant' : 'value');
    }
    this.#taken.add(wanted);
    return wanted;
  }

  #next(kind: string): string {
    let name = `${kind}_${this.#taken.size}`;
    while (this.#taken.has(name)) name += '_';
    this.#taken.add(name);
    return name;
  }

  /** Values, and the output names that they are to be copied to. */
  copies(): readonly (readonly [Tensor, string])[] {
    return this.#copies;
  }

  /** Constants met so far, in the order in which they were. */
  constants(): readonly (readonly [string, Tensor, ConstantValues])[] {
    return this.#constants;
  }
}

import type { DirectionalGradient, FeatureMotion, NamedTensors, TensorEngine, ValueAndGradient } from '@basin/core';
import type { Network } from './network.js';
import { NetworkGraph } from './network-graph.js';
import {
  directionalGraph,
  gradientGraph,
  gradientName,
  memberGradientsGraph,
  membersGraph,
  parameterGraph,
  valueGraph,
} from './network-graphs.js';
import { ParameterTensors } from './parameter-tensors.js';

/** Runs a network and its derivatives over features, [rows, …shape] flat. A graph is made when it is first asked for. */
export class NetworkRuns {
  readonly parameters: ParameterTensors;
  readonly #value: NetworkGraph;
  readonly #gradient: NetworkGraph;
  readonly #byParameters: NetworkGraph;
  readonly #members: NetworkGraph;
  readonly #byMembers: NetworkGraph;
  readonly #along: Readonly<Record<1 | 2, NetworkGraph>>;

  constructor(network: Network, engine: TensorEngine) {
    this.parameters = new ParameterTensors(network.parameters, engine.precision);
    this.#value = new NetworkGraph(engine, () => valueGraph(network));
    this.#gradient = new NetworkGraph(engine, () => gradientGraph(network));
    this.#byParameters = new NetworkGraph(engine, () => parameterGraph(network));
    this.#members = new NetworkGraph(engine, () => membersGraph(network));
    this.#byMembers = new NetworkGraph(engine, () => memberGradientsGraph(network));
    this.#along = {
      1: new NetworkGraph(engine, () => directionalGraph(network, 1)),
      2: new NetworkGraph(engine, () => directionalGraph(network, 2)),
    };
  }

  async energies(features: Float64Array, rowCount: number): Promise<Float64Array> {
    const energy = new Float64Array(rowCount);
    await this.#value.run({ features }, this.parameters.tensors, rowCount, (outputs, from) => {
      energy.set(outputs.energy!.values, from);
    });
    return energy;
  }

  /**
   * `gradient` is ∂E/∂features, [rows, …shape].
   * @param into - Receives both, and is what is returned; new memory when absent.
   */
  async gradients(
    features: Float64Array,
    rowCount: number,
    into: ValueAndGradient = { energy: new Float64Array(rowCount), gradient: new Float64Array(features.length) },
  ): Promise<ValueAndGradient> {
    const { energy, gradient } = into;
    const width = features.length / rowCount;
    await this.#gradient.run({ features }, this.parameters.tensors, rowCount, (outputs, from) => {
      energy.set(outputs.energy!.values, from);
      gradient.set(outputs.gradient!.values, rowCount === 0 ? 0 : from * width);
    });
    return into;
  }

  async parameterGradient(features: Float64Array, rowWeights: Float64Array, rowCount: number): Promise<Float64Array> {
    const total = new Float64Array(this.parameters.count);
    const fixed = this.parameters.tensors;
    await this.#byParameters.run({ features, rowWeights }, fixed, rowCount, (outputs, from) =>
      this.#add(outputs, total, from === 0),
    );
    return total;
  }

  /** Of an ensemble. @returns [rows, memberCount] */
  async members(features: Float64Array, rowCount: number, memberCount: number): Promise<Float64Array> {
    const members = new Float64Array(rowCount * memberCount);
    await this.#members.run({ features }, this.parameters.tensors, rowCount, (outputs, from) => {
      members.set(outputs.members!.values, from * memberCount);
    });
    return members;
  }

  /** Of an ensemble. @param memberWeights - [rows, memberCount] */
  async memberGradient(features: Float64Array, memberWeights: Float64Array, rowCount: number): Promise<Float64Array> {
    const total = new Float64Array(this.parameters.count);
    await this.#byMembers.run({ features, memberWeights }, this.parameters.tensors, rowCount, (outputs, from) =>
      this.#add(outputs, total, from === 0),
    );
    return total;
  }

  /** @param motion - How features move, [rows, …shape]. */
  async directionalGradient(
    features: Float64Array,
    { velocity, acceleration }: FeatureMotion,
    order: 1 | 2,
    rowWeights: Float64Array,
  ): Promise<DirectionalGradient> {
    const derivative = new Float64Array(rowWeights.length);
    const gradient = new Float64Array(this.parameters.count);
    const byRow = { features, velocity, acceleration, rowWeights };
    await this.#along[order].run(byRow, this.parameters.tensors, rowWeights.length, (outputs, from) => {
      derivative.set(outputs.derivative!.values, from);
      this.#add(outputs, gradient, from === 0);
    });
    return { derivative, gradient };
  }

  async dispose(): Promise<void> {
    const { 1: first, 2: second } = this.#along;
    const graphs = [this.#value, this.#gradient, this.#byParameters, this.#members, this.#byMembers, first, second];
    await Promise.all(graphs.map((graph) => graph.dispose()));
  }

  /** Blocks of rows add up. */
  #add(outputs: NamedTensors, total: Float64Array, isFirst: boolean): void {
    this.parameters.eachPart((from, { name, initial }) => {
      const { values } = outputs[gradientName(name)]!;
      if (isFirst) total.set(values, from);
      else for (let i = 0; i < initial.length; i++) total[from + i]! += values[i]!;
    });
  }
}

import {
  type DirectionalGradient,
  type Discrete,
  type Encoder,
  type Energy,
  type Exportable,
  isDiscrete,
  isOneHot,
  isSmooth,
  type Smooth,
  type StateSpace,
  type Tail,
  type TensorEngine,
  type Trainable,
  type ValueAndGradient,
  type ValueAndSlopes,
} from '@basin/core';
import type { Tensor } from '../graph/tensor.js';
import { exportNetwork } from './export-network.js';
import type { Network } from './network.js';
import { NetworkRuns } from './network-runs.js';

/** What an energy of a network is made of. */
export interface NetworkEnergyParts<B> {
  readonly space: StateSpace<B>;
  readonly network: Network;
  readonly encoder: Encoder<B>;
  readonly engine: TensorEngine;
  /** How it grows far out, where that is known. */
  readonly tail?: Tail | undefined;
  /** What files that it is written to say of it. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What an engine holds for it is given back by `dispose`. */
export interface EngineBound {
  dispose(): Promise<void>;
}

/** The energy of a network. Which capabilities it has beside these depends on its encoder. */
export type NetworkEnergy<B> = Energy<B> & Trainable<B> & Exportable<B> & EngineBound;

/**
 * A network over encoded states, run by an engine, as an energy. It is trainable; over a smooth encoder it has gradients and
 * derivatives along directions, over a one-hot encoder the slopes of its sites.
 *
 * @remarks Graphs are compiled when they are first needed. Numbers are as exact as the engine's: of float32, energies carry
 * relative errors of some 1e-7 of the largest sum inside. What is not finite stays NaN or infinite.
 */
export function networkEnergy<B>(parts: NetworkEnergyParts<B>): NetworkEnergy<B> {
  const runs = new NetworkRuns(parts.network, parts.engine);
  return {
    ...valued(parts, runs),
    ...trainable(parts, runs),
    ...(parts.network.members !== undefined && membered(parts, runs, parts.network.members)),
    ...differentiable(parts, runs),
    ...(isSmooth(parts.encoder) && directional(parts.encoder, runs)),
  };
}

/**
 * A network that is used as it is: as {@link networkEnergy}, but that nothing trains it.
 *
 * @param gradientObstacle - Why it has no gradients; undefined where every operator between features and energy has a derivative.
 */
export function fixedNetworkEnergy<B>(
  parts: NetworkEnergyParts<B>,
  gradientObstacle: string | undefined,
): Energy<B> & Exportable<B> & EngineBound {
  const runs = new NetworkRuns(parts.network, parts.engine);
  if (gradientObstacle !== undefined) return { ...valued(parts, runs), ...{ gradientObstacle } };
  return { ...valued(parts, runs), ...differentiable(parts, runs) };
}

function valued<B>({ space, network, encoder, tail, metadata = {} }: NetworkEnergyParts<B>, runs: NetworkRuns) {
  return {
    evaluate: async (batch: B) => runs.energies(await encoder.encode(batch), space.size(batch)),
    exportFile: (more: Readonly<Record<string, string>> = {}) =>
      exportNetwork(network, runs.parameters.flat(), { ...metadata, ...more }),
    ...(tail && { tail }),
    dispose: () => runs.dispose(),
  };
}

function differentiable<B>({ space, encoder }: NetworkEnergyParts<B>, runs: NetworkRuns) {
  return {
    ...(isSmooth(encoder) && smooth(encoder, runs, space)),
    ...(isOneHot(encoder) && isDiscrete(space) && sloped(encoder, runs, space)),
  };
}

function trainable<B>({ space, encoder }: NetworkEnergyParts<B>, runs: NetworkRuns) {
  return {
    parameterCount: runs.parameters.count,
    parameters: () => runs.parameters.flat(),
    setParameters: (parameters: Float64Array) => runs.parameters.set(parameters),
    parameterGradient: async (batch: B, rowWeights: Float64Array) =>
      runs.parameterGradient(await encoder.encode(batch), rowWeights, space.size(batch)),
  };
}

/** @param members - [rows, members] */
function membered<B>({ space, encoder }: NetworkEnergyParts<B>, runs: NetworkRuns, { shape }: Tensor) {
  const memberCount = shape[1] as number; // The first axis alone is not a number.
  return {
    memberCount,
    evaluateMembers: async (batch: B) => runs.members(await encoder.encode(batch), space.size(batch), memberCount),
    memberGradient: async (batch: B, memberWeights: Float64Array) =>
      runs.memberGradient(await encoder.encode(batch), memberWeights, space.size(batch)),
  };
}

function smooth<B>(encoder: Smooth<B>, runs: NetworkRuns, space: StateSpace<B>) {
  return {
    async evaluateWithGradient(batch: B, into?: ValueAndGradient): Promise<ValueAndGradient> {
      const features = await encoder.encode(batch);
      const fits = into?.gradient.length === features.length;
      const { energy, gradient } = await runs.gradients(features, space.size(batch), fits ? into : undefined);
      const pulled = await encoder.pullBack(batch, gradient);
      if (into === undefined) return { energy, gradient: pulled };
      if (energy !== into.energy) into.energy.set(energy);
      if (pulled !== into.gradient) into.gradient.set(pulled);
      return into;
    },
  };
}

function directional<B>(encoder: Smooth<B>, runs: NetworkRuns) {
  return {
    async directionalGradient(
      batch: B,
      directions: Float64Array,
      order: 1 | 2,
      rowWeights: Float64Array,
    ): Promise<DirectionalGradient> {
      const motion = await encoder.pushForward(batch, directions);
      return runs.directionalGradient(await encoder.encode(batch), motion, order, rowWeights);
    },
  };
}

function sloped<B>(encoder: Encoder<B>, runs: NetworkRuns, space: Discrete<B>) {
  return {
    async evaluateWithSlopes(batch: B): Promise<ValueAndSlopes> {
      const { energy, gradient } = await runs.gradients(await encoder.encode(batch), space.size(batch));
      forbidMissing(gradient, space, encoder.shape[1]!);
      return { energy, slopes: gradient };
    },
  };
}

/** Values that a site cannot have are forbidden. @param slopes - [rows, sites, width] */
function forbidMissing(slopes: Float64Array, { siteCount, valueCounts }: Discrete<unknown>, width: number): void {
  for (let start = 0, site = 0; start < slopes.length; start += width, site = (site + 1) % siteCount) {
    slopes.fill(Number.POSITIVE_INFINITY, start + valueCounts[site]!, start + width);
  }
}

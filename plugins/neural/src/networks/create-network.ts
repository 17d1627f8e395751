import { type Encoder, type EnergyContext, isContinuous, isSmooth, type StateSpace, type Tail } from '@basin/core';
import { add, scale } from '../graph/arithmetic.js';
import { sumOfSquares } from '../graph/reductions.js';
import type { Tensor } from '../graph/tensor.js';
import { encoderMetadata } from './encoder-metadata.js';
import { flattened } from './layers.js';
import { type Architecture, buildNetwork, builtParts, type EnsembleArchitecture } from './network.js';
import { type NetworkEnergy, networkEnergy } from './network-energy.js';
import type { NetworkChoice } from './network-options.js';

/** A network as a workflow file asks for it. */
export interface NetworkRequest {
  /** Name of the extension. */
  readonly name: string;
  readonly choice: NetworkChoice;
  readonly architecture: Architecture | EnsembleArchitecture;
  /** λ of ½ λ |features|², ≥ 0; 0 when absent. */
  readonly quadratic?: number;
}

/**
 * The energy of a network that grows no faster than a line as its features grow, and of a quadratic term.
 *
 * @throws {ConfigurationError} No encoder or engine can be had, or the architecture does not fit the features.
 */
export async function createNetwork<B>(request: NetworkRequest, context: EnergyContext<B>): Promise<NetworkEnergy<B>> {
  const { name, choice, architecture, quadratic = 0 } = request;
  const { space } = context;
  const encoder = await context.encoder(choice.encoder);
  const network = buildNetwork(encoder, choice.seed, (features, weights) => {
    const built = builtParts(architecture(features, weights));
    return quadratic === 0 ? built : { ...built, energy: add(built.energy, quadraticTerm(features, quadratic)) };
  });
  const engine = await context.engine(choice);
  const tail = tailOf(encoder, space, quadratic);
  const metadata = { 'basin.energy': name, ...encoderMetadata(choice.encoder, encoder, space) };
  const energy = networkEnergy({ space, network, encoder, engine, tail, metadata });
  context.onDispose(() => energy.dispose());
  return energy;
}

/** ½ λ |features|², [rows]. */
function quadraticTerm(features: Tensor, strength: number): Tensor {
  return scale(sumOfSquares(flattened(features), [1]), strength / 2);
}

/** ½ λ |L x|² and what grows like a line, where features are L x and something bounded. */
function tailOf<B>(encoder: Encoder<B>, space: StateSpace<B>, strength: number): Tail | undefined {
  if (!isSmooth(encoder) || encoder.linearPart === undefined || !isContinuous(space)) return undefined;
  if (strength === 0) return { growth: 'slower' };
  return { growth: 'quadratic', form: gram(encoder.linearPart, space.dimension).map((entry) => strength * entry) };
}

/** LᵀL, [dimension, dimension]. */
function gram(linear: Float64Array, dimension: number): Float64Array {
  const form = new Float64Array(dimension * dimension);
  for (let start = 0; start < linear.length; start += dimension) {
    for (let i = 0; i < dimension; i++) {
      if (linear[start + i] === 0) continue;
      for (let j = 0; j < dimension; j++) form[i * dimension + j]! += linear[start + i]! * linear[start + j]!;
    }
  }
  return form;
}

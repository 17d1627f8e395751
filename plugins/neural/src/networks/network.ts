import { type Encoder, randomStream } from '@basin/core';
import { rows, sameShape, shapeText } from '../graph/dimension.js';
import { graphFault } from '../graph/graph-fault.js';
import { input } from '../graph/leaves.js';
import { oneHot } from '../graph/one-hot.js';
import type { Tensor } from '../graph/tensor.js';
import { type NetworkParameter, Weights } from './weights.js';

/** A function of features with parameters, as graph: one number a row. */
export interface Network {
  /** Input, [rows, …shape]; of whole numbers where they stand for kinds. */
  readonly features: Tensor;
  /** [rows] */
  readonly energy: Tensor;
  /** Of an ensemble: what each member predicts, [rows, members]. */
  readonly members?: Tensor | undefined;
  /** Inputs as well, so that a graph is compiled once whatever their values become. */
  readonly parameters: readonly NetworkParameter[];
}

/** Builds what a network computes: from real features [rows, …shape] to [rows], making the parameters that it needs. */
export type Architecture = (features: Tensor, weights: Weights) => Tensor;

/** What an ensemble computes from features, its members made of weights of their own. */
export type EnsembleArchitecture = (features: Tensor, weights: Weights) => Pick<Network, 'energy' | 'members'>;

/** What a network must know of an encoder. */
export type FeatureOutline = Pick<Encoder<unknown>, 'shape' | 'kinds'>;

/**
 * A network over the features of an encoder; kinds are made one-hot along a new last axis first.
 *
 * @param seed - Of the parameters' first values.
 * @throws {ConfigurationError} The architecture does not fit the features.
 */
export function buildNetwork(
  { shape, kinds }: FeatureOutline,
  seed: number,
  architecture: Architecture | EnsembleArchitecture,
): Network {
  const features = input('features', [rows, ...shape], kinds === undefined ? 'real' : 'integer');
  const weights = new Weights(randomStream(seed, 'network'));
  const { energy, members } = builtParts(
    architecture(kinds === undefined ? features : oneHot(features, kinds), weights),
  );
  if (!sameShape(energy.shape, [rows]))
    throw graphFault(`a network gives ${shapeText(energy.shape)}, not one number a row`);
  return { features, energy, parameters: weights.made, ...(members && { members }) };
}

/** What an architecture gave, with members or without. */
export function builtParts(built: ReturnType<Architecture | EnsembleArchitecture>): ReturnType<EnsembleArchitecture> {
  return 'energy' in built ? built : { energy: built };
}

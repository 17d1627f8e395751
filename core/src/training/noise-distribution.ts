import { ConfigurationError } from '../errors/design-error.js';
import { logDeterminant } from '../numerics/factored-matrix.js';
import type { Rng } from '../numerics/rng.js';
import { choleskyFactor } from '../numerics/symmetric-matrix.js';
import { type Continuous, isContinuous } from '../state/continuous.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { TrainingSubject } from './trainer.js';

export type NoiseKind = 'gaussian' | 'uniform' | 'sites';

/** A distribution that can be drawn from and whose density is known. */
export interface NoiseDistribution<B> {
  draw(rng: Rng, count: number): B;
  /** ln q of each state: a density in coordinates, a probability of sites. [rows] */
  logDensity(batch: B): Float64Array;
}

/**
 * The noise of that kind, fitted to the examples; without a kind a Gaussian of all coordinates where these have no bounds, uniform
 * between bounds, or independent sites.
 *
 * @throws {ConfigurationError} The space cannot have it, or the examples do not vary.
 */
export function noiseDistribution<B>(subject: TrainingSubject<B>, kind: NoiseKind | undefined): NoiseDistribution<B> {
  const { space } = subject;
  if (isContinuous(space)) {
    const isBounded = space.axes.low.some((low, axis) => low > -Infinity || space.axes.high[axis]! < Infinity);
    const chosen = kind ?? (isBounded ? 'uniform' : 'gaussian');
    if (chosen === 'uniform') return uniformPoints(space, subject.set.examples);
    if (chosen === 'gaussian' && !isBounded) return gaussianPoints(space, subject.set.examples);
    throw refusal(`${chosen} noise cannot be drawn ${isBounded ? 'between bounds' : 'in coordinates'}`);
  }
  if (!isDiscrete(space)) throw refusal(`there is no noise for a ${space.kind}: it has neither coordinates nor sites`);
  if (kind === 'gaussian') throw refusal(`gaussian noise needs coordinates, and a ${space.kind} has none`);
  return independentSites(space, subject.set.examples, kind === 'uniform');
}

function refusal(message: string): ConfigurationError {
  return new ConfigurationError([{ path: ['noise'], message }]);
}

/** A Gaussian with the mean and the covariance of the examples. */
function gaussianPoints<B>(space: Continuous<B>, examples: B): NoiseDistribution<B> {
  const { dimension } = space;
  const points = space.coordinates(examples);
  const rowCount = points.length / dimension;
  const mean = new Float64Array(dimension);
  for (let i = 0; i < points.length; i++) mean[i % dimension]! += points[i]! / rowCount;
  const factor = choleskyFactor(covariance(points, mean), dimension);
  if (factor === undefined) {
    throw refusal(
      `the covariance of ${rowCount} examples with ${dimension} coordinates is singular: a coordinate never changes, follows from ` +
        'others, or there are too few examples',
    );
  }
  const constant = -0.5 * (dimension * Math.log(2 * Math.PI) + logDeterminant(factor, dimension));
  return {
    draw: (rng, count) => {
      const normals = new Float64Array(count * dimension);
      rng.fillNormal(normals);
      const drawn = new Float64Array(normals.length);
      for (let start = 0; start < drawn.length; start += dimension) {
        for (let i = 0; i < dimension; i++) {
          let x = mean[i]!;
          for (let j = 0; j <= i; j++) x += factor[i * dimension + j]! * normals[start + j]!;
          drawn[start + i] = x;
        }
      }
      return space.withCoordinates(likeRows(space, examples, count), drawn);
    },
    logDensity: (batch) => gaussianLogDensity(space.coordinates(batch), mean, factor, constant),
  };
}

/** constant − ½|L⁻¹(x − μ)|², by forward substitution. */
function gaussianLogDensity(
  points: Float64Array,
  mean: Float64Array,
  factor: Float64Array,
  constant: number,
): Float64Array {
  const dimension = mean.length;
  const white = new Float64Array(dimension);
  const logDensity = new Float64Array(points.length / dimension);
  for (let row = 0, start = 0; row < logDensity.length; row++, start += dimension) {
    let squares = 0;
    for (let i = 0; i < dimension; i++) {
      let rest = points[start + i]! - mean[i]!;
      for (let j = 0; j < i; j++) rest -= factor[i * dimension + j]! * white[j]!;
      white[i] = rest / factor[i * dimension + i]!;
      squares += white[i]! * white[i]!;
    }
    logDensity[row] = constant - 0.5 * squares;
  }
  return logDensity;
}

function covariance(points: Float64Array, mean: Float64Array): Float64Array {
  const dimension = mean.length;
  const matrix = new Float64Array(dimension * dimension);
  const rowCount = points.length / dimension;
  for (let start = 0; start < points.length; start += dimension) {
    for (let i = 0; i < dimension; i++) {
      const offset = points[start + i]! - mean[i]!;
      for (let j = 0; j <= i; j++) matrix[i * dimension + j]! += (offset * (points[start + j]! - mean[j]!)) / rowCount;
    }
  }
  for (let i = 0; i < dimension; i++)
    for (let j = 0; j < i; j++) matrix[j * dimension + i] = matrix[i * dimension + j]!;
  return matrix;
}

function uniformPoints<B>(space: Continuous<B>, examples: B): NoiseDistribution<B> {
  const { low, high, names } = space.axes;
  const open = names.findIndex((_, axis) => !(high[axis]! - low[axis]! < Infinity));
  if (open >= 0) throw refusal(`uniform noise needs bounds, and axis '${names[open]}' has not both`);
  const logVolume = low.reduce((sum, least, axis) => sum + Math.log(high[axis]! - least), 0);
  return {
    draw: (rng, count) => {
      const points = new Float64Array(count * low.length);
      rng.fillUniform(points);
      for (let i = 0; i < points.length; i++) {
        const axis = i % low.length;
        points[i] = low[axis]! + points[i]! * (high[axis]! - low[axis]!);
      }
      return space.withCoordinates(likeRows(space, examples, count), points);
    },
    logDensity: (batch) => new Float64Array(space.size(batch)).fill(-logVolume),
  };
}

/** Sites with the frequencies of the examples, to each of which one of every value is added, or with even ones. */
function independentSites<B>(space: Discrete<B>, examples: B, isEven: boolean): NoiseDistribution<B> {
  const { siteCount, valueCounts } = space;
  const shares = Array.from(valueCounts, (count) => new Float64Array(count).fill(1));
  if (!isEven) {
    const values = space.sites(examples);
    for (let i = 0; i < values.length; i++) shares[i % siteCount]![values[i]!]! += 1;
  }
  for (const share of shares) {
    const total = share.reduce((sum, count) => sum + count, 0);
    for (let value = 0; value < share.length; value++) share[value]! /= total;
  }
  return {
    draw: (rng, count) => {
      const sites = new Uint8Array(count * siteCount);
      for (let i = 0; i < sites.length; i++) sites[i] = drawValue(rng.uniform(), shares[i % siteCount]!);
      return space.withSites(likeRows(space, examples, count), sites);
    },
    logDensity: (batch) => {
      const logDensity = new Float64Array(space.size(batch));
      space.sites(batch).forEach((value, i) => {
        logDensity[Math.floor(i / siteCount)]! += Math.log(shares[i % siteCount]![value]!);
      });
      return logDensity;
    },
  };
}

function drawValue(uniform: number, shares: Float64Array): number {
  let rest = uniform;
  for (let value = 0; value < shares.length - 1; value++) {
    rest -= shares[value]!;
    if (rest < 0) return value;
  }
  return shares.length - 1;
}

/** Rows for what is no coordinate or site: examples in turn. */
function likeRows<B>(space: Pick<Continuous<B>, 'take' | 'size'>, examples: B, count: number): B {
  const exampleCount = space.size(examples);
  return space.take(
    examples,
    Int32Array.from({ length: count }, (_, row) => row % exampleCount),
  );
}

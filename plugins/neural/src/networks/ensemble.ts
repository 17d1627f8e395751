import { add, scale, subtract } from '../graph/arithmetic.js';
import { concat } from '../graph/concatenation.js';
import { scalar } from '../graph/leaves.js';
import { squareRoot } from '../graph/powers.js';
import { mean, sumOfSquares } from '../graph/reductions.js';
import { unsqueeze } from '../graph/reshaping.js';
import type { Tensor } from '../graph/tensor.js';
import type { Architecture, EnsembleArchitecture } from './network.js';

/** What is told of an ensemble's predictions. */
export const ensembleReports = ['mean', 'deviation', 'lower-bound', 'upper-bound'] as const;

export interface EnsembleOptions {
  readonly members: number;
  readonly report: (typeof ensembleReports)[number];
  /** Deviations between the mean and a bound. */
  readonly factor: number;
  /** Predictions are what networks give times this, plus that. */
  readonly scale: number;
  readonly centre: number;
}

/** Under the root of a deviation, so that it has a slope where members agree: a deviation is at least 10⁻⁶. */
const smallestVariance = 1e-12;

/** Networks that start apart, and what they say together: their mean, how far they are apart, or a bound made of both. */
export function ensemble(options: EnsembleOptions, member: Architecture): EnsembleArchitecture {
  return (features, weights) => {
    const single = (index: number) => member(features, weights.part('members', index));
    const all = concat(
      Array.from({ length: options.members }, (_, index) => unsqueeze(single(index), [1])),
      1,
    );
    const members = add(scale(all, options.scale), scalar(options.centre));
    // A deviation has no centre: only the scale is its own.
    const shift = options.report === 'deviation' ? 0 : options.centre;
    return { energy: add(scale(reported(options, all), options.scale), scalar(shift)), members };
  };
}

/** @param all - [rows, members]. @returns [rows] */
function reported({ members, report, factor }: EnsembleOptions, all: Tensor): Tensor {
  const middle = mean(all, [1]);
  if (report === 'mean') return middle;
  const spread = deviation(all, middle, members);
  if (report === 'deviation') return spread;
  return add(middle, scale(spread, report === 'lower-bound' ? -factor : factor));
}

/** @param all - [rows, members]. @returns [rows] */
function deviation(all: Tensor, middle: Tensor, members: number): Tensor {
  const squares = sumOfSquares(subtract(all, unsqueeze(middle, [1])), [1]);
  return squareRoot(add(scale(squares, 1 / (members - 1)), scalar(smallestVariance)));
}

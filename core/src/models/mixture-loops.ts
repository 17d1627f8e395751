import { fastExp } from '../numerics/fast-exp.js';
import type { MixtureComponents } from './mixture-components.js';
import { vectorMixture } from './mixture-vectors.js';
import type { PointFunction } from './point-energy.js';

/** So far below the largest, an exponent adds nothing to a sum of 53 bits. */
const negligible = -45;

/**
 * The mixture of components with independent axes. Where no component has a finite exponent, the point is too far out for numbers
 * (+Infinity) or is none (NaN, as the exponents then are), and its gradient is 0.
 */
export function diagonalMixture(components: MixtureComponents): PointFunction {
  return vectorMixture(components) ?? plainMixture(components);
}

/** As {@link diagonalMixture}, point by point. */
export function plainMixture(components: MixtureComponents): PointFunction {
  return components.dimension === 2 ? planeMixture(components) : boxMixture(components);
}

/** As {@link boxMixture}, in the plane: without its inner loops, which take more time than what is in them. */
function planeMixture({ logWeights, means, precisions }: MixtureComponents): PointFunction {
  const count = logWeights.length;
  const exponents = new Float64Array(count);
  return (points, energy, gradient) => {
    for (let row = 0; row < energy.length; row++) {
      const x = points[2 * row]!;
      const y = points[2 * row + 1]!;
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < count; k++) {
        const across = x - means[2 * k]!;
        const along = y - means[2 * k + 1]!;
        const square = precisions[2 * k]! * across * across + precisions[2 * k + 1]! * along * along;
        const exponent = logWeights[k]! - 0.5 * square;
        exponents[k] = exponent;
        if (exponent > highest) highest = exponent;
      }
      if (highest === Number.NEGATIVE_INFINITY) {
        energy[row] = -exponents[0]!;
        gradient?.fill(0, 2 * row, 2 * row + 2);
        continue;
      }
      let sum = 0;
      let slopeX = 0;
      let slopeY = 0;
      for (let k = 0; k < count; k++) {
        const below = exponents[k]! - highest;
        if (below < negligible) continue;
        const weight = fastExp(below);
        sum += weight;
        slopeX += weight * precisions[2 * k]! * (x - means[2 * k]!);
        slopeY += weight * precisions[2 * k + 1]! * (y - means[2 * k + 1]!);
      }
      energy[row] = 0 - highest - Math.log(sum);
      if (gradient === undefined) continue;
      gradient[2 * row] = slopeX / sum;
      gradient[2 * row + 1] = slopeY / sum;
    }
  };
}

function boxMixture({ dimension, logWeights, means, precisions }: MixtureComponents): PointFunction {
  const count = logWeights.length;
  const exponents = new Float64Array(count);
  const slope = new Float64Array(dimension);
  return (points, energy, gradient) => {
    for (let row = 0, start = 0; row < energy.length; row++, start += dimension) {
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = 0, j = 0; k < count; k++) {
        let square = 0;
        for (let i = start; i < start + dimension; i++, j++) {
          const offset = points[i]! - means[j]!;
          square += precisions[j]! * offset * offset;
        }
        const exponent = logWeights[k]! - 0.5 * square;
        exponents[k] = exponent;
        if (exponent > highest) highest = exponent;
      }
      if (highest === Number.NEGATIVE_INFINITY) {
        energy[row] = -exponents[0]!;
        gradient?.fill(0, start, start + dimension);
        continue;
      }
      let sum = 0;
      slope.fill(0);
      for (let k = 0; k < count; k++) {
        const below = exponents[k]! - highest;
        if (below < negligible) continue;
        const weight = fastExp(below);
        sum += weight;
        for (let i = 0, j = k * dimension; i < dimension; i++, j++) {
          slope[i]! += weight * precisions[j]! * (points[start + i]! - means[j]!);
        }
      }
      energy[row] = 0 - highest - Math.log(sum);
      if (gradient === undefined) continue;
      for (let i = 0; i < dimension; i++) gradient[start + i] = slope[i]! / sum;
    }
  };
}

/** The mixture of components with any precision matrices. */
export function denseMixture({ dimension, logWeights, means, precisions }: MixtureComponents): PointFunction {
  const count = logWeights.length;
  const exponents = new Float64Array(count);
  const forces = new Float64Array(count * dimension);
  const offset = new Float64Array(dimension);
  const slope = new Float64Array(dimension);
  return (points, energy, gradient) => {
    for (let row = 0, start = 0; row < energy.length; row++, start += dimension) {
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = 0, first = 0, entry = 0; k < count; k++, first += dimension) {
        for (let i = 0; i < dimension; i++) offset[i] = points[start + i]! - means[first + i]!;
        let square = 0;
        for (let i = 0; i < dimension; i++) {
          let force = 0;
          for (let j = 0; j < dimension; j++, entry++) force += precisions[entry]! * offset[j]!;
          forces[first + i] = force;
          square += force * offset[i]!;
        }
        const exponent = logWeights[k]! - 0.5 * square;
        exponents[k] = exponent;
        if (exponent > highest) highest = exponent;
      }
      if (highest === Number.NEGATIVE_INFINITY) {
        energy[row] = -exponents[0]!;
        gradient?.fill(0, start, start + dimension);
        continue;
      }
      let sum = 0;
      slope.fill(0);
      for (let k = 0, first = 0; k < count; k++, first += dimension) {
        const below = exponents[k]! - highest;
        if (below < negligible) continue;
        const weight = fastExp(below);
        sum += weight;
        for (let i = 0; i < dimension; i++) slope[i]! += weight * forces[first + i]!;
      }
      energy[row] = 0 - highest - Math.log(sum);
      if (gradient === undefined) continue;
      for (let i = 0; i < dimension; i++) gradient[start + i] = slope[i]! / sum;
    }
  };
}

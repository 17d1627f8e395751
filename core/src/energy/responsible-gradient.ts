import { fastExp } from '../numerics/fast-exp.js';
import type { ValueAndGradient } from './energy.js';

/**
 * Energy and gradient of −ln Σₜ e^(shares[t] − Eₜ): the terms' gradients, each with its part of the sum.
 *
 * @param values - Energies and gradients of the terms, as many of each; no energy NaN or −Infinity.
 * @param into - Where the result is written, if given; none of the terms' own arrays.
 * @returns Energy +Infinity and gradient 0 where every term's energy is +Infinity.
 */
export function responsibleGradient(
  shares: Float64Array,
  values: readonly ValueAndGradient[],
  into: ValueAndGradient | undefined,
): ValueAndGradient {
  const energies = values.map((value) => value.energy);
  const rows = energies[0]!.length;
  const width = rows === 0 ? 0 : values[0]!.gradient.length / rows;
  const result = into ?? { energy: new Float64Array(rows), gradient: new Float64Array(rows * width) };
  const parts = new Float64Array(values.length);
  result.gradient.fill(0);
  for (let row = 0; row < rows; row++) {
    const highest = relativeParts(shares, energies, row, parts);
    const sum = sumOf(parts);
    result.energy[row] = sum === 0 ? Number.POSITIVE_INFINITY : -(highest + Math.log(sum));
    for (let t = 0; t < parts.length; t++) {
      if (parts[t] === 0) continue;
      const responsibility = parts[t]! / sum;
      const { gradient } = values[t]!;
      for (let i = row * width; i < (row + 1) * width; i++) result.gradient[i]! += responsibility * gradient[i]!;
    }
  }
  return result;
}

function sumOf(parts: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < parts.length; t++) sum += parts[t]!;
  return sum;
}

/** Writes each term's part of Σ wᵢ e^(−Eᵢ), relative to the largest, whose logarithm is given back; zeros where all are forbidden. */
function relativeParts(
  shares: Float64Array,
  energies: readonly Float64Array[],
  row: number,
  parts: Float64Array,
): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < parts.length; t++) highest = Math.max(highest, shares[t]! - energies[t]![row]!);
  for (let t = 0; t < parts.length; t++) {
    const exponent = shares[t]! - energies[t]![row]!;
    parts[t] = exponent === Number.NEGATIVE_INFINITY ? 0 : fastExp(exponent - highest);
  }
  return highest;
}

/** The mean of some energies; NaN for none. */
export function meanEnergy(energies: Float64Array, from = 0, to = energies.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += energies[i]!;
  return sum / (to - from);
}

/** A weight for each of so many rows. */
export function evenWeights(rowCount: number, weight = 1 / rowCount): Float64Array {
  return new Float64Array(rowCount).fill(weight);
}

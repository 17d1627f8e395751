/**
 * The last displacements and changes of gradient of every row, from which L-BFGS builds its directions. One ring of pairs a row,
 * all in flat arrays, so that a checkpoint holds them as they are.
 */
export interface CurvatureMemory {
  /** [rows, size, dimension] */
  readonly displacements: Float64Array;
  /** [rows, size, dimension] */
  readonly changes: Float64Array;
  /** Pairs that each row has ever taken in since it was cleared. [rows] */
  readonly counts: Float64Array;
}

/** A memory without pairs. */
export function emptyMemory(rowCount: number, size: number, dimension: number): CurvatureMemory {
  return {
    displacements: new Float64Array(rowCount * size * dimension),
    changes: new Float64Array(rowCount * size * dimension),
    counts: new Float64Array(rowCount),
  };
}

/**
 * Writes −H g into `direction`, H the inverse Hessian that the row's pairs make of a multiple of the identity: the two-loop
 * recursion. −g where there are no pairs.
 *
 * @param gradient - Of the row. [dimension]
 * @see Liu & Nocedal, Math. Program. 45, 503 (1989).
 */
export function lbfgsDirection(
  memory: CurvatureMemory,
  row: number,
  gradient: Float64Array,
  direction: Float64Array,
): void {
  const dimension = gradient.length;
  const size = memory.displacements.length / memory.counts.length / dimension;
  const count = memory.counts[row]!;
  const kept = Math.min(count, size);
  const offsetOf = (age: number): number => (row * size + ((count - 1 - age) % size)) * dimension;
  for (let i = 0; i < dimension; i++) direction[i] = -gradient[i]!;
  const shares = new Float64Array(kept);
  for (let age = 0; age < kept; age++) {
    const at = offsetOf(age);
    shares[age] = dotAt(memory.displacements, at, direction) / curvatureAt(memory, at, dimension);
    for (let i = 0; i < dimension; i++) direction[i]! -= shares[age]! * memory.changes[at + i]!;
  }
  if (kept > 0) {
    const at = offsetOf(0);
    const scale = curvatureAt(memory, at, dimension) / squareAt(memory.changes, at, dimension);
    for (let i = 0; i < dimension; i++) direction[i]! *= scale;
  }
  for (let age = kept - 1; age >= 0; age--) {
    const at = offsetOf(age);
    const back = dotAt(memory.changes, at, direction) / curvatureAt(memory, at, dimension);
    for (let i = 0; i < dimension; i++) direction[i]! += (shares[age]! - back) * memory.displacements[at + i]!;
  }
}

/** Curvature below this share of the lengths' product is rounding, not curvature. */
const leastCurvature = 1e-10;

/** Takes in a step of a row, unless the gradient fell along it: the directions would then lead uphill. */
export function remember(
  { displacements, changes, counts }: CurvatureMemory,
  row: number,
  displacement: Float64Array,
  change: Float64Array,
): void {
  const dimension = displacement.length;
  const curvature = dotAt(change, 0, displacement);
  const lengths = Math.sqrt(squareAt(change, 0, dimension) * squareAt(displacement, 0, dimension));
  if (!(curvature > leastCurvature * lengths)) return;
  const size = displacements.length / counts.length / dimension;
  const at = (row * size + (counts[row]! % size)) * dimension;
  displacements.set(displacement, at);
  changes.set(change, at);
  counts[row]!++;
}

function curvatureAt({ displacements, changes }: CurvatureMemory, at: number, dimension: number): number {
  let sum = 0;
  for (let i = at; i < at + dimension; i++) sum += displacements[i]! * changes[i]!;
  return sum;
}

function dotAt(values: Float64Array, at: number, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += values[at + i]! * vector[i]!;
  return sum;
}

function squareAt(values: Float64Array, at: number, dimension: number): number {
  let sum = 0;
  for (let i = at; i < at + dimension; i++) sum += values[i]! * values[i]!;
  return sum;
}

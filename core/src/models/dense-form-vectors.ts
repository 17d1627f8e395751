import { denseFormBinary } from '../numerics/dense-form-binary.js';
import { type WasmExports, wasmModule } from '../numerics/web-assembly.js';
import type { PointFunction } from './point-energy.js';

interface DenseFormExports extends WasmExports {
  fill(
    groups: number,
    dimension: number,
    panels: number,
    mean: number,
    points: number,
    gradient: number,
    energy: number,
  ): void;
}

const load = wasmModule<DenseFormExports>(denseFormBinary);

/** Points of a group, and rows of the matrix in a panel. */
const side = 4;
/** Coordinates of so many points stay in the nearest cache. */
const coordinatesAtOnce = 2048;
const doubleBytes = 8;

/** Whose matrix is in the module's memory. */
let holder: Float64Array | undefined;

/**
 * A quadratic form by the module core/assembly/dense-form.ts: the bits of `plainDenseForm`.
 *
 * @returns undefined where the host has no vectors, or where the matrix does not fit the module's memory (beyond some 350 dimensions).
 */
export function vectorDenseForm(mean: Float64Array, matrix: Float64Array): PointFunction | undefined {
  const module = load();
  if (module === undefined) return undefined;
  const memory = new Float64Array(module.memory.buffer);
  const dimension = mean.length;
  const panels = panelsOf(matrix, dimension);
  const pointsAtOnce = side * Math.max(1, Math.floor(coordinatesAtOnce / (side * dimension)));
  const meanAt = panels.length;
  // Panels come in fours, so that the vectors after the mean lie as well as they do.
  const pointsAt = meanAt + side * Math.ceil(dimension / side);
  const gradientAt = pointsAt + pointsAtOnce * dimension;
  const energyAt = gradientAt + pointsAtOnce * dimension + side;
  if (energyAt + pointsAtOnce > memory.length) return undefined;
  const [meanByte, pointsByte] = [meanAt * doubleBytes, pointsAt * doubleBytes];
  const [gradientByte, energyByte] = [gradientAt * doubleBytes, energyAt * doubleBytes];
  return (points, energy, gradient) => {
    if (holder !== panels) {
      memory.set(panels);
      memory.set(mean, meanAt);
      holder = panels;
    }
    for (let from = 0; from < energy.length; from += pointsAtOnce) {
      const size = Math.min(pointsAtOnce, energy.length - from);
      memory.set(points.subarray(from * dimension, (from + size) * dimension), pointsAt);
      module.fill(Math.ceil(size / side), dimension, 0, meanByte, pointsByte, gradientByte, energyByte);
      energy.set(memory.subarray(energyAt, energyAt + size), from);
      gradient?.set(memory.subarray(gradientAt, gradientAt + size * dimension), from * dimension);
    }
  };
}

/** The rows of a matrix in panels of four, number beside number: [⌈n / 4⌉, n, 4], padded with 0. */
function panelsOf(matrix: Float64Array, n: number): Float64Array {
  const panels = new Float64Array(side * n * Math.ceil(n / side));
  for (let i = 0; i < n; i++) {
    const first = (i - (i % side)) * n + (i % side);
    for (let j = 0; j < n; j++) panels[first + side * j] = matrix[i * n + j]!;
  }
  return panels;
}

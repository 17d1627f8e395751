import { standardDeviation } from '../numerics/statistics.js';

/**
 * How far points spread along each listed axis: the standard deviation about the mean, wherever the points lie.
 *
 * @param points - [rows, dimension], row-major.
 * @returns [axes.length]; where an axis never moved, the spread of the widest one, or 1.
 */
export function axisSpreads(points: Float64Array, dimension: number, axes: Int32Array): Float64Array {
  const rows = points.length / dimension;
  const spreads = Float64Array.from(axes, (axis) =>
    standardDeviation(Float64Array.from({ length: rows }, (_, row) => points[row * dimension + axis]!)),
  );
  const widest = spreads.reduce((most, spread) => Math.max(most, spread), 0) || 1;
  return spreads.map((spread) => (spread > 0 ? spread : widest));
}

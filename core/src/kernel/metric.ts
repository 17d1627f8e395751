/** How much of the covariance a kernel knows: nothing, the variance of each coordinate, or all of it. */
export type MetricKind = 'unit' | 'diagonal' | 'dense';

/**
 * The scales in which Hamiltonian kernels move, Σ = S Sᵀ (the inverse of their mass): S is 1, a diagonal of standard deviations,
 * or a Cholesky factor. The momentum is kept as q = Sᵀp: then q is standard normal whatever the metric, the kinetic energy is
 * ½|q|², and the equations of motion are ẋ = S q and q̇ = −Sᵀ β∇E(x). No matrix is ever solved for.
 */
export interface Metric {
  readonly kind: MetricKind;
  /** Of a chain: [dimension] of the diagonal, or [dimension, dimension] of a lower triangle; empty for 'unit'. */
  readonly scale: Float64Array;
  /** Numbers of `scale` a chain has to itself: 0 where all chains share one. */
  readonly stride: number;
}

export const unitMetric: Metric = { kind: 'unit', scale: new Float64Array(0), stride: 0 };

/** q ← q − factor · Sᵀ g for one row: `momentum` from `at` on, and `gradient` from `from` on. */
export function kick(
  { kind, scale, stride }: Metric,
  chain: number,
  dimension: number,
  momentum: Float64Array,
  at: number,
  gradient: Float64Array,
  from: number,
  factor: number,
): void {
  const base = chain * stride;
  if (kind === 'unit') {
    for (let j = 0; j < dimension; j++) momentum[at + j] = momentum[at + j]! - factor * gradient[from + j]!;
  } else if (kind === 'diagonal') {
    for (let j = 0; j < dimension; j++) {
      momentum[at + j] = momentum[at + j]! - factor * scale[base + j]! * gradient[from + j]!;
    }
  } else {
    for (let i = 0, k = base; i < dimension; i++, k += dimension) {
      const slope = factor * gradient[from + i]!;
      for (let j = 0; j <= i; j++) momentum[at + j] = momentum[at + j]! - scale[k + j]! * slope;
    }
  }
}

/** x′ = x + time · S q for one row, all of them from `at` on; x′ may be x. */
export function drift(
  { kind, scale, stride }: Metric,
  chain: number,
  dimension: number,
  from: Float64Array,
  momentum: Float64Array,
  to: Float64Array,
  at: number,
  time: number,
): void {
  const base = chain * stride;
  if (kind === 'unit') {
    for (let i = at; i < at + dimension; i++) to[i] = from[i]! + time * momentum[i]!;
  } else if (kind === 'diagonal') {
    for (let j = 0; j < dimension; j++) {
      to[at + j] = from[at + j]! + time * scale[base + j]! * momentum[at + j]!;
    }
  } else {
    for (let i = 0, k = base; i < dimension; i++, k += dimension) {
      let velocity = 0;
      for (let j = 0; j <= i; j++) velocity += scale[k + j]! * momentum[at + j]!;
      to[at + i] = from[at + i]! + time * velocity;
    }
  }
}

/**
 * A kick and the drift after it for one row, in one pass over its coordinates where the metric allows: q ← q − factor · Sᵀ g, then
 * x′ = x + time · S q. All arrays from `at` on.
 */
export function kickAndDrift(
  metric: Metric,
  chain: number,
  dimension: number,
  momentum: Float64Array,
  gradient: Float64Array,
  from: Float64Array,
  to: Float64Array,
  at: number,
  factor: number,
  time: number,
): void {
  const end = at + dimension;
  if (metric.kind === 'unit') {
    for (let i = at; i < end; i++) {
      const q = momentum[i]! - factor * gradient[i]!;
      momentum[i] = q;
      to[i] = from[i]! + time * q;
    }
  } else if (metric.kind === 'diagonal') {
    const { scale } = metric;
    for (let i = at, j = chain * metric.stride; i < end; i++, j++) {
      const q = momentum[i]! - factor * scale[j]! * gradient[i]!;
      momentum[i] = q;
      to[i] = from[i]! + time * scale[j]! * q;
    }
  } else {
    kick(metric, chain, dimension, momentum, at, gradient, at, factor);
    drift(metric, chain, dimension, from, momentum, to, at, time);
  }
}

/** ½|q|² of the row that starts at `at`. */
export function kineticEnergy(momentum: Float64Array, at: number, dimension: number): number {
  let sum = 0;
  for (let i = at; i < at + dimension; i++) sum += momentum[i]! * momentum[i]!;
  return 0.5 * sum;
}

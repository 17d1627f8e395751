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

/** Trajectories side by side. */
export interface Motion {
  readonly metric: Metric;
  readonly dimension: number;
  /** Time of a leap of each chain. */
  readonly times: Float64Array;
  /** The same times β. */
  readonly forces: Float64Array;
  /** q, [chains, dimension] */
  readonly momentum: Float64Array;
}

/**
 * A kick of `share` of a leap for all chains, and the drift after it: q ← q − share · ε β Sᵀ g, then x′ = x + ε S q.
 * All arrays are [chains, dimension].
 */
export function leapRows(
  motion: Motion,
  gradient: Float64Array,
  share: number,
  from: Float64Array,
  to: Float64Array,
): void {
  if (motion.metric.kind === 'unit') leapUnitRows(motion, gradient, share, from, to);
  else if (motion.metric.kind === 'diagonal') leapDiagonalRows(motion, gradient, share, from, to);
  else leapDenseRows(motion, gradient, share, from, to);
}

/** Four coordinates at a time, which is twice as fast as one by one: engines check bounds and interrupts once a turn. */
function leapUnitRows(
  { dimension, times, forces, momentum: q }: Motion,
  gradient: Float64Array,
  share: number,
  from: Float64Array,
  to: Float64Array,
): void {
  const whole = dimension - (dimension % 4);
  for (let row = 0, i = 0; row < times.length; row++) {
    const time = times[row]!;
    const force = share * forces[row]!;
    for (const end = i + whole; i < end; i += 4) {
      const q0 = q[i]! - force * gradient[i]!;
      const q1 = q[i + 1]! - force * gradient[i + 1]!;
      const q2 = q[i + 2]! - force * gradient[i + 2]!;
      const q3 = q[i + 3]! - force * gradient[i + 3]!;
      q[i] = q0;
      q[i + 1] = q1;
      q[i + 2] = q2;
      q[i + 3] = q3;
      to[i] = from[i]! + time * q0;
      to[i + 1] = from[i + 1]! + time * q1;
      to[i + 2] = from[i + 2]! + time * q2;
      to[i + 3] = from[i + 3]! + time * q3;
    }
    for (let j = whole; j < dimension; j++, i++) {
      q[i] = q[i]! - force * gradient[i]!;
      to[i] = from[i]! + time * q[i]!;
    }
  }
}

/** As {@link leapUnitRows}. */
function leapDiagonalRows(
  { metric: { scale, stride }, dimension, times, forces, momentum: q }: Motion,
  gradient: Float64Array,
  share: number,
  from: Float64Array,
  to: Float64Array,
): void {
  const whole = dimension - (dimension % 4);
  for (let row = 0, i = 0; row < times.length; row++) {
    const time = times[row]!;
    const force = share * forces[row]!;
    let k = row * stride;
    for (const end = i + whole; i < end; i += 4, k += 4) {
      const s0 = scale[k]!;
      const s1 = scale[k + 1]!;
      const s2 = scale[k + 2]!;
      const s3 = scale[k + 3]!;
      const q0 = q[i]! - force * s0 * gradient[i]!;
      const q1 = q[i + 1]! - force * s1 * gradient[i + 1]!;
      const q2 = q[i + 2]! - force * s2 * gradient[i + 2]!;
      const q3 = q[i + 3]! - force * s3 * gradient[i + 3]!;
      q[i] = q0;
      q[i + 1] = q1;
      q[i + 2] = q2;
      q[i + 3] = q3;
      to[i] = from[i]! + time * s0 * q0;
      to[i + 1] = from[i + 1]! + time * s1 * q1;
      to[i + 2] = from[i + 2]! + time * s2 * q2;
      to[i + 3] = from[i + 3]! + time * s3 * q3;
    }
    for (let j = whole; j < dimension; j++, i++, k++) {
      q[i] = q[i]! - force * scale[k]! * gradient[i]!;
      to[i] = from[i]! + time * scale[k]! * q[i]!;
    }
  }
}

function leapDenseRows(
  { metric, dimension, times, forces, momentum }: Motion,
  gradient: Float64Array,
  share: number,
  from: Float64Array,
  to: Float64Array,
): void {
  for (let row = 0, at = 0; row < times.length; row++, at += dimension) {
    kick(metric, row, dimension, momentum, at, gradient, at, share * forces[row]!);
    drift(metric, row, dimension, from, momentum, to, at, times[row]!);
  }
}

/** A kick of `share` of a leap for all chains. */
export function kickRows(
  { metric, dimension, times, forces, momentum }: Motion,
  gradient: Float64Array,
  share: number,
): void {
  for (let row = 0, at = 0; row < times.length; row++, at += dimension) {
    kick(metric, row, dimension, momentum, at, gradient, at, share * forces[row]!);
  }
}

/** ½|q|² of each row, [rows]. */
export function kineticEnergies(momentum: Float64Array, rowCount: number, dimension: number): Float64Array {
  const energies = new Float64Array(rowCount);
  for (let row = 0, i = 0; row < rowCount; row++) {
    let sum = 0;
    for (let j = 0; j < dimension; j++, i++) sum += momentum[i]! * momentum[i]!;
    energies[row] = 0.5 * sum;
  }
  return energies;
}

/** ½|q|² of the row that starts at `at`. */
export function kineticEnergy(momentum: Float64Array, at: number, dimension: number): number {
  let sum = 0;
  for (let i = at; i < at + dimension; i++) sum += momentum[i]! * momentum[i]!;
  return 0.5 * sum;
}

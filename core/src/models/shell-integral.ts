/**
 * ln ∫ e^(−(|x| − R)²/(2 σ²)) dx over ℝⁿ: the sphere's surface times ∫₀^∞ rⁿ⁻¹ e^(−(r − R)²/(2 σ²)) dr.
 *
 * @param radius - R ≥ 0. @param width - σ > 0.
 * @returns Within some n · 10⁻¹⁶ of it.
 */
export function logShellIntegral(dimension: number, radius: number, width: number): number {
  return logSphere(dimension) + logRadialMoment(dimension - 1, radius, width);
}

/** ln of the surface of the unit sphere, 2 π^(n/2) / Γ(n/2), by S(n+2) = 2π/n · S(n) from S(1) = 2 and S(2) = 2π. */
function logSphere(dimension: number): number {
  let sum = dimension % 2 === 1 ? Math.log(2) : Math.log(2 * Math.PI);
  for (let n = dimension % 2 === 1 ? 1 : 2; n < dimension; n += 2) sum += Math.log((2 * Math.PI) / n);
  return sum;
}

/**
 * ln of the m-th moment of a normal cut off at 0, by parts: Iₘ = R Iₘ₋₁ + (m − 1) σ² Iₘ₋₂, and I₁ = R I₀ + σ² e^(−R²/(2 σ²)).
 * All terms are positive, so nothing cancels; ratios of neighbours are kept, so nothing overflows.
 */
function logRadialMoment(m: number, radius: number, width: number): number {
  const t = radius / width;
  const zeroth = width * Math.sqrt(2 * Math.PI) * normalProbability(t);
  let sum = Math.log(zeroth);
  let ratio = radius + (width * width * Math.exp(-0.5 * t * t)) / zeroth;
  for (let order = 1; order <= m; order++) {
    sum += Math.log(ratio);
    ratio = radius + (order * width * width) / ratio;
  }
  return sum;
}

/**
 * Φ(t) for t ≥ 0, by its series ½ + φ(t) (t + t³/3 + t⁵/15 + …).
 * @see Marsaglia, J. Stat. Softw. 11, 4 (2004).
 */
function normalProbability(t: number): number {
  if (t > 9) return 1;
  let term = t;
  let sum = t;
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (t * t) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * t * t)) / Math.sqrt(2 * Math.PI);
}

const rootPi = Math.sqrt(Math.PI);

/**
 * erf x = 2/√π ∫₀ˣ e^(−t²) dt, to about 1e-15.
 * @see Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 7.1.6 and 7.1.14.
 */
export function erf(x: number): number {
  return Math.abs(x) < 2 ? erfSeries(x) : Math.sign(x) * (1 - erfcFraction(Math.abs(x)));
}

/** 1 − erf x, to about 1e-14 of itself also where it is small. */
export function erfc(x: number): number {
  if (Math.abs(x) < 1) return 1 - erfSeries(x);
  return x > 0 ? erfcFraction(x) : 2 - erfcFraction(-x);
}

/** 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!: all terms have one sign. For |x| < 3. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / rootPi) * Math.exp(-x * x) * sum;
}

/** e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from a depth where nothing changes any more. For x ≥ 1. */
function erfcFraction(x: number): number {
  if (x > 27.3) return 0; // Below the smallest number.
  const depth = Math.ceil(20 + 160 / (x * x));
  let tail = x;
  for (let k = depth; k > 0; k--) tail = x + k / 2 / tail;
  return Math.exp(-x * x) / (rootPi * tail);
}

/** A number with the range in which a run can be trusted. */
export interface CertificateCheck {
  /** 'R̂ of energy', 'divergent transitions'. */
  readonly name: string;
  /** NaN where it could not be computed; the check has then failed. */
  readonly value: number;
  /** Allowed range, ends included; ±Infinity for none. */
  readonly low: number;
  readonly high: number;
  readonly passed: boolean;
  /** What to do when it has failed: one sentence. */
  readonly advice: string;
}

/**
 * How well the chains know one quantity: the energy, a coordinate, a property. One that had the same value in all draws has the
 * deviation 0, and NaN for everything that the chains cannot tell of it.
 */
export interface QuantityDiagnostics {
  readonly quantity: string;
  readonly mean: number;
  /** Standard deviation of the draws. */
  readonly deviation: number;
  /** Monte Carlo standard error of the mean: deviation / √(effective sample size of the mean). */
  readonly standardError: number;
  readonly bulkSampleSize: number;
  readonly tailSampleSize: number;
  /** Rank-normalised split R̂, the larger of the plain and the folded; 1 for chains that agree. */
  readonly rHat: number;
  /** Integrated autocorrelation time in draws. */
  readonly autocorrelationTime: number;
}

/**
 * How far to trust draws of a sampler: every check with its limit, the diagnostics behind them, and what could not be checked.
 * Plain data: it stands in run.json, on the terminal and in the report. There NaN and absent limits are written as null, infinite
 * values as texts.
 */
export interface Certificate {
  /** 'failed' where a check failed; 'exact' where nothing was estimated; 'unchecked' where there was nothing to check. */
  readonly verdict: 'passed' | 'failed' | 'exact' | 'unchecked';
  readonly sampler: string;
  readonly chains: number;
  readonly drawsPerChain: number;
  readonly quantities: readonly QuantityDiagnostics[];
  readonly checks: readonly CertificateCheck[];
  /** Numbers without a limit: acceptance rate, step size, round trips, effective β with its interval. */
  readonly facts: readonly { readonly name: string; readonly value: number }[];
  /** What the numbers do not show: unknown partition functions of a mixture, a kernel's bias, an energy whose integral is not proved. */
  readonly remarks: readonly string[];
}

/** The verdict that checks add up to. */
export function verdictOf(checks: readonly CertificateCheck[]): Certificate['verdict'] {
  if (checks.length === 0) return 'unchecked';
  return checks.every(({ passed }) => passed) ? 'passed' : 'failed';
}

/** A check of a value against a range; NaN fails. */
export function check(name: string, value: number, low: number, high: number, advice: string): CertificateCheck {
  return { name, value, low, high, passed: value >= low && value <= high, advice };
}

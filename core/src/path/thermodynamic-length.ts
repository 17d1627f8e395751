/** What a place of the path costs: how fast it may be passed. */
export interface Friction {
  readonly place: number;
  /** Var(dU/dt) times the autocorrelation time of dU/dt, in stops of the chains; ≥ 0. */
  readonly friction: number;
}

/** Correlations above this are as good as 1 to a few chains. */
const greatestCorrelation = 0.98;

/**
 * The friction of a place from dU/dt of some chains before and after they moved there: the variance, times (1 + ρ) / (1 − ρ) of their
 * correlation ρ. Chains at forbidden states are left out; 0 where fewer than three are left.
 *
 * @see Sivak & Crooks, Phys. Rev. Lett. 108, 190602 (2012).
 */
export function frictionOf(before: Float64Array, after: Float64Array): number {
  let [count, meanBefore, meanAfter] = [0, 0, 0];
  const isKnown = (row: number): boolean => Number.isFinite(before[row]!) && Number.isFinite(after[row]!);
  for (let row = 0; row < after.length; row++) {
    if (!isKnown(row)) continue;
    count++;
    meanBefore += (before[row]! - meanBefore) / count;
    meanAfter += (after[row]! - meanAfter) / count;
  }
  let [spreadBefore, spreadAfter, together] = [0, 0, 0];
  for (let row = 0; row < after.length; row++) {
    if (!isKnown(row)) continue;
    const one = before[row]! - meanBefore;
    const other = after[row]! - meanAfter;
    spreadBefore += one * one;
    spreadAfter += other * other;
    together += one * other;
  }
  if (count < 3 || spreadAfter === 0) return 0;
  const correlation = spreadBefore === 0 ? 0 : together / Math.sqrt(spreadBefore * spreadAfter);
  const kept = Math.min(greatestCorrelation, Math.max(0, correlation));
  return (spreadAfter / (count - 1)) * ((1 + kept) / (1 - kept));
}

/** Places on either side over which a friction is averaged: a few chains know it to some ten percent each. */
const smoothing = 2;

/**
 * Places 0 … 1 of a path such that half of them lie at equal distances of the thermodynamic length ∫ √friction dt, along which
 * equal steps lose least work, and half as they were asked for before anything was known: none of their intervals gets more than
 * twice as wide.
 *
 * @param known - Ascending; the first at 0, the last at 1.
 * @returns [count + 1]
 * @see Crooks, Phys. Rev. Lett. 99, 100602 (2007); Sivak & Crooks, Phys. Rev. Lett. 108, 190602 (2012).
 */
export function placesByLength(known: readonly Friction[], count: number): Float64Array {
  const smooth = known.map((_, k) => Math.sqrt(meanFriction(known, k)));
  const length = new Float64Array(known.length);
  for (let k = 1; k < known.length; k++) {
    const width = known[k]!.place - known[k - 1]!.place;
    length[k] = length[k - 1]! + 0.5 * width * (smooth[k]! + smooth[k - 1]!);
  }
  const whole = length.at(-1)!;
  const last = known.length - 1;
  const share = length.map((value, k) => (whole > 0 ? 0.5 * (value / whole + k / last) : k / last));
  return Float64Array.from({ length: count + 1 }, (_, i) => placeAt(known, share, i / count));
}

function meanFriction(known: readonly Friction[], k: number): number {
  const near = known.slice(Math.max(0, k - smoothing), k + smoothing + 1);
  return near.reduce((sum, { friction }) => sum + friction, 0) / near.length;
}

/** Where the shares, ascending from 0 to 1, come to a wanted one: straight between the places. */
function placeAt(known: readonly Friction[], share: Float64Array, wanted: number): number {
  if (wanted >= 1) return 1;
  const after = share.findIndex((value) => value > wanted);
  const [low, high] = [share[after - 1]!, share[after]!];
  const [from, to] = [known[after - 1]!.place, known[after]!.place];
  return from + ((wanted - low) / (high - low)) * (to - from);
}

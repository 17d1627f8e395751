/**
 * Area under the curve of the mean of the best `count` scores against oracle calls, normalised by `calls`: PMO's `top_auc`.
 * The curve is taken every 100 calls and joined by straight lines from (0, 0); a run that ended early keeps its last value.
 *
 * @param scores - One per oracle call, in the order of the calls; all different molecules.
 * @see Gao, Fu, Sun & Coley, "Sample Efficiency Matters", NeurIPS Datasets and Benchmarks (2022).
 */
export function areaUnderTopCurve(scores, count, calls, interval = 100) {
  const best = [];
  let area = 0;
  let previous = 0;
  let called = 0;
  const extend = (to) => {
    for (let call = called; call < to; call++) insert(best, scores[call], count);
    const mean = meanOf(best);
    area += ((to - called) * (previous + mean)) / 2;
    previous = mean;
    called = to;
  };
  const last = Math.min(scores.length, calls);
  while (called + interval < last) extend(called + interval);
  extend(last);
  return (area + (calls - called) * previous) / calls;
}

/** Mean of the best `count` scores of all. */
export function topMean(scores, count) {
  const best = [];
  for (const score of scores) insert(best, score, count);
  return meanOf(best);
}

function insert(best, score, count) {
  if (best.length === count && score <= best[count - 1]) return;
  let place = best.length === count ? count - 1 : best.length;
  while (place > 0 && best[place - 1] < score) {
    best[place] = best[place - 1];
    place--;
  }
  best[place] = score;
}

function meanOf(values) {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

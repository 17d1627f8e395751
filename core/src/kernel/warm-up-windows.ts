/** Steps of a warm-up in which scales are learned: those after `begin`, in windows that end after the steps of `ends`. */
export interface WarmUpWindows {
  readonly begin: number;
  /** Ascending; none where the warm-up is too short to learn scales. */
  readonly ends: readonly number[];
}

const fewestSteps = 20;

/**
 * The windows of Stan: 75 steps to arrive and 50 at last for the step size alone; between them windows of 25, 50, 100 … steps,
 * each of which starts anew, and the last of which takes in the rest. A warm-up below 150 steps is shared out 15 % : 75 % : 10 %
 * with one window, and one below 20 tunes the step size only.
 *
 * @see Stan Reference Manual, "MCMC Sampling", automatic parameter tuning.
 */
export function warmUpWindows(stepCount: number): WarmUpWindows {
  if (stepCount < fewestSteps) return { begin: stepCount, ends: [] };
  const isShort = 75 + 25 + 50 > stepCount;
  const begin = isShort ? Math.floor(0.15 * stepCount) : 75;
  const last = stepCount - (isShort ? Math.floor(0.1 * stepCount) : 50);
  const ends: number[] = [];
  let width = isShort ? last - begin : 25;
  for (let end = begin; end < last; width *= 2) {
    end += width;
    // A window that would leave no room for the next, twice as wide, takes the rest.
    if (end + 2 * width > last) end = last;
    ends.push(end);
  }
  return { begin, ends };
}

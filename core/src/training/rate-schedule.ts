/** Which share of an optimiser's rate a step gets. Lengths are in steps. */
export type ScheduleSettings =
  | { readonly constant: { readonly warmUp: number } }
  | { readonly linear: { readonly warmUp: number; readonly end: number } }
  | { readonly cosine: { readonly warmUp: number; readonly end: number } }
  | { readonly steps: { readonly warmUp: number; readonly every: number; readonly factor: number } };

/**
 * The share of the rate at a step: it rises in equal steps to 1 during the warm-up, and then stays, falls along a line or half a
 * cosine to `end` at the last step, or is multiplied by `factor` after `every` steps.
 *
 * @param step - From 1 to `stepCount`.
 * @returns In [0, 1].
 * @see Loshchilov & Hutter, ICLR 2017, arXiv:1608.03983, for the cosine; Goyal et al., arXiv:1706.02677, for the warm-up.
 */
export function rateShare(settings: ScheduleSettings, step: number, stepCount: number): number {
  const { warmUp } = Object.values(settings)[0] as { readonly warmUp: number };
  if (step <= warmUp) return step / (warmUp + 1);
  const after = step - warmUp - 1;
  const done = Math.min(1, after / Math.max(1, stepCount - warmUp - 1));
  if ('linear' in settings) return 1 - (1 - settings.linear.end) * done;
  if ('cosine' in settings)
    return settings.cosine.end + (1 - settings.cosine.end) * 0.5 * (1 + Math.cos(Math.PI * done));
  if ('steps' in settings) return settings.steps.factor ** Math.floor(after / settings.steps.every);
  return 1;
}

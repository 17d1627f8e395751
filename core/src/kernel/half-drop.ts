/** β(E − E′)/2; −∞ to a value without a finite energy, and 0 from one. */
export function halfDrop(beta: number, from: number, to: number): number {
  if (!Number.isFinite(from)) return 0;
  return Number.isFinite(to) ? 0.5 * beta * (from - to) : Number.NEGATIVE_INFINITY;
}

/**
 * Whether every number is finite. One pass without branches: x · 0 is 0 for a finite x and NaN for all others, and four sums
 * side by side keep the adders busy.
 */
export function areFinite(values: Float64Array): boolean {
  const { length } = values;
  const whole = length - (length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += values[i]! * 0;
    b += values[i + 1]! * 0;
    c += values[i + 2]! * 0;
    d += values[i + 3]! * 0;
  }
  for (let i = whole; i < length; i++) a += values[i]! * 0;
  return a + b + c + d === 0;
}

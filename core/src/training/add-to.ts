/** into += scale · values, in place. */
export function addTo(into: Float64Array, values: Float64Array, scale = 1): void {
  for (let i = 0; i < values.length; i++) into[i]! += scale * values[i]!;
}

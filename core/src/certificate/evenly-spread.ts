/** Up to `count` of the indices, evenly spread over them, in their order; the first is among them. */
export function evenlySpread(indices: Int32Array, count: number): Int32Array {
  if (indices.length <= count) return indices;
  return Int32Array.from({ length: count }, (_, i) => indices[Math.floor((i * indices.length) / count)]!);
}

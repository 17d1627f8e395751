/**
 * The value of rank `rank` (0 for the least), found by putting it in its place: what is before it is then not greater, and what is
 * after it not less.
 *
 * @param values - Reordered; without NaN.
 * @param rank - In [0, values.length).
 * @remarks O(n) on average, O(n²) at worst.
 * @see Hoare, "Algorithm 65: Find", Commun. ACM 4, 321 (1961).
 */
export function orderStatistic(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[rank]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (pivot < values[j]!) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (j < rank) low = i;
    if (rank < i) high = j;
  }
  return values[rank]!;
}

/**
 * Front of every point, 0 for points that no other dominates: a dominates b if a is nowhere larger and somewhere smaller.
 * Equal points share a front.
 *
 * @param points - Shape [n, m], row-major; smaller is better in every objective. No NaN.
 * @param m - Objectives, ≥ 1.
 * @remarks Points are taken in lexicographic order, so a point is only compared with the fronts so far: O(m n √n) is typical,
 * O(m n²) the worst; O(n log n) for two objectives.
 * @see Zhang, Tian, Cheng & Jin, IEEE Trans. Evol. Comput. 19, 201 (2015): efficient non-dominated sort, binary search.
 */
export function nondominatedFronts(points: Float64Array, m: number): Int32Array {
  const n = points.length / m;
  const front = new Int32Array(n);
  const members: number[][] = [];
  for (const row of lexicographicOrder(points, m)) {
    let low = 0;
    let high = members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isDominated(points, m, row, members[middle]!)) low = middle + 1;
      else high = middle;
    }
    front[row] = low;
    if (low === members.length) members.push([]);
    members[low]!.push(row);
  }
  return front;
}

function lexicographicOrder(points: Float64Array, m: number): Int32Array {
  const order = Int32Array.from({ length: points.length / m }, (_, row) => row);
  return order.sort((a, b) => {
    for (let k = 0; k < m; k++) {
      const x = points[a * m + k]!;
      const y = points[b * m + k]!;
      if (x !== y) return x < y ? -1 : 1;
    }
    return a - b;
  });
}

/** Members were added in lexicographic order: the last is the likeliest to dominate, and for two objectives the only one that can. */
function isDominated(points: Float64Array, m: number, row: number, members: readonly number[]): boolean {
  if (m === 2) return dominates(points, m, members[members.length - 1]!, row);
  for (let i = members.length - 1; i >= 0; i--) if (dominates(points, m, members[i]!, row)) return true;
  return false;
}

function dominates(points: Float64Array, m: number, a: number, b: number): boolean {
  let smaller = false;
  for (let k = 0; k < m; k++) {
    const x = points[a * m + k]!;
    const y = points[b * m + k]!;
    if (x > y) return false;
    if (x < y) smaller = true;
  }
  return smaller;
}

/**
 * Crowding distance of the points of one front: the sum over objectives of the gap between a point's neighbours, relative to
 * the front's range; +Infinity at the ends. Larger stands more alone.
 *
 * @param rows - Rows of `points` that form the front.
 * @returns One distance per entry of `rows`.
 * @see Deb, Pratap, Agarwal & Meyarivan, IEEE Trans. Evol. Comput. 6, 182 (2002).
 */
export function crowdingDistances(points: Float64Array, m: number, rows: readonly number[]): Float64Array {
  const distance = new Float64Array(rows.length);
  for (let k = 0; k < m; k++) {
    const at = (i: number): number => points[rows[i]! * m + k]!;
    const order = Array.from(rows.keys()).sort((a, b) => at(a) - at(b) || a - b);
    const range = at(order[order.length - 1]!) - at(order[0]!);
    distance[order[0]!] = Number.POSITIVE_INFINITY;
    distance[order[order.length - 1]!] = Number.POSITIVE_INFINITY;
    if (!(range > 0 && range < Number.POSITIVE_INFINITY)) continue;
    for (let i = 1; i + 1 < order.length; i++) distance[order[i]!]! += (at(order[i + 1]!) - at(order[i - 1]!)) / range;
  }
  return distance;
}

/** From and to, of a stretch of an axis. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Whether the energy forbids a place. */
export function isForbidden(energy: number): boolean {
  return energy === Number.POSITIVE_INFINITY;
}

/** Stretches of an axis that are forbidden, each up to the middle between the last place of either kind. @param x - Ascending. */
export function forbiddenStretches(x: Float64Array, energy: Float64Array): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let i = 0; i < x.length; i++) {
    if (!isForbidden(energy[i]!)) continue;
    const first = i;
    while (i + 1 < x.length && isForbidden(energy[i + 1]!)) i++;
    stretches.push({ from: middle(x, first - 1, first), to: middle(x, i, i + 1) });
  }
  return stretches;
}

function middle(x: Float64Array, before: number, after: number): number {
  return ((x[before] ?? x[after]!) + (x[after] ?? x[before]!)) / 2;
}

/**
 * Values over a grid with those beside a wall carried on into it by one place, so that what is painted reaches up to the wall.
 *
 * @param values - Row by row. @param energy - Of the same places. @returns Others stay as they are.
 */
export function carriedIntoWalls(values: Float64Array, energy: Float64Array, columns: number): Float64Array {
  const carried = values.slice();
  for (let i = 0; i < values.length; i++) {
    if (isForbidden(energy[i]!)) carried[i] = greatestBeside(values, energy, columns, i) ?? values[i]!;
  }
  return carried;
}

/** Of the allowed ones among the eight places around a place; undefined for none. */
function greatestBeside(
  values: Float64Array,
  energy: Float64Array,
  columns: number,
  place: number,
): number | undefined {
  let greatest: number | undefined;
  const column = place % columns;
  for (const down of [-columns, 0, columns]) {
    for (const right of [-1, 0, 1]) {
      const beside = place + down + right;
      if (column + right < 0 || column + right >= columns || beside < 0 || beside >= values.length) continue;
      if (isForbidden(energy[beside]!)) continue;
      greatest = Math.max(greatest ?? values[beside]!, values[beside]!);
    }
  }
  return greatest;
}

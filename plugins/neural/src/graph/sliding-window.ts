/** How windows slide along one spatial axis: tap k of position p lies at p·stride + k·dilation − padBegin. */
export interface WindowAxis {
  /** Elements of the axis that windows slide over. */
  readonly length: number;
  /** Places of the window. */
  readonly positions: number;
  /** Elements that a window sees. */
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Elements that are thought before the first one, and after the last. */
  readonly padBegin: number;
  readonly padEnd: number;
}

/** From the first tap to the last, both counted. */
export function windowExtent({ taps, dilation }: Pick<WindowAxis, 'taps' | 'dilation'>): number {
  return (taps - 1) * dilation + 1;
}

/** From the first tap of the first position to the last tap of the last. */
export function windowSpan(axis: WindowAxis): number {
  return (axis.positions - 1) * axis.stride + windowExtent(axis);
}

/**
 * Where each tap of each position lies, for all spatial axes together, flat and row-major.
 *
 * @returns Shape [positions, taps], products over the axes; −1 where a tap lies in the padding.
 */
export function windowTable(axes: readonly WindowAxis[]): Int32Array {
  let table: Int32Array = Int32Array.of(0);
  let positions = 1;
  let taps = 1;
  for (const axis of axes) {
    table = extended(table, positions, taps, axis);
    positions *= axis.positions;
    taps *= axis.taps;
  }
  return table;
}

function extended(table: Int32Array, positions: number, taps: number, axis: WindowAxis): Int32Array {
  const next = new Int32Array(table.length * axis.positions * axis.taps);
  let entry = 0;
  for (let p = 0; p < positions; p++) {
    for (let q = 0; q < axis.positions; q++) {
      for (let k = 0; k < taps; k++) {
        const before = table[p * taps + k]!;
        for (let l = 0; l < axis.taps; l++) {
          const place = q * axis.stride + l * axis.dilation - axis.padBegin;
          const inside = before >= 0 && place >= 0 && place < axis.length;
          next[entry++] = inside ? before * axis.length + place : -1;
        }
      }
    }
  }
  return next;
}

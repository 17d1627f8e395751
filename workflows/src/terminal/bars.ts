const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const heights = '▁▂▃▄▅▆▇█';

/**
 * A bar of `width` cells, filled to an eighth of a cell.
 * @param fraction - 0…1; values outside are cut.
 */
export function progressBar(fraction: number, width: number): { readonly filled: string; readonly rest: string } {
  const filledEighths = Math.round(Math.min(1, Math.max(0, fraction)) * width * 8);
  const filled = '█'.repeat(Math.floor(filledEighths / 8)) + (eighths[filledEighths % 8] ?? '');
  return { filled, rest: '░'.repeat(width - filled.length) };
}

/** Counts as a row of columns, one cell each, the largest full; an empty bin is a blank, so that gaps show. */
export function histogramLine(counts: ArrayLike<number>): string {
  const largest = Math.max(1, ...Array.from(counts));
  return Array.from(counts, (count) =>
    count === 0 ? ' ' : (heights[Math.ceil((count / largest) * 8) - 1] ?? ' '),
  ).join('');
}

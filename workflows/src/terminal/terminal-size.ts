/** Width used where neither a terminal nor COLUMNS tells one. */
const defaultColumns = 120;

interface Measured {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Cells in a line of what `stream` writes to: COLUMNS where it is set, but never more than the terminal has.
 * @returns At least 20.
 */
export function columnsOf(stream: Measured, env: Readonly<Record<string, string | undefined>> = process.env): number {
  const asked = Number.parseInt(env.COLUMNS ?? '', 10);
  const has = stream.isTTY === true && stream.columns !== undefined && stream.columns > 0 ? stream.columns : undefined;
  if (asked > 0) return Math.max(20, Math.min(asked, has ?? asked));
  return Math.max(20, has ?? defaultColumns);
}

/** Whether lines on `stream` can be drawn over. */
export function canRedraw(stream: Measured, env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb';
}

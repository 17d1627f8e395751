import { type Dimension, type RowMultiple, rows } from '../graph/dimension.js';

/** How a length that follows the rows is named in files: 'rows', '3*rows'. */
export function rowsParameter({ multiple }: RowMultiple): string {
  return multiple === 1 ? 'rows' : `${multiple}*rows`;
}

/** The length of such a name; undefined of any other name. */
export function lengthOfParameter(parameter: string): Dimension | undefined {
  if (parameter === 'rows') return rows;
  const [, multiple] = /^([1-9]\d{0,8})\*rows$/.exec(parameter) ?? [];
  return multiple === undefined ? undefined : { multiple: Number(multiple) };
}

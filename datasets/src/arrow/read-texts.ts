import type { TextLayout } from './arrow-field.js';
import type { BatchBody } from './batch-body.js';
import { numberArray } from './numbers.js';
import { decodeTexts } from './texts.js';
import { readViewTexts } from './view-texts.js';

/** Where a column's buffers are: the number of the first (its validity), and how many hold long view texts. */
export interface ColumnPlace {
  readonly region: number;
  readonly longTextRegions: number;
}

/** Rows `start` … `start + count` of a record batch. */
export interface RowWindow {
  readonly start: number;
  readonly count: number;
}

/**
 * Texts of some rows of a column, null where `valid` is 0.
 *
 * @throws {ColumnFault | RangeError} damaged offsets, or text that is not UTF-8.
 */
export async function readTexts(
  body: BatchBody,
  layout: TextLayout,
  place: ColumnPlace,
  { start, count }: RowWindow,
  valid: Uint8Array | undefined,
): Promise<(string | null)[]> {
  if (count === 0) return [];
  return layout.kind === 'text'
    ? readOffsetTexts(body, layout.offsetBytes, place.region, start, count, valid)
    : readViewTexts(body, place, start, count, valid);
}

async function readOffsetTexts(
  body: BatchBody,
  offsetBytes: 4 | 8,
  region: number,
  start: number,
  count: number,
  valid: Uint8Array | undefined,
) {
  const bytes = await body.read(region + 1, start * offsetBytes, (count + 1) * offsetBytes);
  const offsets =
    offsetBytes === 4 ? numberArray('int32', bytes) : Float64Array.from(numberArray('int64', bytes), Number);
  const first = offsets[0]!;
  const last = offsets[count]!;
  if (!(first >= 0 && last >= first)) throw new RangeError(`its texts claim bytes ${first} to ${last}`);
  const values = await body.read(region + 2, first, last - first);
  return decodeTexts(values, first === 0 ? offsets : offsets.map((offset) => offset - first), valid);
}

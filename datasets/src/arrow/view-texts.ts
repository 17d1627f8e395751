import type { BatchBody } from './batch-body.js';
import { ColumnFault } from './column-fault.js';
import { decodeTexts } from './texts.js';

const viewBytes = 16;
const inlineBytes = 12;
/** The texts of one batch of rows lie close together in any sane file. */
const largestSpan = 256 * 1024 * 1024;

interface Span {
  from: number;
  to: number;
}

/**
 * View texts: 16 bytes a row, the length first; texts of up to 12 bytes follow in place, longer ones say in which buffer
 * (at byte 8) and where in it (at byte 12) they lie.
 *
 * @throws {ColumnFault | RangeError} views that point nowhere, or text that is not UTF-8.
 */
export async function readViewTexts(
  body: BatchBody,
  place: { readonly region: number; readonly longTextRegions: number },
  start: number,
  count: number,
  valid: Uint8Array | undefined,
): Promise<(string | null)[]> {
  const bytes = await body.read(place.region + 1, start * viewBytes, count * viewBytes);
  const views = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const spans = spansOfLongTexts(views, count, place.longTextRegions, valid);
  const long = await Promise.all(spans.map((span, index) => readSpan(body, place.region + 2 + index, span)));
  return Array.from({ length: count }, (_, row) => {
    if (valid?.[row] === 0) return null;
    const text = viewOf(views, row, spans, long);
    try {
      return decodeTexts(text, Int32Array.of(0, text.length), undefined)[0]!;
    } catch (fault) {
      throw fault instanceof ColumnFault ? new ColumnFault(row, fault.message) : fault;
    }
  });
}

function viewOf(views: DataView, row: number, spans: readonly Span[], long: readonly Uint8Array[]): Uint8Array {
  const at = row * viewBytes;
  const length = views.getInt32(at, true);
  if (length <= inlineBytes) return new Uint8Array(views.buffer, views.byteOffset + at + 4, length);
  const region = views.getInt32(at + 8, true);
  const begin = views.getInt32(at + 12, true) - spans[region]!.from;
  return long[region]!.subarray(begin, begin + length);
}

function spansOfLongTexts(views: DataView, count: number, regions: number, valid: Uint8Array | undefined): Span[] {
  const spans: Span[] = Array.from({ length: regions }, () => ({ from: Number.POSITIVE_INFINITY, to: 0 }));
  for (let row = 0; row < count; row++) {
    const length = views.getInt32(row * viewBytes, true);
    if (valid?.[row] === 0) continue;
    if (length < 0) throw new ColumnFault(row, `its text claims ${length} bytes`);
    if (length <= inlineBytes) continue;
    const span = spans[views.getInt32(row * viewBytes + 8, true)];
    if (span === undefined) throw new ColumnFault(row, 'its text lies in a buffer that is not there');
    const begin = views.getInt32(row * viewBytes + 12, true);
    span.from = Math.min(span.from, begin);
    span.to = Math.max(span.to, begin + length);
  }
  return spans;
}

function readSpan(body: BatchBody, region: number, { from, to }: Span): Uint8Array | Promise<Uint8Array> {
  if (to === 0) return new Uint8Array(0);
  if (to - from > largestSpan)
    throw new RangeError(`the texts of one batch of rows are spread over ${to - from} bytes`);
  return body.read(region, from, to - from);
}

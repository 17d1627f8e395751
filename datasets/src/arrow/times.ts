import type { TimeUnit } from './arrow-field.js';
import { ColumnFault } from './column-fault.js';

const perSecond: Readonly<Record<TimeUnit, { readonly count: bigint; readonly digits: number }>> = {
  second: { count: 1n, digits: 0 },
  millisecond: { count: 1_000n, digits: 3 },
  microsecond: { count: 1_000_000n, digits: 6 },
  nanosecond: { count: 1_000_000_000n, digits: 9 },
};
/** What a Date reaches on either side of 1970, in seconds. */
const lastSecond = 8_640_000_000_000n;

/**
 * Timestamps as ISO 8601 text with all digits of their unit: '2024-02-29T12:00:00.250'. A 'Z' is added where the column has a time
 * zone, because Arrow then stores UTC; without one the text is local time of nobody knows where, and says so by having none.
 *
 * @throws {ColumnFault} a time that Date cannot hold, beyond ±271 821 years.
 */
export function timestampTexts(times: BigInt64Array, unit: TimeUnit, zoned: boolean, valid: Uint8Array | undefined) {
  const { count, digits } = perSecond[unit];
  return Array.from(times, (time, row) => {
    if (valid?.[row] === 0) return null;
    const fraction = ((time % count) + count) % count;
    const text = secondText((time - fraction) / count, row);
    const decimals = digits === 0 ? '' : `.${String(fraction).padStart(digits, '0')}`;
    return `${text}${decimals}${zoned ? 'Z' : ''}`;
  });
}

/** Days since 1970 as ISO 8601 text: '2024-02-29'. */
export function dayTexts(days: Int32Array, valid: Uint8Array | undefined): (string | null)[] {
  return Array.from(days, (day, row) =>
    valid?.[row] === 0 ? null : secondText(BigInt(day) * 86_400n, row).slice(0, -'T00:00:00'.length),
  );
}

function secondText(second: bigint, row: number): string {
  if (second > lastSecond || second < -lastSecond)
    throw new ColumnFault(row, 'its time is beyond what a date can hold');
  return new Date(Number(second) * 1000).toISOString().slice(0, -'.000Z'.length);
}

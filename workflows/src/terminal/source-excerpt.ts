import type { SourcePosition } from '@basin/core';
import type { Paint } from './paint.js';
import { cutToWidth, displayWidth, printable } from './text-width.js';

/** A value ends here, for the mark under it. */
const endOfValue = /[\s,\]}]|:(?=\s|$)|$/;

/**
 * The line that a position points at, with a mark under the place:
 *
 * ```
 *   12 │   molecules/logp: {}
 *      │   ^^^^^^^^^^^^^^
 * ```
 *
 * @param source - The whole text of the file.
 * @returns No lines where the file has no such line.
 */
export function sourceExcerpt(source: string, { line, column }: SourcePosition, width: number, paint: Paint): string[] {
  const text = source.split(/\r\n|\n|\r/)[line - 1];
  if (text === undefined) return [];
  const number = String(line).padStart(5);
  const room = Math.max(10, width - number.length - 3);
  const before = text.slice(0, column - 1);
  const value = text.slice(column - 1);
  const length = Math.max(1, value.search(endOfValue));
  const shift = firstShown(printable(before), displayWidth(printable(value.slice(0, length))), room);
  const shown = (shift > 0 ? '…' : '') + printable(text).slice(shift > 0 ? shift + 1 : 0);
  const marked = displayWidth(printable(before)) - shift;
  const carets = '^'.repeat(Math.max(1, Math.min(displayWidth(printable(value.slice(0, length))), room - marked)));
  return [
    `${paint('dim', `${number} │`)} ${cutToWidth(shown, room)}`,
    `${paint('dim', `${' '.repeat(number.length)} │`)} ${' '.repeat(marked)}${paint(['bold', 'red'], carets)}`,
  ];
}

/** How many characters of a long line to leave out, so that the marked value stands in the window. */
function firstShown(before: string, length: number, room: number): number {
  const end = displayWidth(before) + Math.min(length, room >> 1);
  // One cell more, for the '…' behind it.
  return end <= room ? 0 : end + 1 - room;
}

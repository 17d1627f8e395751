import type { Place } from './source-places.js';

/** The text of a key with its value, from the beginning of the key's line, without the indentation that its lines share. */
export function sourceText(text: string, place: Place | undefined): string {
  if (place === undefined || place.end <= place.start) return '';
  const start = lineStart(text, place);
  const lines = text.slice(start, place.end).trimEnd().split(/\r?\n/);
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join('\n');
}

/** Beginning of the key's line; of the key itself where something stands before it. */
function lineStart(text: string, { key, start }: Place): number {
  if (key === undefined) return start;
  let at = 0;
  for (let line = 1; line < key.line; line++) at = text.indexOf('\n', at) + 1;
  const keyStart = at + key.column - 1;
  return text.slice(at, keyStart).trim() === '' ? at : keyStart;
}

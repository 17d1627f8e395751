import type { Drawing } from './state-space.js';

/** Two values: paper and ink. */
const twoColours = ['#e8e4d8', '#1f3a5f'];

/**
 * Colours that people with colour-blindness tell apart.
 * @see Okabe & Ito, "Color universal design" (2008).
 */
const manyColours = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7', '#000000'];

/** A state laid out in rows of squares, one colour a value. */
export interface SitePicture {
  /** Values, row by row. */
  readonly sites: Uint8Array;
  /** Squares in a row. */
  readonly columns: number;
  readonly valueCount: number;
}

/**
 * An SVG of coloured squares as large as fits into `size`. One path a value, made of runs: a lattice of 64 × 64 takes some 20 kB.
 */
export function drawSites(
  { sites, columns, valueCount }: SitePicture,
  alt: string,
  size: { readonly width: number; readonly height: number },
): Drawing {
  const rows = Math.ceil(sites.length / columns);
  const paths = Array.from({ length: valueCount }, (_, value) => {
    const runs = runsOf(sites, columns, value);
    return runs === '' ? '' : `<path fill="${colourOf(value, valueCount)}" d="${runs}"/>`;
  }).join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped(alt)}" width="${size.width}" ` +
    `height="${size.height}" viewBox="0 0 ${columns} ${rows}" shape-rendering="crispEdges">${paths}</svg>`;
  return { svg, alt };
}

/** Squares in a row so that a string of sites fills a picture of these proportions. */
export function wrappedColumns(
  siteCount: number,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  return Math.max(1, Math.min(siteCount, Math.ceil(Math.sqrt((siteCount * width) / Math.max(1, height)))));
}

function runsOf(sites: Uint8Array, columns: number, value: number): string {
  let path = '';
  for (let start = 0; start < sites.length; start += columns) {
    const end = Math.min(start + columns, sites.length);
    for (let i = start; i < end; ) {
      const first = i;
      while (i < end && sites[i] === value) i++;
      if (i > first) path += `M${first - start} ${start / columns}h${i - first}v1h-${i - first}z`;
      else i++;
    }
  }
  return path;
}

function colourOf(value: number, valueCount: number): string {
  if (valueCount <= 2) return twoColours[value]!;
  // By the golden angle neighbouring hues stay apart, however many there are.
  return manyColours[value] ?? `hsl(${Math.round((value * 137.508) % 360)} 60% 55%)`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

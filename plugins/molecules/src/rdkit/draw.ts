import type { Mol } from '@rdkit/rdkit';
import { type Rdkit, withMolecule } from './rdkit-module.js';

/** How molecules are drawn. */
export interface DrawingOptions {
  /** CSS pixels. Default 240. */
  readonly width?: number;
  /** CSS pixels. Default 180. */
  readonly height?: number;
  /** SMARTS: every atom and bond of every match is highlighted. */
  readonly highlight?: string;
}

/** A function that draws one SMILES after another, or why the options cannot be used. */
export type Draw = (smiles: string, receive: (svg: string) => void) => string | undefined;

/**
 * A drawer of SVG elements for inline use: transparent, without header, ids, classes or script; black follows the
 * colour of the text around. The query of the highlight is compiled once and lives as long as the instance.
 *
 * @returns The drawer, or the reason why `highlight` is no SMARTS.
 */
export function createDraw(rdkit: Rdkit, options: DrawingOptions): Draw | string {
  const { width = 240, height = 180, highlight } = options;
  if (highlight !== undefined && highlight.length > longestHighlight) {
    return `a highlight of ${highlight.length} characters; at most ${longestHighlight} are allowed`;
  }
  const query = highlight === undefined ? null : rdkit.module.get_qmol(highlight);
  if (highlight !== undefined && query === null) return `highlight '${highlight}' is no SMARTS that RDKit reads`;
  const details = { width, height, clearBackground: false, legend: '' };
  return (smiles, receive) =>
    withMolecule(rdkit, smiles, (molecule) => {
      const marked = query === null ? details : { ...details, ...matchedParts(molecule, query) };
      receive(inlineSvg(molecule.get_svg_with_highlights(JSON.stringify(marked)), width, height));
    });
}

/** Characters; nested far deeper, a SMARTS overflows RDKit's stack. */
const longestHighlight = 500;

interface MatchedParts {
  readonly atoms: readonly number[];
  readonly bonds: readonly number[];
}

function matchedParts(molecule: Mol, query: Mol): MatchedParts {
  // RDKit's format: a list of matches, or {} where there is none.
  const matches = JSON.parse(molecule.get_substruct_matches(query)) as MatchedParts[] | Record<string, never>;
  if (!Array.isArray(matches)) return { atoms: [], bonds: [] };
  return {
    atoms: [...new Set(matches.flatMap((match) => match.atoms))],
    bonds: [...new Set(matches.flatMap((match) => match.bonds ?? []))],
  };
}

const endOfHeader = '<!-- END OF HEADER -->';

/** Strips RDKit's page header, the class of every part, and what only repeats SVG's defaults: about half of the text. */
function inlineSvg(svg: string, width: number, height: number): string {
  const body = svg
    .slice(svg.indexOf(endOfHeader) + endOfHeader.length)
    .replace(/ class='[^']*'/g, '')
    .replace(/fill-rule:evenodd;|stroke-linecap:butt;|stroke-linejoin:miter;|(?:stroke|fill)-opacity:1(?![.\d]);?/g, '')
    .replace(/#000000/g, 'currentColor')
    .replace(/\s+/g, ' ');
  return `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}' viewBox='0 0 ${width} ${height}'>${body.trim()}`;
}

import { beforeAll, describe, expect, it } from 'vitest';
import { createDraw, type Draw, type DrawingOptions } from './draw.js';
import { loadRdkit, type Rdkit } from './rdkit-module.js';

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

function svgOf(smiles: string, options: DrawingOptions = {}): string {
  let svg = '';
  (createDraw(rdkit, options) as Draw)(smiles, (drawn) => {
    svg = drawn;
  });
  return svg;
}

describe('createDraw', () => {
  it('draws a bare element of the asked size', () => {
    const svg = svgOf('CC(=O)Oc1ccccc1C(=O)O', { width: 200, height: 150 });
    expect(svg).toMatch(
      /^<svg xmlns='http:\/\/www\.w3\.org\/2000\/svg' width='200' height='150' viewBox='0 0 200 150'>/,
    );
    expect(svg).toMatch(/<\/svg>$/);
    expect(svg).not.toMatch(/<\?xml|<!--|\bid=|\bclass=|<rect|<script/);
  });

  it('draws one line or more for every bond', () => {
    expect(svgOf('CCCC').match(/<path d='M/g)!.length).toBeGreaterThanOrEqual(3);
  });

  it('highlights the atoms of every match, and none without a match', () => {
    const circles = (svg: string) => svg.match(/<ellipse/g)?.length ?? 0;
    expect(circles(svgOf('Cc1ccccc1'))).toBe(0);
    expect(circles(svgOf('Cc1ccccc1', { highlight: 'c' }))).toBe(6);
    expect(circles(svgOf('Cc1ccccc1', { highlight: '[#8]' }))).toBe(0);
  });

  it('gives the reason for a highlight that is no SMARTS', () => {
    expect(createDraw(rdkit, { highlight: 'c1(' })).toContain("'c1(' is no SMARTS");
    expect(createDraw(rdkit, { highlight: 'C'.repeat(501) })).toContain('501 characters');
  });
});

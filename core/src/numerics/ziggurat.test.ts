import { expect, it } from 'vitest';
import { layerCount, normalTail, tailStart, ziggurat } from './ziggurat.js';

const { edges, heights, area } = ziggurat;

it('has the tail and the area that Marsaglia & Tsang give for 256 layers', () => {
  expect(area).toBeCloseTo(0.00492867323399, 12);
  // Q(3.65…) from Φ of an independent program: 0.5 erfc(3.6541528853610088 / √2), Python math.erfc.
  expect(normalTail(tailStart) / Math.sqrt(2 * Math.PI)).toBeCloseTo(0.00012901624382695065, 15);
});

it('closes: the last layer ends at the top of the density', () => {
  const below = edges[layerCount - 1]!;
  expect(heights[layerCount - 1]! + area / below).toBeCloseTo(1, 8);
});

it('has layers of one area', () => {
  for (let layer = 1; layer < layerCount - 1; layer++) {
    expect(edges[layer]! * (heights[layer + 1]! - heights[layer]!)).toBeCloseTo(area, 14);
    expect(edges[layer + 1]).toBeLessThan(edges[layer]!);
  }
});

/** Layers of equal area under exp(−x²/2), x ≥ 0; a power of two, so that eight random bits choose one. */
export const layerCount = 256;

/** Where the lowest layer's rectangle ends and the tail begins: the r of Marsaglia & Tsang's table for 256 layers. */
export const tailStart = 3.6541528853610088;

/** The layers of the ziggurat for the standard normal. Layer 0 is the lowest, and holds the tail. */
export interface Ziggurat {
  /** Right edge of each layer, and 0 after the last; edge 0 is the width that gives layer 0 the common area. [257] */
  readonly edges: Float64Array;
  /** exp(−x²/2) at each edge; [0] is unused. [257] */
  readonly heights: Float64Array;
  /** Area of a layer. */
  readonly area: number;
}

const density = (x: number): number => Math.exp(-0.5 * x * x);

/**
 * ∫ₓ^∞ exp(−t²/2) dt by Laplace's continued fraction, to full precision for x > 3.
 * @see Abramowitz & Stegun 26.2.14.
 */
export function normalTail(x: number): number {
  let fraction = x;
  for (let term = 100; term >= 1; term--) fraction = x + term / fraction;
  return density(x) / fraction;
}

/** Builds the tables: each edge follows from the one below because all layers have the same area. */
function buildZiggurat(): Ziggurat {
  const area = tailStart * density(tailStart) + normalTail(tailStart);
  const edges = new Float64Array(layerCount + 1);
  edges[0] = area / density(tailStart);
  edges[1] = tailStart;
  for (let layer = 2; layer < layerCount; layer++) {
    const below = edges[layer - 1]!;
    edges[layer] = Math.sqrt(-2 * Math.log(density(below) + area / below));
  }
  return { edges, heights: edges.map(density), area };
}

/**
 * The tables of the ziggurat method for normals.
 * @see Marsaglia & Tsang, J. Stat. Softw. 5(8), 1 (2000). The layer and the abscissa use different random bits, after Doornik,
 *   "An improved ziggurat method to generate normal random samples" (2005).
 */
export const ziggurat: Ziggurat = buildZiggurat();

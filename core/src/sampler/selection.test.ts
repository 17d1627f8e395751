import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { logQuantileSelection, proportionalSelection, type Selection, tournamentSelection } from './selection.js';

const infinity = Number.POSITIVE_INFINITY;
const draws = 40_000;

function shares(selection: Selection, energy: Float64Array, label: string): Float64Array {
  const draw = selection(energy);
  const rng = randomStream(17, label);
  const counts = new Float64Array(energy.length);
  for (let i = 0; i < draws; i++) counts[draw(rng)]! += 1 / draws;
  return counts;
}

/** Every share within 5 standard errors of its probability: a false alarm in 6·10⁻⁷ of seeds for each; the seed is fixed. */
function expectShares(found: Float64Array, expected: readonly number[]): void {
  expected.forEach((probability, row) => {
    const tolerance = 5 * Math.sqrt((probability * (1 - probability)) / draws);
    expect(Math.abs(found[row]! - probability)).toBeLessThanOrEqual(tolerance);
  });
}

describe('logQuantileSelection', () => {
  it('draws uniformly from the best ε, ε log-uniform on [10⁻³, 1]', () => {
    // Of 11 different energies the best k + 1 are eligible while ⌊10ε⌋ = k: for ε in [k/10, (k+1)/10), in log10 over 3 decades.
    const eligible = Array.from(
      { length: 10 },
      (_, k) => (Math.log10((k + 1) / 10) - Math.log10(k === 0 ? 1e-3 : k / 10)) / 3,
    );
    const expected = Array.from({ length: 11 }, (_, row) =>
      eligible.reduce((sum, probability, k) => sum + (row <= k ? probability / (k + 1) : 0), 0),
    );
    const energy = Float64Array.from({ length: 11 }, (_, row) => row * row);
    expectShares(shares(logQuantileSelection(), energy, 'ranks'), expected);
  });

  it('treats equals alike, forbidden ones too', () => {
    expectShares(shares(logQuantileSelection(), new Float64Array(8).fill(3), 'ties'), new Array(8).fill(1 / 8));
    expectShares(shares(logQuantileSelection(), new Float64Array(8).fill(infinity), 'all'), new Array(8).fill(1 / 8));
  });

  it('still reaches the forbidden at the bottom', () => {
    const found = shares(logQuantileSelection(), Float64Array.of(0, 1, 2, infinity, infinity), 'bottom');
    expect(found[0]).toBeGreaterThan(found[3]!);
    expect(found[4]).toBeGreaterThan(0);
  });
});

describe('proportionalSelection', () => {
  it('is the roulette wheel over e^(−βE)', () => {
    const energy = Float64Array.of(-Math.log(0.8), -Math.log(0.4), -Math.log(0.2), infinity);
    const squares = [0.64, 0.16, 0.04].map((weight) => weight / 0.84);
    expectShares(shares(proportionalSelection(2), energy, 'wheel'), [...squares, 0]);
  });

  it('is uniform at β = 0 over the allowed, and where all are forbidden', () => {
    expectShares(shares(proportionalSelection(0), Float64Array.of(1, 2, infinity), 'flat'), [1 / 2, 1 / 2, 0]);
    expectShares(shares(proportionalSelection(1), Float64Array.of(infinity, infinity), 'none'), [1 / 2, 1 / 2]);
  });
});

describe('tournamentSelection', () => {
  it('takes the best of k: row i with ((n − i)/n)^k − ((n − i − 1)/n)^k', () => {
    const expected = [0, 1, 2, 3].map((i) => ((4 - i) / 4) ** 3 - ((3 - i) / 4) ** 3);
    expectShares(shares(tournamentSelection(3), Float64Array.of(1, 2, 3, infinity), 'three'), expected);
  });

  it('is uniform where all are forbidden', () => {
    expectShares(
      shares(tournamentSelection(2), new Float64Array(5).fill(infinity), 'bottom'),
      new Array(5).fill(1 / 5),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { Energy } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { siteFlip } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { delayedAcceptanceKernel, delayedLogAcceptance } from './delayed-acceptance.js';
import { logAcceptance } from './metropolis.js';

const infinity = Number.POSITIVE_INFINITY;
const space = CategoricalSpace.uniform(4, 2);
const beta = 0.9;
const costly = Array.from({ length: 16 }, (_, i) => (i === 9 ? infinity : 2 * Math.sin(1 + i * i)));
/** Right about some states, wrong about others, and unaware of the forbidden one. */
const cheap = costly.map((energy, i) => (i % 3 === 0 ? 0.5 : Math.min(energy, 9) + 0.7 * Math.cos(i)));

/** P of one cheap Metropolis step by flips of single sites. */
function cheapMatrix(): number[][] {
  return cheap.map((from, x) => {
    const row = cheap.map((to, y) => {
      const sites = (x ^ y).toString(2).replaceAll('0', '').length;
      return sites === 1 ? Math.min(1, Math.exp(logAcceptance(from, to, 0, beta))) / 4 : 0;
    });
    row[x] = 1 - row.reduce((a, b) => a + b);
    return row;
  });
}

function product(a: number[][], b: number[][]): number[][] {
  return a.map((row) => row.map((_, y) => row.reduce((sum, value, z) => sum + value * b[z]![y]!, 0)));
}

/** P of the whole: the cheap steps, then the second test. */
function transitionMatrix(cheapSteps: number): number[][] {
  let proposals = cheapMatrix();
  for (let step = 1; step < cheapSteps; step++) proposals = product(proposals, cheapMatrix());
  return proposals.map((row, x) => {
    const moves = row.map((probability, y) => {
      if (x === y) return 0;
      const to = { costly: costly[y]!, cheap: cheap[y]! };
      const logAlpha = delayedLogAcceptance({ costly: costly[x]!, cheap: cheap[x]! }, to, beta);
      return probability * Math.min(1, Math.exp(logAlpha));
    });
    moves[x] = 1 - moves.reduce((a, b) => a + b);
    return moves;
  });
}

const weights = costly.map((energy) => Math.exp(-beta * energy));
const total = weights.reduce((a, b) => a + b);
const pi = weights.map((weight) => weight / total);

describe.each([1, 2, 5])('delayed acceptance after %d cheap steps', (cheapSteps) => {
  const matrix = transitionMatrix(cheapSteps);

  it('leaves e^(−βE) of the costly energy as it is, to 1e-12, in detailed balance', () => {
    for (let y = 0; y < 16; y++) {
      const arrived = pi.reduce((sum, weight, x) => sum + weight * matrix[x]![y]!, 0);
      expect(Math.abs(arrived - pi[y]!)).toBeLessThanOrEqual(1e-12);
      for (let x = 0; x < y; x++)
        expect(Math.abs(pi[x]! * matrix[x]![y]! - pi[y]! * matrix[y]![x]!)).toBeLessThan(1e-15);
    }
  });

  /**
   * Chi-square of the counts of one step from each allowed state against the matrix row; its Wilson–Hilferty normal deviate above
   * 4.5 is a false alarm in 3·10⁻⁶ of seeds, and the seed is fixed.
   */
  it('moves as its matrix says', async () => {
    const repeats = 3000;
    const parts = { space, energy: tabulatedEnergy(space, costly), cheap: tabulatedEnergy(space, cheap) };
    const kernel = delayedAcceptanceKernel({ ...parts, proposal: siteFlip(space), cheapSteps });
    const starts = Int32Array.from({ length: 16 * repeats }, (_, i) => Math.floor(i / repeats));
    const state = await kernel.init(space.take(space.enumerate(), starts));
    const [next] = await kernel.step(randomStream(17, `delayed ${cheapSteps}`), state, beta);
    let chiSquare = 0;
    let degrees = -15;
    for (let x = 0; x < 16; x++) {
      if (costly[x] === infinity) continue;
      const counts = new Float64Array(16);
      for (let i = x * repeats; i < (x + 1) * repeats; i++) counts[space.stateNumber(next.batch, i)]!++;
      for (let y = 0; y < 16; y++) {
        const expected = matrix[x]![y]! * repeats;
        if (expected < 1e-9) expect(counts[y]).toBe(0);
        else {
          degrees++;
          chiSquare += (counts[y]! - expected) ** 2 / expected;
        }
      }
    }
    const spread = 2 / (9 * degrees);
    expect(Math.abs(((chiSquare / degrees) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread))).toBeLessThan(4.5);
    expect(next.energy).toEqual(await tabulatedEnergy(space, costly).evaluate(next.batch));
    expect(next.arrays!.cheapEnergy).toEqual(await tabulatedEnergy(space, cheap).evaluate(next.batch));
  });
});

describe('delayedAcceptanceKernel', () => {
  it('asks the costly energy only about moves that the cheap one lets pass, and says how many it saved', async () => {
    let asked = 0;
    const counting: Energy<CategoricalBatch> = {
      evaluate: (batch) => {
        asked += space.size(batch);
        return new Float64Array(space.size(batch));
      },
    };
    // The cheap energy forbids all states but 0 and 1: only flips of the last site pass.
    const narrow = tabulatedEnergy(
      space,
      costly.map((_, i) => (i < 2 ? 0 : infinity)),
    );
    const kernel = delayedAcceptanceKernel({
      space,
      energy: counting,
      cheap: narrow,
      proposal: siteFlip(space),
      cheapSteps: 1,
    });
    const state = await kernel.init(new Uint8Array(4 * 1000) as CategoricalBatch);
    asked = 0;
    const [next, info] = await kernel.step(randomStream(3, 'saved'), state, 1);
    const moved = info.accepted.reduce((a, b) => a + b);
    expect(asked).toBe(moved);
    expect(info.evaluations).toBe(moved);
    expect(info.counts).toMatchObject({ costlySaved: 1000 - moved, cheapEvaluations: 1000 });
    // A quarter of the proposals: 250 ± 14.
    expect(Math.abs(moved - 250)).toBeLessThan(70);
    expect(new Set(Array.from(next.energy, (_, row) => space.stateNumber(next.batch, row)))).toEqual(new Set([0, 1]));
  });

  it('rejects, counts and names a costly energy that is NaN', async () => {
    const energy = tabulatedEnergy(
      space,
      costly.map((_, i) => (i === 0 ? 0 : Number.NaN)),
    );
    const flat = tabulatedEnergy(space, new Array(16).fill(0));
    const kernel = delayedAcceptanceKernel({ space, energy, cheap: flat, proposal: siteFlip(space), cheapSteps: 1 });
    const state = await kernel.init(new Uint8Array(8) as CategoricalBatch);
    const [next, info] = await kernel.step(randomStream(3, 'NaN'), state, 1);
    expect(next.batch).toEqual(new Uint8Array(8));
    expect(info.counts).toMatchObject({ nonFinite: 2 });
    expect(info.fault?.term).toBe('energy');
  });
});

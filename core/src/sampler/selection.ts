import type { Rng } from '../numerics/rng.js';
import { AliasTable } from '../numerics/weighted-choice.js';

/** Draws the row of one parent. */
export type ParentDraw = (rng: Rng) => number;

/**
 * How parents are chosen. Prepared once a generation for a pool of energies in ascending order; the draw it gives back costs
 * O(log n) or less. Where all energies are +Infinity every selection is uniform.
 */
export type Selection = (energy: Float64Array) => ParentDraw;

/**
 * Uniform among the best ε of the pool, with ε log-uniform on [10⁻³, 1]: elitist and diverse at once, and indifferent to the
 * scale of the energy. States that tie with the worst of that share belong to it, so equals have equal chances.
 *
 * @see Tripp & Hernández-Lobato, "Genetic algorithms are strong baselines for molecule generation", arXiv:2310.09267 (2023),
 * with 25 quantiles spaced evenly in log ε; here ε is continuous.
 */
export function logQuantileSelection(): Selection {
  return (energy) => (rng) => {
    const share = 10 ** (-3 * rng.uniform());
    const worst = energy[Math.floor(share * (energy.length - 1))]!;
    return rng.integer(countUpTo(energy, worst));
  };
}

/**
 * Probability ∝ e^(−βE): with desirability energies and β = 1 the roulette wheel over desirabilities. Forbidden states are
 * chosen only where all are forbidden.
 *
 * @param beta - Finite, ≥ 0.
 */
export function proportionalSelection(beta: number): Selection {
  return (energy) => {
    const lowest = energy[0]!;
    const allowed = energy.subarray(0, countUpTo(energy, Number.MAX_VALUE));
    if (allowed.length === 0) return (rng) => rng.integer(energy.length);
    const table = new AliasTable(allowed.map((value) => Math.exp(-beta * (value - lowest))));
    return (rng) => table.draw(rng);
  };
}

/** The best of `size` rows drawn uniformly with replacement; of equals the first drawn. */
export function tournamentSelection(size: number): Selection {
  return (energy) => (rng) => {
    let winner = rng.integer(energy.length);
    for (let round = 1; round < size; round++) {
      const rival = rng.integer(energy.length);
      if (energy[rival]! < energy[winner]!) winner = rival;
    }
    return winner;
  };
}

/** How many of the ascending values are ≤ `bound`. O(log n). */
function countUpTo(ascending: Float64Array, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

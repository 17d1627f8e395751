import { describe, expect, it } from 'vitest';
import { swapOrder, swapProbability, swapRungs } from './replica-swap.js';

const infinity = Number.POSITIVE_INFINITY;

/** 2⁴ states of unrelated energies, one of them forbidden. */
const energies = Array.from({ length: 16 }, (_, i) => (i === 5 ? infinity : 2 * Math.sin(1 + i * i)));

/** e^(−βE)/Z; forbidden states have 0 at β = 0 too. */
function boltzmann(beta: number, table: readonly number[]): readonly number[] {
  const weights = table.map((energy) => (energy === infinity ? 0 : Math.exp(-beta * energy)));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

/** The row that states `x` of a product space have, the first rung as the highest digit. */
function jointNumber(x: readonly number[], stateCount: number): number {
  return x.reduce((number, state) => number * stateCount + state, 0);
}

/** Distribution after one event from joint state `x`, by all outcomes of its trials in turn. */
function afterEvent(x: readonly number[], betas: Float64Array, table: readonly number[]): Map<number, number> {
  let spread = new Map<string, number>([[x.join(' '), 1]]);
  for (const rung of swapOrder(betas.length)) {
    const next = new Map<string, number>();
    for (const [text, weight] of spread) {
      const state = text.split(' ').map(Number);
      const [i, j] = [state[rung]!, state[rung + 1]!];
      const p = swapProbability(betas[rung]!, betas[rung + 1]!, table[i]!, table[j]!);
      const swapped = state
        .with(rung, j)
        .with(rung + 1, i)
        .join(' ');
      next.set(swapped, (next.get(swapped) ?? 0) + weight * p);
      next.set(text, (next.get(text) ?? 0) + weight * (1 - p));
    }
    spread = next;
  }
  return new Map([...spread].map(([text, w]) => [jointNumber(text.split(' ').map(Number), table.length), w]));
}

describe('swapProbability', () => {
  it('is min(1, e^(ΔβΔE))', () => {
    expect(swapProbability(1, 0.25, 2, 3)).toBeCloseTo(Math.exp(-0.75), 15);
    expect(swapProbability(1, 0.25, 3, 2)).toBe(1);
  });

  it('takes the colder replica out of forbidden states and never into one', () => {
    expect(swapProbability(1, 0, infinity, 7)).toBe(1);
    expect(swapProbability(1, 0, 7, infinity)).toBe(0);
    expect(swapProbability(1, 0, infinity, infinity)).toBe(1);
  });
});

describe('a swap event', () => {
  it.each([
    ['two temperatures over 2⁴ states', Float64Array.of(1.3, 0.4), energies],
    ['two temperatures, the hotter at 0', Float64Array.of(1.3, 0), energies],
    ['four temperatures over 2² states', Float64Array.of(2, 1, 0.5, 0), energies.slice(3, 7)],
  ])('leaves the product of the distributions of %s as it is, to 1e-12', (_, betas, table) => {
    const marginals = Array.from(betas, (beta) => boltzmann(beta, table));
    const stateCount = table.length ** betas.length;
    const digits = (number: number) =>
      Array.from(betas, (_, rung) => Math.floor(number / table.length ** (betas.length - 1 - rung)) % table.length);
    const pi = Float64Array.from({ length: stateCount }, (_, number) =>
      digits(number).reduce((product, state, rung) => product * marginals[rung]![state]!, 1),
    );
    const arrived = new Float64Array(stateCount);
    for (let number = 0; number < stateCount; number++) {
      if (pi[number] === 0) continue;
      for (const [to, weight] of afterEvent(digits(number), betas, table)) arrived[to]! += pi[number]! * weight;
    }
    for (let number = 0; number < stateCount; number++) {
      expect(Math.abs(arrived[number]! - pi[number]!)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('tries every pair once, the even ones first', () => {
    expect([...swapOrder(6)]).toEqual([0, 2, 4, 1, 3]);
    expect([...swapOrder(5)]).toEqual([0, 2, 1, 3]);
    expect([...swapOrder(2)]).toEqual([0]);
    for (let rungs = 2; rungs < 12; rungs++) {
      expect([...swapOrder(rungs)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: rungs - 1 }, (_, i) => i));
    }
  });

  it('exchanges by its uniforms, in its order, with the energies as they are by then', () => {
    const betas = Float64Array.of(1, 0.5, 0.25, 0);
    const table = Float64Array.of(1, 2, 0, 5);
    // 0–1: e^(−0.5) ≈ 0.607; 2–3: e^(−1.25) ≈ 0.287; then 1–2.
    const both = swapRungs(betas, table, Float64Array.of(0.6, 0.28, 0));
    expect([...both.from]).toEqual([1, 3, 0, 2]);
    expect(both.probability[0]).toBeCloseTo(Math.exp(-0.5), 15);
    expect(both.probability[2]).toBeCloseTo(Math.exp(-1.25), 15);
    // Rungs 1 and 2 hold energies 1 and 5 now.
    expect(both.probability[1]).toBeCloseTo(Math.exp(0.25 * (1 - 5)), 15);
    expect([...swapRungs(betas, table, Float64Array.of(0.61, 0.29, 1)).from]).toEqual([0, 1, 2, 3]);
  });
});

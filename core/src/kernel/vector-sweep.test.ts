import { expect, it } from 'vitest';
import { Ising } from '../models/ising.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { latticeBonds } from '../state/lattice.js';
import { ChoiceTree } from '../testing/choice-tree.js';
import { type ClassedPlan, classedOdds, classedPlan, classedSweep } from './classed-sweep.js';
import { SiteCoins } from './site-coins.js';
import { colourClasses } from './site-colouring.js';
import { vectorSweep } from './vector-sweep.js';

/** A ring whose sites have bonds to the next and to the one after: every site of a run of every other one has neighbours in it. */
function ringOfPairs(length: number): Int32Array {
  return Int32Array.from({ length: 4 * length }, (_, i) => {
    const site = i >> 2;
    return [site, (site + 1) % length, site, (site + 2) % length][i & 3]!;
  });
}

function bothWays(space: CategoricalSpace, bonds: Int32Array, sites: Int32Array, inTurn: boolean, beta: number): void {
  const energy = new Ising({ space, bonds, coupling: 0.7, field: 0.15 });
  const blocks = inTurn ? [sites] : colourClasses(sites, energy.siteGraph);
  const plans = blocks.map((block) => classedPlan(energy, block)!);
  const rowCount = 3;
  const start = space.random(randomStream(1, 'start'), rowCount);
  for (let round = 0; round < 2; round++) {
    const run = (sweep: (plans: readonly ClassedPlan[], values: Uint8Array, chain: number) => number) => {
      const values = start.slice();
      const changes = Array.from({ length: rowCount }, (_, chain) => sweep(plans, values, chain));
      return { values, changes };
    };
    const rng = randomStream(round, 'coins');
    const [left, right] = [new SiteCoins(rng, rowCount, sites.length), new SiteCoins(rng, rowCount, sites.length)];
    const odds = classedOdds(energy.classEnergies(), beta, left);
    const rowOf = (values: Uint8Array, chain: number) => {
      return { values, start: chain * space.siteCount, siteCount: space.siteCount, chain, byte: chain * left.stride };
    };
    const vectors = run((all, values, chain) => vectorSweep(all, rowOf(values, chain), odds, left)!);
    const plain = run((all, values, chain) => {
      const row = rowOf(values, chain);
      let { byte } = row;
      return all.reduce((sum, plan) => {
        const change = classedSweep(plan, { ...row, byte }, odds, right);
        byte += plan.sites.length;
        return sum + change;
      }, 0);
    });
    expect(vectors.values).toEqual(plain.values);
    expect(vectors.changes).toEqual(plain.changes.map((change) => expect.closeTo(change, 9)));
    const before = energy.evaluate(start);
    const after = energy.evaluate(vectors.values);
    expect(vectors.changes).toEqual([...after].map((value, row) => expect.closeTo(value - before[row]!, 9)));
  }
}

const squares = [
  [4, 4],
  [3, 3],
  [2, 8],
  [5, 7],
  [6, 34],
  [64, 64],
  [1, 9],
  [3, 258],
].map(([rows, columns]) => {
  const space = CategoricalSpace.onLattice([rows!, columns!], 2);
  return [`${rows} × ${columns}`, space, latticeBonds(space.lattice!)] as const;
});
const ring = ['a ring with second neighbours', CategoricalSpace.uniform(50, 2), ringOfPairs(50)] as const;

it.each([...squares.filter(([name]) => name !== '1 × 9'), ring])(
  'gives what the loop in TypeScript gives: %s',
  (_, space, bonds) => {
    const all = Int32Array.from({ length: space.siteCount }, (_, site) => site);
    // At β = 60 all coins but those of balanced neighbours are certain; at 0 all are fair.
    for (const beta of [0, 0.44, 3, 60]) {
      bothWays(space, bonds, all, false, beta);
      bothWays(space, bonds, all, true, beta);
      bothWays(
        space,
        bonds,
        all.filter((site) => site % 2 === 0),
        true,
        beta,
      );
      bothWays(
        space,
        bonds,
        all.filter((site) => site % 5 !== 3),
        false,
        beta,
      );
    }
  },
);

it('leaves to the loop what is not for it', () => {
  const chain = CategoricalSpace.onLattice([1, 9], 2);
  const energy = new Ising({ space: chain, bonds: latticeBonds(chain.lattice!), coupling: 1, field: 0 });
  const sites = Int32Array.from({ length: 9 }, (_, site) => site);
  const coins = new SiteCoins(randomStream(1, 'coins'), 1, 9);
  const row = { values: new Uint8Array(9), start: 0, siteCount: 9, chain: 0, byte: 0 };
  const odds = classedOdds(energy.classEnergies(), 1, coins);
  expect(vectorSweep([classedPlan(energy, sites)!], row, odds, coins)).toBe(undefined);

  const square = CategoricalSpace.onLattice([3, 3], 2);
  const ising = new Ising({ space: square, bonds: latticeBonds(square.lattice!), coupling: 1, field: 0 });
  const listed = new SiteCoins(new ChoiceTree(), 1, 9);
  const plans = [classedPlan(ising, sites)!];
  expect(vectorSweep(plans, row, classedOdds(ising.classEnergies(), 1, listed), listed)).toBe(undefined);
  expect(row.values).toEqual(new Uint8Array(9));

  const huge = CategoricalSpace.onLattice([1100, 1100], 2);
  const far = new Ising({ space: huge, bonds: latticeBonds(huge.lattice!), coupling: 1, field: 0 });
  const few = [classedPlan(far, Int32Array.of(0, 5))!];
  const wide = { values: new Uint8Array(huge.siteCount), start: 0, siteCount: huge.siteCount, chain: 0, byte: 0 };
  expect(vectorSweep(few, wide, odds.isLinear ? classedOdds(far.classEnergies(), 1, coins) : odds, coins)).toBe(
    undefined,
  );
});

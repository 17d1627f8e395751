import { expect, it } from 'vitest';
import { blockedGibbsKernel } from '../kernel/blocked-gibbs.js';
import { Ising } from '../models/ising.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { withHeldVariables } from '../state/held-variables.js';
import { latticeBonds } from '../state/lattice.js';
import { checkEnergy } from '../testing/check-energy.js';
import { all } from './all.js';
import { type Energy, isSiteClassed, type SiteClassed } from './energy.js';
import { given } from './given.js';
import { not } from './not.js';
import { tempered } from './tempered.js';

const space = CategoricalSpace.onLattice([3, 3], 2);
const energy = new Ising({ space, bonds: latticeBonds(space.lattice!), coupling: 0.5, field: 0.2 });
const term = (weight: number) => ({ name: 'spins', energy, weight });

it.each<[string, Energy<Uint8Array>]>([
  ['all of one', all([term(0.7)])],
  ['not', not(term(0.3))],
  ['tempered', tempered(term(2))],
  ['all of one that is tempered', all([{ name: 'cold', energy: tempered(term(2)), weight: 0.5 }])],
  ['given', given(term(0.7), { indices: Int32Array.of(1, 4, 8), values: Float64Array.of(1, 0, 1) }, space)],
])('%s keeps the classes of sites, with energies scaled', async (_, composition) => {
  expect(isSiteClassed(composition)).toBe(true);
  await checkEnergy(composition, space, space.random(randomStream(1, 'classes'), 60));
});

it('all of several keeps none, and heat baths take the same path without', async () => {
  const twice = all([
    { ...term(0.5), name: 'one' },
    { ...term(0.5), name: 'other' },
  ]);
  expect(isSiteClassed(twice)).toBe(false);
  const [whole, halves] = [blockedGibbsKernel({ space, energy }), blockedGibbsKernel({ space, energy: twice })];
  let left = await whole.init(space.random(randomStream(2, 'start'), 4));
  let right = await halves.init(left.batch);
  for (let t = 0; t < 50; t++) {
    [left] = await whole.step(randomStream(t, 'path'), left, 0.8);
    [right] = await halves.step(randomStream(t, 'path'), right, 0.8);
  }
  expect(right.batch).toEqual(left.batch);
});

it('given others, heat baths take the same path as without classes', async () => {
  const clamp = { indices: Int32Array.of(0, 4), values: Float64Array.of(1, 1) };
  const held = given(term(0.7), clamp, space);
  const { classOffsets: _, classEnergies: __, ...without } = held as typeof held & SiteClassed<Uint8Array>;
  expect(isSiteClassed(without)).toBe(false);
  const [classed, plain] = [
    blockedGibbsKernel({ space, energy: held }),
    blockedGibbsKernel({ space, energy: without }),
  ];
  let left = await classed.init(withHeldVariables(space, clamp)(space.random(randomStream(2, 'start'), 4)));
  let right = await plain.init(left.batch);
  for (let t = 0; t < 50; t++) {
    [left] = await classed.step(randomStream(t, 'path'), left, 0.8);
    [right] = await plain.step(randomStream(t, 'path'), right, 0.8);
  }
  expect(right.batch).toEqual(left.batch);
  for (let row = 0; row < 4; row++) expect([left.batch[row * 9], left.batch[row * 9 + 4]]).toEqual([1, 1]);
});

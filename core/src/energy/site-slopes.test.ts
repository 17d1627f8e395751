import { describe, expect, it } from 'vitest';
import { discreteLangevinKernel } from '../kernel/discrete-langevin.js';
import { gibbsWithGradientsKernel } from '../kernel/gibbs-with-gradients.js';
import { freeEnergy } from '../latent/free-energy.js';
import { latentPoints } from '../latent/latent-points.js';
import { latentVariables } from '../latent/latent-variables.js';
import { minimumOver } from '../latent/minimum-over.js';
import { randomStream } from '../numerics/random-stream.js';
import type { Rng } from '../numerics/rng.js';
import type { Objective } from '../objective/objective.js';
import { propertyEnergy } from '../objective/property-energy.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { checkEnergy } from '../testing/check-energy.js';
import { checkKernelInvariance } from '../testing/check-kernel.js';
import { curvedSites, slopedTable } from '../testing/sloped-sites.js';
import { tabulatedSites } from '../testing/tabulated-energy.js';
import { all } from './all.js';
import { any } from './any.js';
import { constraint } from './constraint.js';
import { type Energy, isSiteLocal, isSiteSloped, type SiteSloped } from './energy.js';
import { ring } from './fixtures/sample-energies.js';
import { given } from './given.js';
import { not } from './not.js';
import { exactSlopes } from './site-slopes.js';
import { tempered } from './tempered.js';

type Strings = Energy<CategoricalBatch>;

const space = new CategoricalSpace({ alphabets: ['ab', 'abc', 'ab', 'abc'].map((text) => [...text]) });
const ringOf = (rng: Rng) =>
  ring(
    space,
    Array.from({ length: 4 }, () => [rng.normal(), rng.normal(), rng.normal()]),
    rng.normal(),
  );

/** A random tree of operators over leaves; a wall, if there are any, never stands below a `not`. */
function composed(
  leaf: (rng: Rng) => Strings,
  wall: ((rng: Rng) => Strings) | undefined,
  rng: Rng,
  depth: number,
): Strings {
  if (depth === 0) return wall !== undefined && rng.uniform() < 0.25 ? wall(rng) : leaf(rng);
  const weight = () => 0.2 + rng.uniform();
  const one = (below: typeof wall) => ({
    name: 'one',
    weight: weight(),
    energy: composed(leaf, below, rng, depth - 1),
  });
  const terms = () => Array.from({ length: 1 + rng.integer(3) }, (_, i) => ({ ...one(wall), name: `t${i}` }));
  const latents = () => latentVariables(space, Int32Array.of(rng.integer(4)));
  switch (rng.integer(7)) {
    case 0:
      return all(terms(), { space });
    case 1:
      return any(terms(), { space });
    case 2:
      return not(one(undefined));
    case 3:
      return tempered(one(wall));
    case 4:
      return freeEnergy(one(wall), latentPoints(latents(), { name: 'enumerate', options: {} }), 0.5 + rng.uniform());
    case 5:
      return minimumOver(one(wall), latents(), { name: 'enumerate', options: {} });
    default:
      return given(
        one(wall),
        { indices: Int32Array.of(rng.integer(4)), values: Float64Array.of(rng.integer(2)) },
        space,
      );
  }
}

/** Most by which slopes miss the change of energy by a change of one site. */
async function worstMiss(energy: SiteSloped<CategoricalBatch>, batch: CategoricalBatch): Promise<number> {
  const { energy: values, slopes } = await energy.evaluateWithSlopes(batch);
  let worst = 0;
  for (let row = 0; row < space.size(batch); row++) {
    for (let site = 0; site < 4; site++) {
      for (let value = 0; value < space.valueCounts[site]!; value++) {
        const moved = batch.slice(row * 4, row * 4 + 4);
        const at = (row * 4 + site) * 3;
        const estimate = slopes[at + value]! - slopes[at + moved[site]!]!;
        moved[site] = value;
        const change = (await energy.evaluate(moved))[0]! - values[row]!;
        worst = Math.max(worst, Math.abs(change - estimate));
      }
    }
  }
  return worst;
}

const pair = CategoricalSpace.uniform(2, 2);
const trio = CategoricalSpace.uniform(3, 2);
const terms = (a: Strings, b: Strings) => [a, b].map((energy, i) => ({ name: `t${i}`, weight: 0.5, energy }));
const pointsOf = (of: CategoricalSpace, site: number) =>
  latentPoints(latentVariables(of, Int32Array.of(site)), { name: 'enumerate', options: {} });

/** Of three sites: the first energy of the first two where the third is 0, else the second. Slopes know nothing but walls. */
function switched(a: Strings, b: Strings): SiteSloped<CategoricalBatch> {
  const table = (energy: Strings) => energy.evaluate(pair.enumerate()) as Float64Array;
  const [first, second] = [table(a), table(b)];
  const values = Array.from({ length: 8 }, (_, state) => (state % 2 === 0 ? first : second)[state >> 1]!);
  return exactSlopes(tabulatedSites(trio, values), trio);
}

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

describe('slopes of compositions', () => {
  it.each(seeds)('are exact where those of the parts are, seed %d', async (seed) => {
    const rng = randomStream(seed, 'exact slopes');
    const leaf = (of: Rng) => (of.uniform() < 0.6 ? exactSlopes(ringOf(of), space) : ringOf(of));
    const energy = composed(leaf, undefined, rng, 3);
    expect(isSiteLocal(energy) || isSiteSloped(energy)).toBe(true);
    await checkEnergy(energy, space, await space.random(rng, 5), { gradientTolerance: 1e-4, slopes: 'exact' });
  });

  it.each(seeds)('are right to first order, seed %d', async (seed) => {
    const miss = async (small: number) => {
      const rng = randomStream(seed, 'first order');
      const leaf = (of: Rng) =>
        curvedSites(
          space,
          Array.from({ length: 12 }, () => small * of.normal()),
          { value: (u) => Math.sin(2 * u + 0.3), derivative: (u) => 2 * Math.cos(2 * u + 0.3) },
        );
      const objective: Objective = {
        energy: (values) => values.map((v) => Math.exp(v)),
        derivative: (values) => values.map((v) => Math.exp(v)),
      };
      const bent = (of: Rng) => (of.uniform() < 0.5 ? leaf(of) : propertyEnergy(leaf(of), '1', objective));
      const energy = composed(bent, undefined, rng, 3);
      if (!isSiteSloped(energy)) return expect.unreachable();
      return worstMiss(energy, await space.random(randomStream(seed, 'states'), 3));
    };
    // Half the change is missed by a quarter; rounding stays far below.
    const [whole, half] = [await miss(2e-3), await miss(1e-3)];
    expect(half).toBeLessThan(1e-4);
    expect(half).toBeLessThan(0.3 * whole + 1e-12);
  });

  it.each(seeds)('forbid only what is forbidden, and leave kernels exact, seed %d', async (seed) => {
    const rng = randomStream(seed, 'walls');
    const leaf = (of: Rng) => (of.uniform() < 0.5 ? exactSlopes(ringOf(of), space) : ringOf(of));
    const wall = (of: Rng) => {
      const property = ringOf(of);
      return constraint(of.uniform() < 0.5 ? property : exactSlopes(property, space), '1', { high: 1 }, { space });
    };
    const energy = all(
      [
        { name: 'composed', energy: composed(leaf, wall, rng, 3), weight: 0.5 },
        { name: 'sloped', energy: exactSlopes(ringOf(rng), space), weight: 1 },
      ],
      { space },
    );
    await checkEnergy(energy, space, space.enumerate(), { gradientTolerance: 1e-4 });
    for (const kernel of [gibbsWithGradientsKernel({ space, energy }), discreteLangevinKernel({ space, energy }, 1)]) {
      if (seed > 6) break;
      await checkKernelInvariance(kernel, space, space.enumerate(), energy, { isReversible: true });
    }
  });

  it.each([
    ['a mixture', (a: Strings, b: Strings) => any(terms(a, b), { space: pair })],
    [
      'a sum over a latent site',
      (a: Strings, b: Strings) => {
        // The latent site says which of the two holds.
        const joint = switched(a, b);
        return freeEnergy({ name: 'joint', weight: 1, energy: joint }, pointsOf(trio, 2));
      },
    ],
  ])('of %s leave open what a term allows that is forbidden where the chain is', async (name, compose) => {
    const infinity = Number.POSITIVE_INFINITY;
    // States 00, 01, 10, 11. At 00 only the second holds, which forbids 01: but the first allows it.
    const a = slopedTable(pair, [infinity, 1, infinity, infinity], () => 0);
    const b = tabulatedSites(pair, [0, infinity, 2, infinity]);
    const energy = compose(a, b);
    const where = name === 'a mixture' ? pair : trio;
    await checkEnergy(energy, where, where.enumerate(), { gradientTolerance: 1e-4 });
    const kernel = gibbsWithGradientsKernel({ space: where, energy });
    const start = new Uint8Array(where.siteCount);
    let state = await kernel.init(start);
    const seen = new Set<string>();
    for (let t = 0; t < 60; t++) {
      [state] = await kernel.step(randomStream(t, 'open'), state, 1);
      seen.add(state.batch.slice(0, 2).join(''));
    }
    expect(seen).toEqual(new Set(['00', '01', '10']));
  });
});

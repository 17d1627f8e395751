import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import type { Rng } from '../numerics/rng.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import type { StateSpace } from '../state/state-space.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { checkEnergy } from '../testing/check-energy.js';
import { Conformance } from '../testing/conformance.js';
import { all } from './all.js';
import { any } from './any.js';
import { constraint } from './constraint.js';
import { type Energy, isDecomposable, isDifferentiable, isSiteLocal } from './energy.js';
import { checkCapabilities } from './fixtures/check-capabilities.js';
import { bowl, ring } from './fixtures/sample-energies.js';
import { given } from './given.js';
import { not } from './not.js';
import { tempered } from './tempered.js';

/** What random compositions are made of. */
interface Kit<B> {
  readonly space: StateSpace<B>;
  leaf(rng: Rng): Energy<B>;
  wall(rng: Rng): Energy<B>;
  readonly variables: number;
  value(rng: Rng): number;
}

const plane = VectorSpace.ofDimension(3);
const points: Kit<VectorBatch> = {
  space: plane,
  leaf: (rng) =>
    bowl(
      [0, 0, 0].map(() => 0.5 + rng.uniform()),
      [0, 0, 0].map(() => rng.normal()),
      rng.normal(),
    ),
  wall: (rng) => constraint(bowl([1, 0, 0], [rng.normal(), 0, 0]), '1', { high: 4 }),
  variables: 3,
  value: (rng) => rng.normal(),
};

const uneven = new CategoricalSpace({ alphabets: ['ab', 'abc', 'ab', 'abc'].map((text) => [...text]) });
const ringOf = (rng: Rng) =>
  ring(
    uneven,
    Array.from({ length: 4 }, () => [rng.normal(), rng.normal(), rng.normal()]),
    rng.normal(),
  );
const strings: Kit<CategoricalBatch> = {
  space: uneven,
  leaf: ringOf,
  wall: (rng) => constraint(ringOf(rng), '1', { high: 1.5 }, { space: uneven }),
  variables: 4,
  value: (rng) => rng.integer(2),
};

/** A random tree of operators; a wall never stands below a `not`, which would make −∞ of it. */
function composed<B>(kit: Kit<B>, rng: Rng, depth: number, mayForbid = true): Energy<B> {
  const { space } = kit;
  if (depth === 0) return mayForbid && rng.uniform() < 0.15 ? kit.wall(rng) : kit.leaf(rng);
  const weight = () => 0.2 + rng.uniform();
  const terms = (mayWall: boolean) =>
    Array.from({ length: 1 + rng.integer(3) }, (_, i) => {
      return { name: `t${i}`, weight: weight(), energy: composed(kit, rng, rng.integer(depth), mayWall) };
    });
  const one = (mayWall: boolean) => ({ name: 'one', weight: weight(), energy: composed(kit, rng, depth - 1, mayWall) });
  switch (rng.integer(5)) {
    case 0:
      return all(terms(mayForbid));
    case 1:
      return any(terms(mayForbid), { space });
    case 2:
      return not(one(false));
    case 3:
      return tempered(one(mayForbid));
    default: {
      const index = rng.integer(kit.variables);
      const clamp = { indices: Int32Array.of(index), values: Float64Array.of(kit.value(rng)) };
      return given(one(mayForbid), clamp, space);
    }
  }
}

async function checkRandom<B>(kit: Kit<B>, seed: number, expected: (energy: Energy<B>) => boolean): Promise<void> {
  const rng = randomStream(seed, 'composition');
  const energy = composed(kit, rng, 4);
  expect(expected(energy)).toBe(true);
  const batch = await kit.space.random(rng, 5);
  await checkEnergy(energy, kit.space, batch, { gradientTolerance: 1e-4 });
  await checkCapabilities(new Conformance('a random composition'), energy, kit.space, batch);
}

const seeds = Array.from({ length: 60 }, (_, i) => i + 1);

describe('random compositions up to four operators deep keep every capability of their parts', () => {
  it.each(seeds)('of points, seed %d', (seed) =>
    checkRandom(points, seed, (energy) => isDifferentiable(energy) && isDecomposable(energy)),
  );

  it.each(seeds)('of strings, seed %d', (seed) => checkRandom(strings, seed, isSiteLocal));
});

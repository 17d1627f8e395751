import { describe, expect, it } from 'vitest';
import type { Energy } from '../energy/energy.js';
import type { EnergyDefinition } from '../energy/energy-definition.js';
import { ConfigurationError } from '../errors/design-error.js';
import { logSumExp } from '../numerics/log-sum-exp.js';
import { randomStream } from '../numerics/random-stream.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { checkDefinition } from '../testing/check-definition.js';
import { checkEnergy } from '../testing/check-energy.js';
import { energyContextOf } from '../testing/energy-context-of.js';
import { ising } from './ising-definition.js';
import { magnetisation } from './magnetisation.js';
import { potts } from './potts-definition.js';
import { restrictedBoltzmann } from './restricted-boltzmann-definition.js';
import { valueCount } from './value-count.js';

type Definition = EnergyDefinition<CategoricalBatch, never>;

/** A definition's energy, from options as a workflow file gives them. */
function create(definition: unknown, space: CategoricalSpace, input: object = {}): Energy<CategoricalBatch> {
  const { options, create } = definition as Definition;
  const parsed = (options as { parse(input: object): never }).parse(input);
  return create(parsed, energyContextOf(space)) as Energy<CategoricalBatch>;
}

async function meanOver(
  space: CategoricalSpace,
  energy: Energy<CategoricalBatch>,
  beta: number,
  of: Energy<CategoricalBatch>,
): Promise<{ logZ: number; mean: number }> {
  const states = space.enumerate();
  const exponents = (await energy.evaluate(states)).map((value) => -beta * value);
  const logZ = logSumExp(exponents);
  const values = await of.evaluate(states);
  return { logZ, mean: exponents.reduce((sum, exponent, row) => sum + Math.exp(exponent - logZ) * values[row]!, 0) };
}

const isingOn = (shape: number[], periodic = true) => CategoricalSpace.onLattice(shape, 2, periodic);

describe('values computed elsewhere', () => {
  // Exact enumeration in float64, E = −Σ s s′ over nearest neighbours of the periodic square lattice.
  it.each([
    [[3, 3], 0.3, 7.3469159, -0.98768316, 0.63650227],
    [[4, 4], 0.4406867935, 15.52191546, -1.56562379, 0.84386044],
  ])('Ising %j at β = %d', async (shape, beta, logZ, energyPerSite, magnitude) => {
    const space = isingOn(shape);
    const energy = create(ising, space);
    const abs = create(magnetisation, space, { absolute: true });
    const of = await meanOver(space, energy, beta, energy);
    expect(of.logZ).toBeCloseTo(logZ, 6);
    expect(of.mean / space.siteCount).toBeCloseTo(energyPerSite, 7);
    expect((await meanOver(space, energy, beta, abs)).mean).toBeCloseTo(magnitude, 7);
    expect((await meanOver(space, energy, beta, create(magnetisation, space))).mean).toBeCloseTo(0, 12);
  });

  it('Ising ring of n spins: Z = λ₊ⁿ + λ₋ⁿ by the transfer matrix, in a field too', async () => {
    for (const n of [2, 3, 6]) {
      const [beta, J, h] = [0.7, 0.6, 0.35];
      const root = Math.sqrt(Math.exp(2 * beta * J) * Math.sinh(beta * h) ** 2 + Math.exp(-2 * beta * J));
      const base = Math.exp(beta * J) * Math.cosh(beta * h);
      const space = isingOn([n]);
      const energy = create(ising, space, { coupling: J, field: h });
      const { logZ } = await meanOver(space, energy, beta, energy);
      expect(logZ).toBeCloseTo(Math.log((base + root) ** n + (base - root) ** n), 12);
    }
  });

  it('Potts, q = 3, 3 × 3 periodic at β = 1', async () => {
    const space = CategoricalSpace.onLattice([3, 3], 3);
    const energy = create(potts, space);
    const { logZ, mean } = await meanOver(space, energy, 1, energy);
    expect(logZ).toBeCloseTo(19.60985341, 7);
    expect(mean).toBeCloseTo(-15.62632095, 7);
  });

  it('RBM of 8 × 6 units: log Z and means of two units', async () => {
    const space = layers(8, 6);
    const energy = create(restrictedBoltzmann, space, referenceMachine);
    const unit = (site: number): Energy<CategoricalBatch> => ({
      evaluate: (batch) => Float64Array.from({ length: space.size(batch) }, (_, row) => batch[row * 14 + site]!),
    });
    const first = await meanOver(space, energy, 1, unit(0));
    expect(first.logZ).toBeCloseTo(14.97162803, 7);
    expect(first.mean).toBeCloseTo(0.72018741, 7);
    expect((await meanOver(space, energy, 1, unit(7))).mean).toBeCloseTo(0.73133662, 7);
  });
});

function layers(visible: number, hidden: number): CategoricalSpace {
  return new CategoricalSpace({
    alphabets: Array(visible + hidden).fill(['0', '1']),
    groups: [
      { name: 'visible', first: 0, count: visible },
      { name: 'hidden', first: visible, count: hidden },
    ],
  });
}

const referenceMachine = {
  weights: Array.from({ length: 8 }, (_, i) => Array.from({ length: 6 }, (_, j) => Math.sin(1 + 6 * i + j))),
  visibleBias: Array.from({ length: 8 }, (_, i) => 0.1 * Math.cos(i)),
  hiddenBias: Array.from({ length: 6 }, (_, j) => -0.1 * Math.sin(j)),
};

const unlike = new CategoricalSpace({ alphabets: [['a', 'b', 'c'], ['a', 'b'], ['x'], ['a', 'b', 'c', 'd']] });
const pairs = {
  fields: [[0.1, -0.2, 0.3], [1, -1], [2], [0, 0.5, 0.25, -0.5]],
  couplings: [
    {
      sites: [0, 1],
      values: [
        [1, 2],
        [0, -1],
        [0.5, 0.25],
      ],
    },
    {
      sites: [3, 0],
      values: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [-1, -1, -1],
      ],
    },
    {
      sites: [1, 3],
      values: [
        [0.3, 0, 0, -0.3],
        [0, 0.7, 0, 0],
      ],
    },
  ],
};

describe('conformance', () => {
  it.each<[string, unknown, CategoricalSpace, object]>([
    ['Ising, periodic', ising, isingOn([3, 3]), { coupling: 0.7, field: -0.3 }],
    ['Ising, open', ising, isingOn([2, 4], false), { coupling: -0.4, field: 0.2 }],
    ['Ising, pairs that count twice', ising, isingOn([2, 3]), { coupling: 1, field: 0.5 }],
    [
      'Ising, listed bonds',
      ising,
      CategoricalSpace.uniform(5, 2),
      {
        bonds: [
          [0, 1],
          [0, 2],
          [0, 3],
          [0, 1],
        ],
        field: 0.1,
      },
    ],
    ['Ising, no bonds', ising, CategoricalSpace.uniform(3, 2), { bonds: [], field: 1 }],
    ['Potts', potts, CategoricalSpace.onLattice([2, 3], 3), { coupling: 0.8 }],
    [
      'Potts, unlike sites',
      potts,
      unlike,
      {
        bonds: [
          [0, 1],
          [1, 3],
          [0, 3],
          [2, 3],
        ],
      },
    ],
    ['fields and couplings', potts, unlike, pairs],
    [
      'RBM',
      restrictedBoltzmann,
      layers(4, 3),
      { weights: referenceMachine.weights.slice(0, 4).map((row) => row.slice(0, 3)), hiddenBias: [0.1, 0.2, -0.3] },
    ],
  ])('%s', async (_, definition, space, input) => {
    const energy = create(definition, space, input);
    const all = space.enumerate();
    const batch = space.stateCount <= 200 ? all : space.random(randomStream(1, 'conformance'), 100);
    await checkEnergy(energy, space, batch);
  });

  it.each([ising, potts, restrictedBoltzmann, magnetisation, valueCount])(
    '$name says of itself what it must',
    (definition) => checkDefinition(definition as never),
  );
});

describe('properties', () => {
  it('magnetisation of all sites, of a group, and its magnitude', async () => {
    const space = layers(4, 2);
    const batch = Uint8Array.of(0, 0, 0, 1, 1, 1);
    const of = async (input: object) => (await create(magnetisation, space, input).evaluate(batch))[0];
    expect(await of({})).toBe(0);
    expect(await of({ group: 'visible' })).toBe(-0.5);
    expect(await of({ group: 'visible', absolute: true })).toBe(0.5);
    await checkEnergy(create(magnetisation, space, {}), space, space.enumerate(), { role: 'property' });
  });

  it('value-count by the name of a value', async () => {
    const batch = Uint8Array.of(0, 0, 0, 3, 2, 1, 0, 0);
    const of = async (input: object) => [...(await create(valueCount, unlike, input).evaluate(batch))];
    expect(await of({ value: 'a' })).toEqual([2, 1]);
    expect(await of({ value: 'x', share: true })).toEqual([0.25, 0.25]);
    expect(await of({ value: 'd' })).toEqual([1, 0]);
    await checkEnergy(create(valueCount, unlike, { value: 'a' }), unlike, unlike.enumerate(), { role: 'property' });
  });
});

it.each<[string, unknown, CategoricalSpace, object, string]>([
  ['spins of three values', ising, CategoricalSpace.onLattice([3], 3), {}, 'site 0 has 3'],
  ['no bonds to be had', ising, CategoricalSpace.uniform(3, 2), {}, 'list the bonds'],
  ['a site beyond', ising, CategoricalSpace.uniform(3, 2), { bonds: [[0, 3]] }, 'bonds.0: [0, 3] is no bond'],
  ['a site with itself', potts, CategoricalSpace.uniform(3, 2), { bonds: [[1, 1]] }, 'no bond'],
  ['too few fields', potts, unlike, { fields: [[1]] }, 'there are 1 rows of fields for 4 sites'],
  [
    'a table of another size',
    potts,
    unlike,
    { couplings: [{ sites: [0, 1], values: [[1]] }] },
    'for 3 values of site 0',
  ],
  ['no layers', restrictedBoltzmann, CategoricalSpace.uniform(4, 2), { weights: [[1]] }, "no group 'visible'"],
  ['layers of other sizes', restrictedBoltzmann, layers(3, 2), { weights: [[1, 2]] }, 'weights are 3 rows'],
  [
    'biases of another size',
    restrictedBoltzmann,
    layers(1, 2),
    { weights: [[1, 2]], hiddenBias: [1] },
    '1 biases for the 2',
  ],
  ['no such value', valueCount, unlike, { value: 'q' }, "no site can be 'q'; values are a, b, c, x, d"],
  ['magnetisation of three values', magnetisation, unlike, {}, 'has two values'],
])('refuses %s', (_, definition, space, input, message) => {
  expect(() => create(definition, space, input)).toThrow(ConfigurationError);
  expect(() => create(definition, space, input)).toThrow(message);
});

import {
  ConfigurationError,
  type ConfigurationFault,
  type Energy,
  type StateSpace,
  unknownPartitions,
} from '@basin/core';
import { describe, expect, it } from 'vitest';
import { builtInRegistry } from '../plugins/built-in-modules.js';
import { EnergyFactory } from '../run/create-energy.js';
import { createPartition } from '../run/create-sampler.js';
import { CreationScope } from '../run/creation-scope.js';
import { evaluateTree } from '../steps/evaluate-rows.js';
import { termLayout } from '../steps/term-columns.js';
import { termsWithoutStates } from './energy-terms.js';
import { parseYaml } from './parse-yaml.js';
import { definitionOf } from './reading-context.js';
import { resolveExpression } from './resolve-expression.js';
import { SecretTexts } from './secret-text.js';
import { validateWorkflow } from './validate-workflow.js';

const registry = builtInRegistry();
const plane = 'space: { vector: { axes: [x, { name: y, low: -9, high: 9 }] } }';
const layers =
  'space: { categorical: { groups: { visible: { count: 2, values: 2 }, hidden: { count: 1, alphabet: ab } } } }';

const steps = 'steps: { given: { step: read, file: operators.test.ts, format: datasets/csv } }';

function validate(space: string, energies: string) {
  const wide =
    space === layers ? 'energy: { ising: {} }' : 'energy: { gaussian: { mean: [0, 0], deviations: [2, 2] } }';
  const text = `basin: 1\ntitle: t\n${space}\n${steps}\nenergies:\n  wide: { ${wide} }\n${energies}`;
  const folder = import.meta.dirname;
  const context = { text, folder, workflowName: 'w', source: registry, pluginFaults: [], knownChecks: undefined };
  return validateWorkflow(parseYaml({ file: 'w.yaml', text }), context as never);
}

async function faultsOf(space: string, energies: string): Promise<readonly ConfigurationFault[]> {
  try {
    await validate(space, energies);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults;
  }
  return [];
}

/** The energy 'wanted' of a file, created as a run would. */
async function energyOf(space: string, energies: string) {
  const document = await validate(space, energies);
  const expression = resolveExpression({ form: 'named', name: 'wanted', label: 'wanted', weight: 1 }, document);
  const scope = new CreationScope(1);
  const states = (await definitionOf(registry, 'space', document.space!.name).create(
    document.space!.options,
    scope,
  )) as StateSpace<unknown>;
  const made = async () => states;
  const unnamed = (): never => {
    throw new Error('no sampler asks for an energy here');
  };
  const factory = new EnergyFactory({
    registry,
    context: scope,
    secrets: new SecretTexts({}),
    space: made,
    estimator: (reference) => createPartition(reference, { registry, context: scope, space: made, energy: unnamed }),
    readFile: () => Promise.reject(new Error('nothing here is read')),
    parameters: async () => undefined,
  });
  return { expression, energy: (await factory.create(expression)) as Energy<unknown>, states };
}

async function valueAt(energies: string, ...point: number[]): Promise<number> {
  const { energy } = await energyOf(plane, energies);
  return (await energy.evaluate(Float64Array.from(point)))[0]!;
}

describe('operators in a workflow file', () => {
  it('given', async () => {
    expect(await valueAt('  wanted: { given: { energy: wide, weight: 3 }, at: { x: 4 } }', 9, 2)).toBeCloseTo(
      3 * 2.5,
      12,
    );
  });

  it('temper', async () => {
    expect(await valueAt('  wanted: { temper: { energy: wide, weight: 2 }, beta: 0.5 }', 2, 0)).toBeCloseTo(0.5, 12);
  });

  it('constraint', async () => {
    const walls = '  wanted: { constraint: { coordinate: { axis: x } }, low: 0, high: 2 }';
    expect([await valueAt(walls, 1, 0), await valueAt(walls, 3, 0)]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it('free-energy and minimum-over', async () => {
    const sums = '  wanted: { free-energy: wide, latents: [y], beta: 2, method: { quadrature: { points: 100 } } }';
    // ∫ e^(−2 y²/8) dy over [−9, 9] = 2 √π erf(4.5).
    expect(await valueAt(sums, 2, 5)).toBeCloseTo(0.5 - Math.log(2 * Math.sqrt(Math.PI)) / 2, 8);
    const least = '  wanted: { minimum-over: wide, latents: [1], method: { optimise: { restarts: 2 } } }';
    expect(await valueAt(least, 2, 5)).toBeCloseTo(0.5, 10);
  });

  it('any, normalised by what is known, by numbers and by an estimate', async () => {
    const narrow = '{ energy: { gaussian: { mean: [0, 0], deviations: [1, 1] } } }';
    const mixture = (normalise: string) => `  wanted: { any: { a: wide, b: ${narrow} }, normalise: ${normalise} }`;
    const byHand = -Math.log(1 / (8 * Math.PI) + 1 / (2 * Math.PI));
    const numbers = `{ b: ${Math.log(2 * Math.PI)}, a: ${Math.log(8 * Math.PI)} }`;
    expect(await valueAt(mixture(numbers), 0, 0)).toBeCloseTo(byHand, 12);
    const known = mixture('known');
    const unbounded = 'space: { vector: { axes: [x, y] } }';
    const { energy } = await energyOf(unbounded, known);
    expect((await energy.evaluate(Float64Array.of(0, 0)))[0]).toBeCloseTo(byHand, 12);
    expect(unknownPartitions(energy)).toEqual([]);
  });

  it('estimates the partition functions of small discrete spaces exactly', async () => {
    const fields = 'objective: { minimise: {} }';
    const text = `  wanted:
    any:
      up: { property: magnetisation, ${fields} }
      twice: { property: magnetisation, ${fields}, weight: 2 }
    normalise: estimate`;
    const { energy } = await energyOf(layers, text);
    // E = m of three spins, Z = Σ e^(−m) over 8 states; weights 1 and 2 of equal terms.
    const partition = Math.exp(1) + 3 * Math.exp(1 / 3) + 3 * Math.exp(-1 / 3) + Math.exp(-1);
    expect((await energy.evaluate(Uint8Array.of(1, 1, 1)))[0]).toBeCloseTo(1 + Math.log(partition) - Math.log(3), 10);
  });

  it('sites by number, by group and by the names of values', async () => {
    const text = '  wanted: { given: { property: magnetisation, objective: minimise }, at: { 0: 1, hidden: b } }';
    const { energy } = await energyOf(layers, text);
    expect([...(await energy.evaluate(Uint8Array.of(0, 0, 0, 1, 1, 1)))].map((value) => Math.round(3 * value))).toEqual(
      [1, 3],
    );
    const sum = '  wanted: { free-energy: { property: magnetisation, objective: minimise }, latents: [hidden, 0] }';
    const summed = await energyOf(layers, sum);
    const expected = -Math.log([3, 1, 1, -1].reduce((total, spins) => total + Math.exp(-spins / 3), 0));
    expect((await summed.energy.evaluate(Uint8Array.of(0, 1, 1)))[0]).toBeCloseTo(expected, 12);
  });

  it('lays out the same columns before any work as it fills', async () => {
    const text = `  wanted:
    all:
      held: { given: { all: { a: wide, b: { temper: wide, beta: 0.5, weight: 2 } } }, at: { x: 1 }, weight: 3 }
      wall: { constraint: { coordinate: { axis: x } }, low: 0 }
      free: { free-energy: wide, latents: [y], method: { quadrature: { points: 4 } } }
      least: { not: { minimum-over: wide, latents: [y], method: optimise }, strength: 0.1 }
      mix: { any: { one: wide, two: { temper: wide, beta: 2 } }, normalise: { one: 0, two: 1 } }`;
    const { expression, energy } = await energyOf(plane, text);
    const told = await termsWithoutStates(expression, registry);
    const made = termLayout(await evaluateTree(energy, Float64Array.of(1, 2)));
    expect(termLayout(told!)).toEqual(made);
    expect(made.terms.map(({ path, role, factor }) => [path, role, factor])).toEqual([
      ['held.all.a', 'part', 3],
      ['held.all.b.wide', 'part', 3],
      ['wall', 'part', 1],
      ['free', 'part', 1],
      ['least', 'part', 1],
      ['least.minimum-over', 'inner', 1],
      ['mix', 'part', 1],
      ['mix.one', 'inner', 1],
      ['mix.two.wide', 'inner', 1],
    ]);
  });
});

describe('faults of operators stand at their places', () => {
  it.each([
    [
      '{ given: wide, at: { z: 1 } }',
      'z: 1',
      "there is no coordinate 'z'; did you mean 'x'? allowed: 0 to 1, or 'x', 'y'",
    ],
    ['{ given: wide, at: { y: 10 } }', 'y: 10', "coordinate 'y' cannot be 10; allowed is -9 to 9"],
    ['{ given: wide, at: {} }', '{} }', 'at: expected a map from coordinates or sites to values, got an empty map'],
    ['{ given: wide, at: { x: [1] } }', '[1]', 'x: expected a number, or the name of a value, got a list of 1'],
    ['{ given: wide }', 'given', "'at' is missing: the coordinates or sites that are held, such as at: { x: 1.5 }"],
    ['{ given: wyde, at: { x: 1 } }', 'wyde', "no energy is named 'wyde'; did you mean 'wide'?"],
    ['{ temper: wide }', 'temper', "'beta' is missing: what the energy is multiplied with, below 1 to flatten it"],
    ['{ temper: wide, beta: -1 }', '-1', 'beta: expected a number above 0, got -1'],
    ['{ temper: wide, beta: 1, at: 2 }', 'at: 2', "unknown key 'at'; allowed: 'temper', 'beta', 'weight', 'name'"],
    [
      '{ constraint: { coordinate: { axis: x } } }',
      'constraint',
      "a constraint needs 'low', 'high' or both: the values that are allowed",
    ],
    [
      '{ constraint: { coordinate: { axis: x } }, low: 2, high: 1 }',
      '1 }',
      'high: expected a number of at least low, 2, got 1',
    ],
    ['{ constraint: { coordinate: { axis: x } }, low: none }', 'none', 'low: expected a finite number, got "none"'],
    ['{ constraint: wide, low: 1 }', 'wide', "'wide' is an energy of this file, not a property"],
    [
      '{ constraint: { gaussian: { mean: [0, 0], deviations: [1, 1] } }, low: 1 }',
      '{ mean',
      'gaussian is an energy, not a property',
    ],
    ['{ free-energy: wide, latents: [q] }', 'q]', "there is no coordinate 'q'"],
    [
      '{ free-energy: wide, latents: [x, y], method: { quadrature: {} } }',
      'latents',
      'every coordinate is latent: no state is left',
    ],
    [
      '{ free-energy: wide, latents: [x], method: { quadrature: {} } }',
      'quadrature',
      "axis 'x' has no ends; give low and high",
    ],
    [
      '{ free-energy: wide, latents: [y] }',
      'free-energy',
      "coordinates cannot be enumerated; take 'quadrature' or 'sample'",
    ],
    [
      '{ free-energy: wide, latents: [y], method: optimise }',
      'optimise',
      `method: expected 'enumerate', 'quadrature' or 'sample', alone or with its options, got "optimise"`,
    ],
    ['{ free-energy: wide, latents: [y], method: { quadratur: {} } }', '{ quadratur', "did you mean 'quadrature'?"],
    [
      '{ free-energy: wide, latents: [y], method: { quadrature: { points: 1 } } }',
      '1 }',
      'points: expected a number of at least 2, got 1',
    ],
    [
      '{ free-energy: wide, latents: [y], method: { quadrature: { pints: 9 } } }',
      'pints',
      "unknown key 'pints'; did you mean 'points'?",
    ],
    [
      '{ free-energy: wide, latents: y }',
      'y }',
      'latents: expected a list of coordinates, sites or groups of sites, by name or number, got "y"',
    ],
    ['{ minimum-over: wide }', 'minimum-over', "'latents' is missing: a list of coordinates"],
    ['{ minimum-over: wide, latents: [-1] }', '-1', 'expected a name or a number, got -1'],
    ['{ any: { a: wide }, normalise: knwon }', 'knwon', "did you mean 'known'?"],
    [
      '{ any: { a: wide, b: wide }, normalise: { a: 1, c: 2 } }',
      'c: 2',
      "no term is named 'c'; did you mean 'a' or 'b'? there are 'a', 'b'",
    ],
    ['{ any: { a: wide, b: wide }, normalise: { a: 1 } }', 'normalise', "normalise: ln Z is missing for 'b'"],
    ['{ any: { a: wide }, normalise: { a: one } }', 'one', 'a: expected a finite number, ln Z, got "one"'],
    ['{ all: [wide], normalise: known }', 'normalise', "unknown key 'normalise'"],
    [
      '{ temper: { given: wanted, at: { x: 1 } }, beta: 1 }',
      'wanted: {',
      "energy 'wanted' contains itself: wanted → wanted",
    ],
  ])('%s: %s', async (energy, token, message) => {
    const faults = await faultsOf(plane, `  wanted: ${energy}`);
    const fault = faults.find((found) => found.message.includes(message));
    expect(fault, faults.map((found) => found.message).join('\n')).toBeDefined();
    const { line = 0, column = 0 } = fault?.position ?? {};
    expect(line).toBe(7);
    expect(`  wanted: ${energy}`.slice(column - 1).startsWith(token), `it stands at column ${column}`).toBe(true);
    expect(faults).toHaveLength(token === 'c: 2' ? 2 : 1);
  });

  it('also of sites', async () => {
    const energy = '{ given: { property: magnetisation, objective: minimise }, at: { hiden: a } }';
    const faults = await faultsOf(layers, `  wanted: ${energy}`);
    expect(faults.map(({ message }) => message).join('\n')).toContain(
      "there is no site 'hiden'; did you mean 'hidden'?",
    );
  });
});

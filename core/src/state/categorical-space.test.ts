import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../errors/design-error.js';
import { randomStream } from '../numerics/random-stream.js';
import { checkDefinition } from '../testing/check-definition.js';
import { checkSpace } from '../testing/check-space.js';
import { CategoricalSpace } from './categorical-space.js';
import { type CategoricalSpaceOptions, categoricalSpace } from './categorical-space-definition.js';
import { latticeBonds } from './lattice.js';

const context = { workerCount: 1, onDispose: () => undefined };
const schema = categoricalSpace.options as Exclude<typeof categoricalSpace.options, (...none: never) => unknown>;

function spaceOf(input: unknown): CategoricalSpace {
  return categoricalSpace.create(schema.parse(input) as CategoricalSpaceOptions, context) as CategoricalSpace;
}

const textOf = (space: CategoricalSpace, ...sites: number[]) =>
  Object.values(space.encode(Uint8Array.from(sites))).map(({ values }) => values[0]);

describe('the space categorical', () => {
  it('says of itself what it must', () => checkDefinition(categoricalSpace));

  it.each([
    ['a sequence', { sites: 4, alphabet: 'ACGT' }],
    ['numbered values', { sites: 3, values: 12 }],
    ['named values', { sites: 3, alphabet: ['Fe', 'Ni', 'vacancy'] }],
    ['a lattice', { lattice: { shape: [2, 3] }, values: 2 }],
    ['other values at each site', { alphabets: ['01', ['a', 'b', 'c'], 'x', '↑↓'] }],
    ['groups', { groups: { visible: { count: 3, values: 2 }, hidden: { count: 2, alphabet: 'uvw' } } }],
  ])('keeps the contract of spaces: %s', async (_, input) => {
    const space = spaceOf(input);
    const batch = space.random(randomStream(1, 'space'), 50);
    const distinct = new Map(Array.from({ length: 50 }, (_, row) => [space.identity(batch, row), row]));
    await checkSpace(space, space.take(batch, Int32Array.from(distinct.values())));
  });

  it('writes states for people, and never as what a reader takes for a number', () => {
    expect(textOf(spaceOf({ sites: 4, alphabet: 'ACGT' }), 2, 0, 3, 1)).toEqual(['GATC']);
    expect(textOf(spaceOf({ sites: 4, values: 2 }), 0, 1, 1, 0)).toEqual(['0 1 1 0']);
    expect(textOf(spaceOf({ sites: 2, alphabet: ['Fe', 'Ni'] }), 1, 0)).toEqual(['Ni Fe']);
    const layers = spaceOf({ groups: { visible: { count: 2, alphabet: '○●' }, hidden: { count: 1, values: 2 } } });
    expect(layers.encode(Uint8Array.of(1, 0, 1))).toEqual({
      visible: { type: 'text', values: ['●○'] },
      hidden: { type: 'text', values: ['1'] },
    });
    expect(categoricalSpace.columns?.({ groups: { visible: {}, hidden: {} } } as never)).toEqual(['visible', 'hidden']);
  });

  it('reports bad rows, each with the reason', async () => {
    const space = spaceOf({ sites: 3, alphabet: 'ACG' });
    const values = ['ACG', 'ACT', null, 'AC', ' GGG '];
    const { bad, rows, batch } = space.decode({ state: { type: 'text', values } });
    expect([...rows]).toEqual([0, 4]);
    expect([...batch]).toEqual([0, 1, 2, 2, 2, 2]);
    expect(bad).toEqual([
      { row: 1, status: 'invalid', message: "state: 'T' is no value of site 3; its values are A, C, G" },
      { row: 2, status: 'missing', message: "there is no 'state'" },
      { row: 3, status: 'invalid', message: "state: 'AC' has 2 sites; there are 3" },
    ]);
    expect(() => space.decode({ smiles: { type: 'text', values } })).toThrow("no column 'state'; its columns: smiles");
    const poisoned = { columns: { state: { type: 'text', values } as const }, badRows: [1, 2, 3] };
    await checkSpace(space, Uint8Array.of(0, 0, 1, 1, 0, 0, 2, 1, 1), poisoned);
  });

  it('reads the numbers that a table reader makes of a single site', () => {
    const one = CategoricalSpace.uniform(1, 12);
    const numbers = { type: 'float64', values: Float64Array.of(11, 3, Number.NaN) } as const;
    const { batch, bad } = one.decode({ state: numbers });
    expect([...batch]).toEqual([11, 3]);
    expect(bad.map(({ status }) => status)).toEqual(['missing']);
  });

  it.each<[object, string]>([
    [{}, 'give one of sites, lattice, groups and alphabets'],
    [{ sites: 2 }, 'give one of values and alphabet'],
    [{ sites: 2, values: 2, alphabet: 'ab' }, 'give one of values and alphabet'],
    [{ sites: 2, alphabet: 'aba' }, "two values are called 'a'"],
    [{ sites: 2, alphabet: ['a b'] }, 'no white space'],
    [{ sites: 2, values: 257 }, '256'],
    [{ lattice: { shape: [2, 0] }, values: 2 }, '>=1'],
    [{ lattice: { shape: [2, 2], periodic: [true] }, values: 2 }, 'give one for all or 2'],
    [{ groups: { a: { count: 2 } } }, 'give either values'],
  ])('refuses %j', (input, message) => {
    const { error } = schema.safeParse(input);
    expect(error?.issues.map((issue) => issue.message).join('; ')).toContain(message);
  });
});

describe('CategoricalSpace', () => {
  it('numbers its states as it lists them, whatever the sites', () => {
    const space = spaceOf({ alphabets: ['ab', 'abc', 'a', 'abcd'] });
    const all = space.enumerate();
    expect(space.stateCount).toBe(24);
    expect(Array.from({ length: 24 }, (_, row) => space.stateNumber(all, row))).toEqual([...Array(24).keys()]);
    expect([...all.subarray(4 * 23)]).toEqual([1, 2, 0, 3]);
    expect([...CategoricalSpace.uniform(2, 3).enumerate()]).toEqual([
      0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 2, 2, 0, 2, 1, 2, 2,
    ]);
    expect(() => CategoricalSpace.uniform(25, 2).enumerate()).toThrow(RangeError);
  });

  it('refuses groups and lattices of other sites', () => {
    const alphabets = Array(4).fill(['a', 'b']);
    const groups = [{ name: 'v', first: 0, count: 3 }];
    expect(() => new CategoricalSpace({ alphabets, groups })).toThrow(ConfigurationError);
    expect(() => new CategoricalSpace({ alphabets, groups: [{ name: 'v', first: 1, count: 3 }] })).toThrow(
      'begin at 0',
    );
    expect(() => new CategoricalSpace({ alphabets, lattice: { shape: [3], periodic: [true] } })).toThrow(
      '3 places for 4',
    );
    expect(() => new CategoricalSpace({ alphabets: [] })).toThrow('no sites');
  });

  it('draws a lattice in its shape, and says what it shows', () => {
    const space = CategoricalSpace.onLattice([2, 3], 2);
    const [drawing] = space.draw(Uint8Array.of(0, 1, 1, 1, 0, 0), { width: 100, height: 100 });
    expect(drawing?.svg).toContain('viewBox="0 0 3 2"');
    expect(drawing?.svg).toContain('d="M1 0h2v1h-2zM0 1h1v1h-1z"');
    expect(drawing?.alt).toBe('2 × 3 sites: 0 1 1 1 0 0');
  });
});

describe('latticeBonds', () => {
  it('joins every site to the next along each axis, around periodic ones', () => {
    expect([...latticeBonds({ shape: [3], periodic: [true] })]).toEqual([0, 1, 1, 2, 2, 0]);
    expect([...latticeBonds({ shape: [3], periodic: [false] })]).toEqual([0, 1, 1, 2]);
    expect([...latticeBonds({ shape: [2, 2], periodic: [false, false] })]).toEqual([0, 2, 1, 3, 0, 1, 2, 3]);
    expect(latticeBonds({ shape: [4, 5, 6], periodic: [true, true, true] }).length).toBe(2 * 3 * 120);
  });

  it('counts a pair twice on a ring of two, and joins no site to itself', () => {
    expect([...latticeBonds({ shape: [2], periodic: [true] })]).toEqual([0, 1, 1, 0]);
    expect([...latticeBonds({ shape: [1, 3], periodic: [true, true] })]).toEqual([0, 1, 1, 2, 2, 0]);
  });
});

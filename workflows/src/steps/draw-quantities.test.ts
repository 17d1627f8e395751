import { CategoricalSpace, type Energy, randomStream, VectorSpace } from '@basin/core';
import { expect, it } from 'vitest';
import { DrawQuantities } from './draw-quantities.js';

const flat: Energy<Float64Array> = { evaluate: (batch) => new Float64Array(batch.length) };
const energy = { energy: { type: 'float64', values: Float64Array.of(5, 6) } } as const;

function quantitiesOf(space: VectorSpace, held: Energy<Float64Array> = flat, properties: readonly string[] = []) {
  const batch = space.random(randomStream(1, 'draws'), 2);
  const states = space.encode(batch);
  const quantities = new DrawQuantities(space as never, held as never, states, {
    properties,
    observed: [],
    shares: [],
  });
  return {
    batch,
    found: quantities.of({ ...states, ...energy, size: { type: 'float64', values: Float64Array.of(7, 8) } }, batch),
  };
}

it('looks at the energy, named coordinates and properties', () => {
  const { batch, found } = quantitiesOf(VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]), flat, ['size']);
  expect([...found.keys()]).toEqual(['energy', 'x', 'y', 'size']);
  expect([...found.get('y')!]).toEqual([batch[1], batch[3]]);
  expect([...found.get('size')!]).toEqual([7, 8]);
});

it('looks at the first 32 coordinates of a vector', () => {
  const { batch, found } = quantitiesOf(VectorSpace.ofDimension(40));
  expect([...found.keys()].slice(0, 2)).toEqual(['energy', 'position[0]']);
  expect([...found.keys()].at(-1)).toBe('position[31]');
  expect([...found.get('position[3]')!]).toEqual([batch[3], batch[43]]);
});

it('takes cosine and sine of a circle, which has no mean', () => {
  const { batch, found } = quantitiesOf(VectorSpace.ofAxes([{ name: 'angle', low: 0, high: 360, periodic: true }]));
  expect([...found.keys()]).toEqual(['energy', 'cosine of angle', 'sine of angle']);
  expect(found.get('cosine of angle')![1]).toBeCloseTo(Math.cos((batch[1]! * Math.PI) / 180), 14);
});

it('leaves out coordinates that the energy holds: they never move', () => {
  const held = { ...flat, clamp: { indices: Int32Array.of(0), values: Float64Array.of(1) } };
  const { found } = quantitiesOf(VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]), held);
  expect([...found.keys()]).toEqual(['energy', 'y']);
});

/** Of three states, the energy held at the first site or not. */
function ofSites(space: CategoricalSpace, batch: Uint8Array, isHeld = false) {
  const flatSites: Energy<Uint8Array> = { evaluate: () => new Float64Array(3) };
  const held = { ...flatSites, clamp: { indices: Int32Array.of(0), values: Float64Array.of(0) } };
  const states = space.encode(batch);
  const quantities = new DrawQuantities(space as never, (isHeld ? held : flatSites) as never, states, {
    properties: [],
    observed: [],
    shares: [],
  });
  return quantities.of({ ...states, energy: { type: 'float64', values: Float64Array.of(1, 1, 1) } }, batch);
}

it('looks at the share of one of two values, and at single sites', () => {
  const batch = Uint8Array.of(0, 0, 0, 1, 1, 1, 0, 1, 1);
  const found = ofSites(CategoricalSpace.uniform(3, 2), batch);
  expect([...found.keys()]).toEqual(['energy', 'share of value 1', 'site 0', 'site 1', 'site 2']);
  expect([...found.get('share of value 1')!]).toEqual([0, 1, 2 / 3]);
  expect([...found.get('site 1')!]).toEqual([0, 1, 1]);
  const held = ofSites(CategoricalSpace.uniform(3, 2), batch, true);
  expect([...held.keys()]).toEqual(['energy', 'share of value 1', 'site 1', 'site 2']);
  expect([...held.get('share of value 1')!]).toEqual([0, 1, 1]);
});

it('looks at the share of each of several values, by its name, and at no more than 32 sites', () => {
  const alphabet = ['A', 'C', 'G', 'T'];
  const space = new CategoricalSpace({ alphabets: Array.from({ length: 64 }, () => alphabet) });
  const batch = new Uint8Array(3 * 64).map((_, i) => (i < 64 ? 3 : i % 2));
  const found = ofSites(space, batch);
  expect(found.size).toBe(1 + 4 + 32);
  expect([...found.keys()].slice(1, 7)).toEqual([
    ...alphabet.map((label) => `share of value ${label}`),
    'place in the alphabet at site 0',
    'place in the alphabet at site 2',
  ]);
  expect([...found.get('share of value T')!]).toEqual([1, 0, 0]);
  expect([...found.get('share of value C')!]).toEqual([0, 0.5, 0.5]);
});

import { type Energy, randomStream, VectorSpace } from '@basin/core';
import { expect, it } from 'vitest';
import { DrawQuantities } from './draw-quantities.js';

const flat: Energy<Float64Array> = { evaluate: (batch) => new Float64Array(batch.length) };
const energy = { energy: { type: 'float64', values: Float64Array.of(5, 6) } } as const;

function quantitiesOf(space: VectorSpace, held: Energy<Float64Array> = flat, properties: readonly string[] = []) {
  const batch = space.random(randomStream(1, 'draws'), 2);
  const states = space.encode(batch);
  const quantities = new DrawQuantities(space as never, held as never, states, properties);
  return {
    batch,
    found: quantities.of({ ...states, ...energy, size: { type: 'float64', values: Float64Array.of(7, 8) } }),
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

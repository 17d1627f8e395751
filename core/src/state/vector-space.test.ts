import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { mean, standardDeviation } from '../numerics/statistics.js';
import { checkDefinition } from '../testing/check-definition.js';
import { checkSpace } from '../testing/check-space.js';
import type { Columns } from './columns.js';
import { withinBounds } from './continuous.js';
import { VectorSpace } from './vector-space.js';
import { type VectorSpaceOptions, vectorSpace } from './vector-space-definition.js';

const context = { workerCount: 1, onDispose: () => undefined };

function spaceOf(options: unknown): VectorSpace {
  if (typeof vectorSpace.options === 'function') throw new Error('its options refer to nothing');
  return vectorSpace.create(vectorSpace.options.parse(options), context) as VectorSpace;
}

const angle = { name: 'angle', low: -180, high: 180, periodic: true };

describe('vector space', () => {
  it('says of itself what it must', async () => {
    await checkDefinition(vectorSpace);
  });

  it.each<[string, unknown]>([
    ['a line', { dimension: 1 }],
    ['a space', { dimension: 3 }],
    ['a line by name', { axes: ['x'] }],
    ['names', { axes: ['x', 'y'] }],
    [
      'a box',
      {
        axes: [
          { name: 'x', low: -1, high: 2 },
          { name: 'y', low: 0 },
          { name: 'z', high: 0 },
        ],
      },
    ],
    ['a cylinder', { axes: ['height', angle] }],
  ])('keeps the contract of spaces: %s', async (_, options) => {
    const space = spaceOf(options);
    const batch = space.random(randomStream(1, 'points'), 40);
    expect([...withinBounds(space.axes, batch)]).toEqual(new Array(40).fill(1));
    expect(space.dimension).toBe(space.axes.names.length);
    await checkSpace(space, batch);
  });

  it('names its columns before any work', () => {
    const columns = (options: unknown) => vectorSpace.columns?.(options as VectorSpaceOptions);
    expect(columns({ dimension: 2, spread: 1 })).toEqual(['position']);
    expect(columns({ axes: ['x', angle], spread: 1 })).toEqual(['x', 'angle']);
    expect(Object.keys(spaceOf({ axes: ['x', angle] }).encode(new Float64Array(2)))).toEqual(['x', 'angle']);
    expect(spaceOf({ dimension: 2 }).axes.names).toEqual(['position[0]', 'position[1]']);
  });

  it.each<[unknown, string]>([
    [{}, 'give either dimension or axes'],
    [{ dimension: 1, axes: ['x'] }, 'give either dimension or axes'],
    [{ axes: ['x', 'x'] }, "two axes are named 'x'"],
    [{ axes: [{ name: 'x', low: 1, high: 1 }] }, "axis 'x' goes from 1 to 1"],
    [{ axes: [{ name: 'x', low: 1, periodic: true }] }, "axis 'x' is periodic and needs both low and high"],
    [{ dimension: 0 }, 'dimension'],
    [{ dimension: 1, spread: 0 }, 'spread'],
  ])('refuses %j', (options, message) => {
    expect(() => spaceOf(options)).toThrow(message);
  });

  it('reports rows without a coordinate, not finite or out of bounds, and keeps the others', async () => {
    const space = spaceOf({ axes: [{ name: 'x', low: 0, high: 1 }, 'y'] });
    const columns: Columns = {
      y: { type: 'int32', values: Int32Array.of(1, 2, 3, 4, 5), valid: Uint8Array.of(1, 1, 0, 1, 1) },
      x: { type: 'float64', values: Float64Array.of(0.5, Number.NaN, 0.5, 1.5, Number.POSITIVE_INFINITY) },
    };
    await checkSpace(space, Float64Array.of(0, 1, 1, 1, 0.5, 2), { columns, badRows: [1, 2, 3, 4] });
    expect(space.decode(columns)).toEqual({
      batch: Float64Array.of(0.5, 1),
      rows: Int32Array.of(0),
      bad: [
        { row: 1, status: 'missing', message: 'there is no x' },
        { row: 2, status: 'missing', message: 'there is no y' },
        { row: 3, status: 'invalid', message: 'x is 1.5; allowed is 0 to 1' },
        { row: 4, status: 'invalid', message: 'x is Infinity; it must be finite' },
      ],
    });
  });

  it('reads columns of text cell by cell, as files have them where one cell is no number', () => {
    const x = ['1', 'abc', null, ' -2.5e-1 ', '0x10', ''];
    const columns: Columns = {
      x: { type: 'text', values: x },
      y: { type: 'float64', values: new Float64Array(x.length).fill(7) },
    };
    expect(spaceOf({ axes: ['x', 'y'] }).decode(columns)).toEqual({
      batch: Float64Array.of(1, 7, -0.25, 7),
      rows: Int32Array.of(0, 3),
      bad: [
        { row: 1, status: 'invalid', message: "x is 'abc', which is no number" },
        { row: 2, status: 'missing', message: 'there is no x' },
        { row: 4, status: 'invalid', message: "x is '0x10', which is no number" },
        { row: 5, status: 'missing', message: 'there is no x' },
      ],
    });
    const none: Columns = { x: { type: 'text', values: [] }, y: { type: 'text', values: [] } };
    expect(spaceOf({ axes: ['x', 'y'] }).decode(none).batch).toEqual(new Float64Array(0));
  });

  it('refuses tables without its columns, or with columns that hold no coordinates', () => {
    const flags = { type: 'bool', values: new Uint8Array(1) } as const;
    const plane = spaceOf({ axes: ['x', 'y'] });
    expect(() => plane.decode({ x: { type: 'float64', values: new Float64Array(1) } })).toThrow(
      "the table has no column 'y'; its columns: 'x'",
    );
    expect(() => plane.decode({ x: flags, y: flags })).toThrow("column 'x' holds bool; coordinates are numbers");
    const position = { type: 'vector', values: new Float64Array(3), width: 3 } as const;
    expect(() => spaceOf({ dimension: 2 }).decode({ position })).toThrow(
      'has 3 numbers a row; the space has 2 dimensions',
    );
  });

  it('takes coordinates of circles back, and leaves others where they are', () => {
    const space = spaceOf({ axes: [{ name: 'x', low: 0, high: 1 }, angle] });
    const moved = space.withCoordinates(
      new Float64Array(),
      Float64Array.of(1.5, 180, -2, -540, 0, 190, 0, -180 - 1e-14),
    );
    expect([...moved]).toEqual([1.5, -180, -2, -180, 0, -170, 0, -180]);
    const { batch, bad } = space.decode({
      x: { type: 'float64', values: Float64Array.of(0) },
      angle: { type: 'float64', values: Float64Array.of(725) },
    });
    expect([...batch, ...bad]).toEqual([0, 5]);
  });

  it('states that differ in the last bit differ', () => {
    const space = VectorSpace.ofDimension(2);
    const batch = Float64Array.of(0.1, 0.3, 0.1, 0.1 + 0.2, 0.1, 0.3);
    expect(space.identity(batch, 0)).not.toBe(space.identity(batch, 1));
    expect(space.identity(batch, 0)).toBe(space.identity(batch, 2));
  });

  it('spreads random states as it is told', () => {
    // Standard errors: 0.02 of the mean, 0.014 of the deviation; the seed is fixed.
    const line = VectorSpace.ofDimension(1, 2).random(randomStream(1, 'line'), 10_000);
    expect(Math.abs(mean(line))).toBeLessThan(0.1);
    expect(Math.abs(standardDeviation(line) - 2)).toBeLessThan(0.07);
    const half = VectorSpace.ofAxes([{ name: 'x', low: 3 }], 2).random(randomStream(1, 'half'), 10_000);
    expect(Math.abs(mean(half) - 3 - 2 * Math.sqrt(2 / Math.PI))).toBeLessThan(0.07);
    const box = VectorSpace.ofAxes([{ name: 'x', low: 3, high: 5 }]).random(randomStream(1, 'box'), 10_000);
    expect(Math.abs(mean(box) - 4)).toBeLessThan(0.03);
    expect(Math.abs(standardDeviation(box) - 2 / Math.sqrt(12))).toBeLessThan(0.03);
  });
});

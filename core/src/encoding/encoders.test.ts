import { describe, expect, it } from 'vitest';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { coordinateEncoder } from './coordinates.js';
import { oneHotEncoder } from './one-hot.js';

const plain = { centre: 0, scale: 1, kinds: {} };

describe('coordinates', () => {
  it('moves, scales, wraps and takes kinds apart', async () => {
    const space = VectorSpace.ofAxes([
      { name: 'x' },
      { name: 'angle', low: 0, high: 360, periodic: true },
      { name: 'y' },
    ]);
    const encoder = coordinateEncoder(space, { centre: 1, scale: 2, kinds: { y: 3 } });
    expect(encoder.shape).toEqual([6]);
    const features = await encoder.encode(Float64Array.of(5, 90, 2, 1, 180, 0));
    const expected = [2, 0, 1, 0, 0, 1, 0, -1, 0, 1, 0, 0];
    for (const [i, value] of expected.entries()) expect(features[i]).toBeCloseTo(value, 14);
  });

  it('pulls gradients back as finite differences say', async () => {
    const space = VectorSpace.ofAxes([{ name: 'x' }, { name: 'angle', low: -2, high: 5, periodic: true }]);
    const encoder = coordinateEncoder(space, { centre: 0.3, scale: 1.7, kinds: {} });
    const weights = [0.7, -1.3, 0.4];
    const value = async (point: Float64Array) => {
      const features = await encoder.encode(point);
      return weights.reduce((sum, weight, k) => sum + weight * features[k]!, 0);
    };
    const at = Float64Array.of(0.9, 1.1);
    const gradient = await encoder.pullBack(at, Float64Array.from(weights));
    for (const axis of [0, 1]) {
      const moved = (by: number) => at.map((x, i) => (i === axis ? x + by : x));
      const slope = ((await value(moved(1e-5))) - (await value(moved(-1e-5)))) / 2e-5;
      expect(gradient[axis]).toBeCloseTo(slope, 8);
    }
  });

  it('pushes directions on as finite differences say, and tells what is left far out', async () => {
    const space = VectorSpace.ofAxes([
      { name: 'x' },
      { name: 'angle', low: -2, high: 5, periodic: true },
      { name: 'y', low: 0, high: 2 },
    ]);
    const encoder = coordinateEncoder(space, { centre: 0.3, scale: 1.7, kinds: { y: 2 } });
    const [at, v] = [Float64Array.of(0.9, 1.1, 1), Float64Array.of(0.4, -1.2, 0.1)];
    const { velocity, acceleration } = await encoder.pushForward(at, v);
    const along = async (t: number) => encoder.encode(at.map((x, axis) => x + t * v[axis]!));
    const [before, here, after] = [await along(-1e-4), await along(0), await along(1e-4)];
    here.forEach((value, k) => {
      expect(velocity[k]).toBeCloseTo((after[k]! - before[k]!) / 2e-4, 7);
      expect(acceleration[k]).toBeCloseTo((after[k]! - 2 * value + before[k]!) / 1e-8, 5);
    });
    expect(encoder.linearPart).toEqual(Float64Array.of(1 / 1.7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  });

  it('refuses kinds of an axis that is not there', () => {
    const space = VectorSpace.ofAxes([{ name: 'x' }]);
    expect(() => coordinateEncoder(space, { ...plain, kinds: { z: 2 } })).toThrow("there is no axis 'z'");
  });
});

describe('one-hot', () => {
  it('has a one at the value of each site', async () => {
    const space = new CategoricalSpace({
      alphabets: [
        ['a', 'b'],
        ['a', 'b', 'c'],
      ],
    });
    const encoder = oneHotEncoder(space);
    expect(encoder.shape).toEqual([2, 3]);
    expect([...(await encoder.encode(Uint8Array.of(1, 2, 0, 0)))]).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0]);
  });

  it('needs sites', () => {
    expect(() => oneHotEncoder(VectorSpace.ofAxes([{ name: 'x' }]))).toThrow('has no sites');
  });
});

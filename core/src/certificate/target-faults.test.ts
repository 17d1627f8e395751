import { describe, expect, it } from 'vitest';
import type { Differentiable, Energy, SiteLocal } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { certifyDraws } from './certify-draws.js';
import { DrawRecord } from './draw-record.js';

const line = VectorSpace.ofAxes([{ name: 'x' }]);
const rng = randomStream(8, 'faults');
const common = { sampler: 'chains', beta: 1, facts: [], remarks: [], rng };

/** An energy of one coordinate with its slope. */
function onLine(value: (x: number) => number, slope: (x: number) => number): Differentiable<VectorBatch> {
  return {
    evaluate: (batch) => batch.map(value),
    evaluateWithGradient: (batch) => ({ energy: batch.map(value), gradient: batch.map(slope) }),
  };
}

/** Four chains of 500 independent draws. */
async function certified(energy: Differentiable<VectorBatch>, drawOne: () => number) {
  const record = new DrawRecord(line);
  for (let draw = 0; draw < 500; draw++) {
    const batch = new Float64Array(4).map(drawOne);
    const values = new Map([
      ['energy', await energy.evaluate(batch)],
      ['x', batch],
    ]);
    record.add({ batch, chain: Int32Array.of(0, 1, 2, 3), values });
  }
  return certifyDraws({ ...common, space: line, energy, record });
}

const half = Math.LN2;

describe('the certificate of draws', () => {
  it('finds β where the draws lie, however far from the origin and from each other', async () => {
    for (const apart of [1.5, 1e6]) {
      // Two normals of deviation ½: E = −ln Σ e^(−2 (x − c)²).
      const pulls = (x: number): [number, number] => [x - 1e6, x - 1e6 - apart];
      const value = (x: number): number => {
        const [a, b] = pulls(x).map((d) => 2 * d * d) as [number, number];
        return Math.min(a, b) - Math.log1p(Math.exp(-Math.abs(a - b))) + half;
      };
      const slope = (x: number): number => {
        const [a, b] = pulls(x);
        const share = 1 / (1 + Math.exp(2 * a * a - 2 * b * b));
        return 4 * (share * a + (1 - share) * b);
      };
      const { checks } = await certified(onLine(value, slope), () => 1e6 + apart * rng.integer(2) + rng.normal() / 2);
      expect(checks.find(({ name }) => name === 'effective β')).toMatchObject({ passed: true });
    }
  });

  it('leaves out at walls what holds only where the density vanishes, and says so', async () => {
    const walled = onLine(
      (x) => (x >= 0 ? x : Number.POSITIVE_INFINITY),
      (x) => (x >= 0 ? 1 : 0),
    );
    const { verdict, checks, remarks } = await certified(walled, () => -Math.log1p(-rng.uniform()));
    expect(checks.some(({ name }) => name === 'effective β' || name.includes('Stein'))).toBe(false);
    expect(remarks).toContainEqual(expect.stringContaining('Forbidden states lie beside the draws'));
    expect(verdict).toBe('passed');
  });

  it('keeps them where walls are far from the draws', async () => {
    const far = onLine(
      (x) => (Math.abs(x) < 6 ? (x * x) / 2 : Number.POSITIVE_INFINITY),
      (x) => (Math.abs(x) < 6 ? x : 0),
    );
    const { verdict, checks, remarks } = await certified(far, () => rng.normal());
    expect(checks.map(({ name }) => name)).toContain('effective β');
    expect({ verdict, remarks }).toEqual({ verdict: 'passed', remarks: [] });
  });

  it('says that β cannot be told without forces, and fails gradients that are no numbers', async () => {
    const flat = await certified(
      onLine(
        () => 0,
        () => 0,
      ),
      () => rng.normal(),
    );
    expect(flat.remarks).toContainEqual(expect.stringContaining('effective β could not be computed'));
    const broken = await certified(
      onLine(
        (x) => (x * x) / 2,
        () => Number.NaN,
      ),
      () => rng.normal(),
    );
    expect(broken.checks.find(({ name }) => name === 'effective β')).toMatchObject({ passed: false });
  });

  it('fails without draws', async () => {
    const record = new DrawRecord(line);
    const certificate = await certifyDraws({
      ...common,
      space: line,
      energy: onLine(
        () => 0,
        () => 0,
      ),
      record,
    });
    expect(certificate).toMatchObject({ verdict: 'failed', checks: [{ name: 'draws', value: 0, passed: false }] });
  });

  it('fails draws that are one state, and not different ones of which no number changes', async () => {
    const space = CategoricalSpace.uniform(2, 2);
    const flat: Energy<Uint8Array> = { evaluate: (batch) => new Float64Array(batch.length / 2) };
    const of = (site: () => number) => {
      const record = new DrawRecord(space);
      for (let draw = 0; draw < 200; draw++) {
        const values = new Map([['energy', new Float64Array(1)]]);
        record.add({ batch: Uint8Array.of(site(), site()), chain: Int32Array.of(0), values });
      }
      return certifyDraws({ ...common, space, energy: flat, record });
    };
    expect((await of(() => 1)).checks[0]).toMatchObject({
      name: expect.stringContaining('never moved'),
      passed: false,
    });
    const moving = await of(() => rng.integer(2));
    expect(moving.checks.some(({ passed }) => !passed)).toBe(false);
    expect(moving.remarks).toContainEqual(expect.stringContaining('whether the chains have converged is unknown'));
  });

  it('sees the halves of discrete chains apart', async () => {
    const space = CategoricalSpace.uniform(20, 3);
    const energy: SiteLocal<Uint8Array> = {
      siteGraph: undefined,
      evaluate: (batch) => new Float64Array(batch.length / 20),
      siteEnergies: (_batch, _sites, into) => void into.fill(0),
    };
    const halves = async (lowest: (chain: number) => number) => {
      const record = new DrawRecord(space);
      for (let draw = 0; draw < 500; draw++) {
        const batch = new Uint8Array(80).map((_, i) => lowest(Math.floor(i / 20)) + rng.integer(2));
        // A number that does not know of the difference.
        const values = new Map([['noise', new Float64Array(4).map(() => rng.normal())]]);
        record.add({ batch, chain: Int32Array.of(0, 1, 2, 3), values });
      }
      const { checks } = await certifyDraws({ ...common, space, energy, record });
      return checks.find(({ name }) => name.includes('halves'))?.passed;
    };
    expect(await halves(() => 0)).toBe(true);
    expect(await halves((chain) => (chain < 2 ? 0 : 1))).toBe(false);
  });
});

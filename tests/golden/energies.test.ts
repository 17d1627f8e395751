import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTable } from '@basin/datasets';
import { afterAll, describe, expect, it } from 'vitest';
import { basin, type Ended } from '../cli/run-basin.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

interface RunRecord {
  readonly steps: readonly {
    readonly name: string;
    readonly tables: Readonly<Record<string, { readonly path: string }>>;
    readonly outcome: {
      readonly certificate?: {
        readonly verdict: string;
        readonly quantities: readonly {
          readonly quantity: string;
          readonly mean: number;
          readonly deviation: number;
          readonly standardError: number;
          readonly bulkSampleSize: number;
        }[];
      };
    };
  }[];
}

interface Finished extends Ended {
  readonly folder: string;
  readonly record: RunRecord;
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Runs an example as a user does, in a folder of its own. */
async function run(name: string, ...settings: string[]): Promise<Finished> {
  const folder = await mkdtemp(join(tmpdir(), 'basin-energies-'));
  folders.push(folder);
  await cp(join(examples, `${name}.yaml`), join(folder, `${name}.yaml`));
  const ended = await basin(['run', `${name}.yaml`, ...settings.flatMap((set) => ['--set', set])], { folder });
  const record = JSON.parse(await readFile(join(folder, `results/${name}/run.json`), 'utf8')) as RunRecord;
  expect(await readFile(join(folder, `results/${name}/report.html`), 'utf8')).toContain('</html>');
  return { ...ended, folder, record };
}

function certificateOf({ record }: Finished, step: string) {
  const certificate = record.steps.find(({ name }) => name === step)?.outcome.certificate;
  if (certificate === undefined) throw new Error(`step '${step}' has no certificate`);
  return certificate;
}

function quantity(finished: Finished, step: string, name: string) {
  const found = certificateOf(finished, step).quantities.find((each) => each.quantity === name);
  if (found === undefined) throw new Error(`step '${step}' tells nothing of '${name}'`);
  return found;
}

/** Four standard errors: fails by chance once in 16,000 seeds, and the seeds are fixed. */
function expectMean(finished: Finished, step: string, name: string, exact: number): void {
  const { mean, standardError } = quantity(finished, step, name);
  expect(Math.abs(mean - exact), `mean of ${name} is ${mean}`).toBeLessThan(4 * standardError);
}

/** A variance of n normal draws has the deviation √(2/n) of itself. */
function expectVariance(finished: Finished, step: string, name: string, exact: number): void {
  const { deviation, bulkSampleSize } = quantity(finished, step, name);
  const size = Math.min(bulkSampleSize, quantity(finished, step, 'energy').bulkSampleSize);
  expect(Math.abs(deviation ** 2 / exact - 1), `variance of ${name}`).toBeLessThan(4 * Math.sqrt(2 / size));
}

async function columnsOf({ folder, record }: Finished, step: string) {
  const path = record.steps.find(({ name }) => name === step)!.tables.main!.path;
  const table = await openTable(join(folder, path));
  const columns: Record<string, unknown[]> = {};
  for await (const batch of table.batches()) {
    for (const [name, { values }] of Object.entries(batch)) columns[name] = [...(columns[name] ?? []), ...values];
  }
  return columns;
}

describe('the examples of energies, run as a user runs them', () => {
  it('two-gaussians: the product has the mean 2.4 and the variance 0.2', async () => {
    const finished = await run('two-gaussians');
    expect(finished.code, finished.stderr).toBe(0);
    expect(certificateOf(finished, 'draws').verdict).toBe('passed');
    expectMean(finished, 'draws', 'x', 2.4);
    expectVariance(finished, 'draws', 'x', 0.2);
    // E = 5/2 (x − 2.4)² + 3.6: the energy of a Gaussian in one dimension is ½ on average.
    expectMean(finished, 'draws', 'energy', 4.1);
  }, 60_000);

  it('learn-a-density: what is learned from draws has their means, and one ln Z by two ways', async () => {
    const finished = await run('learn-a-density');
    expect(finished.code, finished.stderr).toBe(0);
    for (const site of [0, 1, 2, 3, 4, 5]) {
      const [known, learned] = ['examples', 'learned-draws'].map(
        (step) => quantity(finished, step, `site ${site}`).mean,
      );
      // Monte Carlo errors of both and of 4,000 examples are 0.01 each; what is left of training is noise of the same size.
      expect(Math.abs(known! - learned!)).toBeLessThan(0.08);
    }
    const [estimated] = (await columnsOf(finished, 'estimated-log-z')).logPartition as number[];
    const [error] = (await columnsOf(finished, 'estimated-log-z')).standardError as number[];
    const [exact] = (await columnsOf(finished, 'exact-log-z')).logPartition as number[];
    expect(Math.abs(estimated! - exact!)).toBeLessThan(Math.max(5 * error!, 1e-9));
  }, 120_000);

  it('mixture: shares by height and width as written, one half each when normalised', async () => {
    const finished = await run('mixture');
    expect(finished.code, finished.stderr).toBe(0);
    expectMean(finished, 'as-written', 'x', 1);
    expectMean(finished, 'normalised', 'x', 1.5);
  }, 60_000);

  it('negation: the draws keep to the other side', async () => {
    const finished = await run('negation');
    expect(finished.code, finished.stderr).toBe(0);
    expectMean(finished, 'draws', 'x', -1);
    expectMean(finished, 'draws', 'y', 0);
    expectVariance(finished, 'draws', 'x', 4 / 3);
    const folder = finished.folder;
    const refused = await basin(['run', 'negation.yaml', '--set', 'energies.wanted.all.far.strength=5'], { folder });
    expect(refused.stderr).toMatch(/falls without end .* must be below 4 \(it is 5\)/);
    expect(refused.code).toBe(3);
  }, 60_000);

  it('latent-free-energy: with and without the hidden units the visible ones have their exact distribution', async () => {
    const finished = await run('latent-free-energy');
    expect(finished.code, finished.stderr).toBe(0);
    const exact = visibleProbabilities();
    for (const step of ['both-layers', 'visible-alone']) {
      const { visible = [] } = await columnsOf(finished, step);
      const shares = new Map<unknown, number>();
      for (const state of visible) shares.set(state, (shares.get(state) ?? 0) + 1 / visible.length);
      const apart = [...exact].reduce((sum, [state, share]) => sum + Math.abs(share - (shares.get(state) ?? 0)), 0) / 2;
      // 4,000 independent draws of 32 states are some 0.03 apart.
      expect(apart, step).toBeLessThan(0.05);
    }
  }, 60_000);

  it('tempering-a-barrier: local moves fail their certificate, tempering passes it', async () => {
    const finished = await run('tempering-a-barrier');
    expect(finished.code, finished.stderr).toBe(0);
    expect(certificateOf(finished, 'local').verdict).toBe('failed');
    expect(certificateOf(finished, 'tempered').verdict).toBe('passed');
    expectMean(finished, 'tempered', 'x', 0);
    const { folder } = finished;
    const strict = await basin(['run', 'tempering-a-barrier.yaml', '--set', 'steps.local.certificate.required=true'], {
      folder,
    });
    expect(strict.code).toBe(4);
    expect(strict.stdout).toMatch(/step 'local': its certificate failed: R̂ of x/);
  }, 60_000);

  it('ising-log-z: three ways to the same ln Z', async () => {
    const finished = await run('ising-log-z');
    expect(finished.code, finished.stderr).toBe(0);
    const [counted, annealed, particles] = await Promise.all(
      ['counted', 'annealed', 'particles'].map(async (step) => {
        const { logPartition, standardError } = await columnsOf(finished, step);
        return { value: Number(logPartition?.[0]), error: Number(standardError?.[0]) };
      }),
    );
    expect(counted!.value).toBeCloseTo(15.52191546, 7);
    expect(Math.abs(annealed!.value - 15.52191546)).toBeLessThan(4 * annealed!.error);
    expect(Math.abs(particles!.value - 15.52191546)).toBeLessThan(4 * particles!.error);
  }, 60_000);

  it('ising-64: the mean energy of the finite lattice', async () => {
    // β = 0.3 forgets fast; the energy is Kaufman's, Phys. Rev. 76, 1232 (1949), of 64 × 64 spins.
    const chains = 'steps.draws.sampler.chains';
    const finished = await run(
      'ising-64',
      `${chains}.beta=0.3`,
      `${chains}.steps=2000`,
      `${chains}.warmUp=500`,
      `${chains}.thin=5`,
    );
    expect(finished.code, finished.stderr).toBe(0);
    expectMean(finished, 'draws', 'energy', -0.704499 * 4096);
  }, 60_000);
});

/** Of the machine in the example, by summing over all 2⁵ · 2³ states. */
function visibleProbabilities(): ReadonlyMap<string, number> {
  const weights = [
    [2, -1, -1],
    [2, -1, 0],
    [0, 0, 2],
    [-1, 2, 0],
    [-1, 2, -1],
  ];
  const bits = (count: number, of: number): readonly number[] => Array.from({ length: of }, (_, i) => (count >> i) & 1);
  const sums = new Map<string, number>();
  for (let v = 0; v < 32; v++) {
    const visible = bits(v, 5);
    for (let h = 0; h < 8; h++) {
      const hidden = bits(h, 3);
      const bias = 0.5 * [...visible, ...hidden].reduce((sum, unit) => sum + unit, 0);
      const joined = visible.flatMap((a, i) => hidden.map((b, j) => a * b * weights[i]![j]!));
      const weight = Math.exp(joined.reduce((sum, value) => sum + value, 0) - bias);
      const state = visible.join(' ');
      sums.set(state, (sums.get(state) ?? 0) + weight);
    }
  }
  const total = [...sums.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...sums].map(([state, weight]) => [state, weight / total]));
}

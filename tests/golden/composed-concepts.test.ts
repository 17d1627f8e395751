import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTable } from '@basin/datasets';
import { afterAll, describe, expect, it } from 'vitest';
import { basin } from '../cli/run-basin.js';

const example = fileURLToPath(new URL('../../examples/compose-concepts.yaml', import.meta.url));
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

interface Means {
  /** Share of the points whose coordinates have one sign: those along the stripe. */
  readonly alongStripe: number;
  readonly radius: number;
}

function meansOf(x: ArrayLike<number>, y: ArrayLike<number>, weights: ArrayLike<number>): Means {
  let [whole, alongStripe, radius] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    whole += weights[i]!;
    radius += weights[i]! * Math.hypot(x[i]!, y[i]!);
    if (x[i]! * y[i]! > 0) alongStripe += weights[i]!;
  }
  return { alongStripe: alongStripe / whole, radius: radius / whole };
}

/** Of the true densities of the example, ring · stripe^sign, by midpoints of a grid. */
function exactMeans(sign: 1 | -1): Means {
  const side = 400;
  const midpoint = (i: number): number => -4 + (8 * (i + 0.5)) / side;
  const x = Float64Array.from({ length: side * side }, (_, i) => midpoint(i % side));
  const y = Float64Array.from({ length: side * side }, (_, i) => midpoint(Math.floor(i / side)));
  const determinant = 2.5 ** 2 - 1.86 ** 2;
  const densities = x.map((u, i) => {
    const v = y[i]!;
    const ring = (Math.hypot(u, v) - 2.5) ** 2 / (2 * 0.4 ** 2);
    const stripe = (2.5 * (u * u + v * v) - 2 * 1.86 * u * v) / (2 * determinant);
    return Math.exp(-ring - sign * stripe);
  });
  return meansOf(x, y, densities);
}

async function drawnMeans(path: string): Promise<Means> {
  const table = await openTable(path);
  const columns: Record<'x' | 'y' | 'logWeight', number[]> = { x: [], y: [], logWeight: [] };
  for await (const batch of table.batches()) {
    for (const name of ['x', 'y', 'logWeight'] as const) columns[name].push(...(batch[name]!.values as Float64Array));
  }
  return meansOf(columns.x, columns.y, columns.logWeight.map(Math.exp));
}

describe('compose-concepts, run as a user runs it', () => {
  it('what was learned apart composes as the true densities do', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'basin-concepts-'));
    folders.push(folder);
    await cp(example, join(folder, 'compose-concepts.yaml'));
    const ended = await basin(['run', 'compose-concepts.yaml'], { folder });
    expect(ended.code, ended.stderr).toBe(0);
    const { steps } = JSON.parse(await readFile(join(folder, 'results/compose-concepts/run.json'), 'utf8'));
    const meansOfStep = (name: string): Promise<Means> =>
      drawnMeans(join(folder, steps.find((step: { name: string }) => step.name === name).tables.main.path));
    // 900 effective draws have errors of 0.01 in the share and 0.02 in the radius; the rest is what training leaves.
    const both = await meansOfStep('both-draws');
    expect(Math.abs(both.alongStripe - exactMeans(1).alongStripe)).toBeLessThan(0.05);
    expect(Math.abs(both.radius - exactMeans(1).radius)).toBeLessThan(0.08);
    // Away from the stripe few of its examples tell how much is to be avoided.
    const off = await meansOfStep('off-stripe-draws');
    expect(Math.abs(off.alongStripe - exactMeans(-1).alongStripe)).toBeLessThan(0.08);
    expect(Math.abs(off.radius - exactMeans(-1).radius)).toBeLessThan(0.25);
  }, 300_000);
});

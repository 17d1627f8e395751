import { CategoricalSpace, type Energy, randomStream, VectorSpace } from '@basin/core';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { memoryInput, memoryTable, runInMemory } from '../steps/fixtures/in-memory-context.js';
import { report } from '../steps/report.js';
import { type Drawn, drawnInput, runOf } from './fixtures/drawn-inputs.js';

/** linkedom's types are those of a browser. */
interface Page {
  querySelectorAll(selector: string): Iterable<{ textContent: string; getAttribute(name: string): string | null }>;
}

async function pageOf(drawn: Drawn, others: readonly Parameters<typeof memoryInput>[] = []): Promise<Page> {
  const { input, certificate } = await drawnInput(drawn);
  const step = report.create({ file: 'report.html', show: 6, overwrite: false });
  const inputs = [input, ...others.map((other) => memoryInput(...other))];
  const { texts, outcome } = await runInMemory(step, { inputs, space: drawn.space, run: runOf(certificate) });
  expect(outcome.rowsRead).toBeGreaterThanOrEqual(drawn.chains * drawn.drawCount);
  return parseHTML(texts.get('report.html')!).document as unknown as Page;
}

const texts = (page: Page, selector: string): readonly string[] =>
  Array.from(page.querySelectorAll(selector), ({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
const labels = (page: Page, selector: string): readonly string[] =>
  Array.from(page.querySelectorAll(selector), (element) => element.getAttribute('aria-label') ?? '');

/** E = |x|²/2 over two axes, its draws independent. */
const plane = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]);
const bowl: Energy<Float64Array> = {
  evaluate: (batch) =>
    Float64Array.from({ length: batch.length / 2 }, (_, row) => (batch[2 * row]! ** 2 + batch[2 * row + 1]! ** 2) / 2),
};
/** Chains are erased to unknown where steps hand them on. */
const normal = (chains: number, apart = 0): Drawn => ({
  space: plane as never,
  energy: bowl as never,
  chains,
  drawCount: 400,
  drawAt: (rng) => Float64Array.from({ length: 2 * chains }, (_, i) => rng.normal() + (i === 0 ? apart : 0)),
});

describe('a report of draws', () => {
  it('tells of the draws what designs have no place for, and nothing of candidates', async () => {
    const page = await pageOf(normal(4));
    expect(texts(page, 'h2')).toEqual([
      'The answer',
      'The certificate',
      'The energy landscape',
      'What was drawn',
      'How the chains moved',
      'Where it comes from',
    ]);
    expect(texts(page, '.contents a')).toEqual(texts(page, 'h2'));
    expect(texts(page, '.kicker')).toEqual(['Basin report']);
    expect(texts(page, 'footer')[0]).not.toContain('better');
    expect(texts(page, '.figure .value')[0]).toBe('1600');
    const { quantities } = (await drawnInput(normal(4))).certificate;
    const least = Math.min(...quantities.flatMap((q) => [q.bulkSampleSize, q.tailSampleSize]));
    expect(texts(page, '.figure .value')[1]).toBe(String(Math.round(least)));
    expect(texts(page, '.badge')).toEqual(['✓ passed']);
    expect(labels(page, '.chart svg').filter((label) => label.startsWith('Energy over'))).toEqual([
      expect.stringMatching(/^Energy over x and y, with draws on it: lowest 0\.\d+ at x −?0\.\d+, y −?0\.\d+$/),
    ]);
    expect(labels(page, '.chart svg').every((label) => label.length > 20)).toBe(true);
    expect(texts(page, '.quantities tbody th')).toEqual(['energy', 'x', 'y']);
  });

  it('tells of the draws of each step under its name', async () => {
    const [{ input }, { input: other }] = [await drawnInput(normal(2)), await drawnInput(normal(2, 1))];
    const page = await pageOf(normal(2), [['others', other.table, Object.fromEntries(other.side)]]);
    const headings = texts(page, 'h2').filter((heading) => heading.includes(': '));
    const titles = ['The energy landscape', 'What was drawn', 'How the chains moved'];
    expect(headings).toEqual([input.name, 'others'].flatMap((step) => titles.map((title) => `${title}: ${step}`)));
    expect(texts(page, 'section[aria-labelledby="answer"] h3')).toEqual([input.name, 'others']);
    const ids = Array.from(page.querySelectorAll('h2'), (heading) => heading.getAttribute('id'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('puts failed checks first, with what to do', async () => {
    const page = await pageOf(normal(4, 3));
    expect(texts(page, '.badge')).toEqual(['✗ failed']);
    const rows = texts(page, '.checks tbody tr');
    const failed = rows.filter((row) => row.includes('failed'));
    expect(rows.slice(0, failed.length)).toEqual(failed);
    expect(failed[0]).toMatch(/R̂ of x The chains are in different places/);
    expect(texts(page, '.advice code')).toEqual(expect.arrayContaining(['steps', 'warmUp']));
    expect(failed.filter((row) => row.includes('The chains are in different places'))).toHaveLength(1);
    expect(labels(page, '.check-bar')[0]).toMatch(/^1\.\d+; allowed: at most 1\.01$/);
    expect(labels(page, '.trace svg').find((label) => label.startsWith('Ranks of x'))).toMatch(/to \d{3} %/);
  });

  it('draws one chain without comparing it with others', async () => {
    const page = await pageOf(normal(1));
    expect(texts(page, '.figure-note')[0]).toBe('of 1 chain');
    expect(texts(page, 'section[aria-labelledby="marginals"] .legend')).toEqual([]);
  });

  it('holds one coordinate against its density', async () => {
    const line = VectorSpace.ofAxes([{ name: 'x' }]);
    const energy: Energy<Float64Array> = { evaluate: (batch) => batch.map((x) => x * x * 2) };
    const drawAt: Drawn['drawAt'] = (rng) => Float64Array.from({ length: 4 }, () => rng.normal() / 2);
    const page = await pageOf({ space: line as never, energy: energy as never, chains: 4, drawCount: 1000, drawAt });
    const [label = ''] = labels(page, '.chart svg').filter((text) => text.startsWith('Density of x'));
    const elsewhere = Number(/histogram of 4000 draws: ([\d.]+) %/.exec(label)?.[1]);
    // Σ √(p/n)/√(2π) over 60 bins is some 3 % for independent draws of the right density.
    expect(elsewhere).toBeGreaterThan(0);
    expect(elsewhere).toBeLessThan(6);
  });

  it('holds the states of a small space against their probabilities, and draws some', async () => {
    const space = CategoricalSpace.onLattice([3], 2);
    const energy: Energy<Uint8Array> = {
      evaluate: (batch) =>
        Float64Array.from({ length: batch.length / 3 }, (_, row) => (batch[3 * row] === 1 ? Math.log(3) : 0)),
    };
    const drawAt: Drawn['drawAt'] = () => Uint8Array.of(0, 0, 0, 0, 1, 1);
    const page = await pageOf({ space: space as never, energy: energy as never, chains: 2, drawCount: 100, drawAt });
    const [label] = labels(page, '.chart svg').filter((text) => text.startsWith('Shares of 8 states'));
    // States that begin with 0 have 3/16 each; two of the four are never drawn, and have half of the draws each.
    expect(label).toBe(
      'Shares of 8 states: 0 0 0 has 50.0 % of the draws; 62.5 % of all draws lie in other states than the probabilities say',
    );
    expect(texts(page, '.samples .card')).toHaveLength(6);
    expect(texts(page, '.samples .card h3')[0]).toMatch(/^chain 0, step \d+energy 0$/);
  });

  it('sets estimates of ln Z side by side', async () => {
    const one = (...values: number[]) => ({ type: 'float64' as const, values: Float64Array.from(values) });
    const exact = { method: { type: 'text' as const, values: ['enumeration'] } };
    const page = await pageOf(normal(2), [
      ['counted', memoryTable({ ...exact, beta: one(1), logPartition: one(15.52191546), standardError: one(0) })],
      [
        'annealed',
        memoryTable({
          logPartition: one(15.51),
          standardError: one(0.02),
          low: one(15.52),
          lowError: one(0.03),
          high: one(15.5),
          highError: one(0.025),
        }),
      ],
      ['broken', memoryTable({ logPartition: one(Number.NaN), standardError: one(Number.NaN) })],
    ]);
    const [label] = labels(page, '.chart svg').filter((text) => text.startsWith('ln Z'));
    expect(label).toBe('ln Z: counted 15.52191546; annealed 15.510 ± 0.020; broken unknown');
    expect(texts(page, 'section[aria-labelledby="partition"] tbody tr')).toEqual([
      'countedenumeration115.52191546 exactnonenone',
      'annealedunknown15.510 ± 0.02015.520 ± 0.03015.500 ± 0.025',
      'brokenunknownunknownnonenone',
    ]);
  });
});

describe('the landscape of a plane', () => {
  it('paints walls and says what they are', async () => {
    const half: Energy<Float64Array> = {
      evaluate: (batch) =>
        Float64Array.from({ length: batch.length / 2 }, (_, row) => {
          const [x, y] = [batch[2 * row]!, batch[2 * row + 1]!];
          return x < 0 ? Number.POSITIVE_INFINITY : (x * x + y * y) / 2;
        }),
    };
    const drawAt: Drawn['drawAt'] = (rng) => Float64Array.of(Math.abs(rng.normal()), rng.normal());
    const page = await pageOf({ space: plane as never, energy: half as never, chains: 1, drawCount: 500, drawAt });
    const [label = ''] = labels(page, '.chart svg').filter((text) => text.startsWith('Energy over'));
    expect(label).toMatch(/; [\d.]+ % of the picture is forbidden$/);
    expect(texts(page, '#landscape ~ * .legend li').at(-1)).toBe('forbidden: E = +∞');
    expect(labels(page, '.chart [fill="var(--wall)"]').length).toBeGreaterThan(0);
  });

  it('speaks of no walls where there are none', async () => {
    const page = await pageOf(normal(1));
    expect(texts(page, '#landscape ~ * .legend li').some((text) => text.startsWith('forbidden'))).toBe(false);
  });

  it('reaches to modes that no draw has found', async () => {
    const wells: Energy<Float64Array> = {
      evaluate: (batch) =>
        Float64Array.from({ length: batch.length / 2 }, (_, row) => {
          const [x, y] = [batch[2 * row]!, batch[2 * row + 1]!];
          return 2 * Math.min((x - 2) ** 2, (x + 2) ** 2) + 2 * y * y;
        }),
    };
    const rng = randomStream(3, 'one well');
    const stuck = (): Float64Array => Float64Array.of(2 + rng.normal() / 2, rng.normal() / 2);
    const { input } = await drawnInput({
      space: plane as never,
      energy: wells as never,
      chains: 1,
      drawCount: 500,
      drawAt: stuck,
    });
    let least = 0;
    for await (const { x } of input.side.get('landscape')!.batches()) {
      if (x?.type === 'float64') least = Math.min(least, ...x.values);
    }
    expect(least).toBeLessThan(-2.5);
  });
});

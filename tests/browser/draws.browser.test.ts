/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.js';
import { type ReportOnDisk, runDraws } from './report-workspace.js';
import { faintTexts } from './text-contrast.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** One with a failed certificate, a ladder of temperatures and a curve; one with a map; one with pictures of states; ln Z. */
describe.each([
  ['tempering-a-barrier', ['certificate', 'landscape', 'marginals', 'traces', 'course']],
  ['negation', ['question', 'certificate', 'landscape', 'marginals', 'traces']],
  ['latent-free-energy', ['certificate', 'landscape', 'marginals', 'samples', 'traces']],
  ['ising-log-z', ['certificate', 'partition']],
])('the report of %s', (name, sections) => {
  let report: ReportOnDisk;
  let page: Page;
  let noise: string[] = [];

  beforeAll(async () => {
    report = await runDraws(name);
  });
  afterAll(() => report?.remove());
  afterEach(() => page?.context().close());

  async function open(options: BrowserContextOptions = {}): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    page = await context.newPage();
    noise = [];
    page.on('console', (message) => noise.push(`console: ${message.text()}`));
    page.on('request', (request) => {
      if (request.url() !== report.url) noise.push(`request: ${request.url()}`);
    });
    await page.goto(report.url, { waitUntil: 'load' });
  }

  it('has its sections, draws something in each picture, and loads nothing', async () => {
    await open({ javaScriptEnabled: false });
    for (const id of sections) expect(await page.locator(`section:has(> #${id})`).isVisible(), id).toBe(true);
    const pictures = await page.locator('svg:not([aria-hidden])').evaluateAll((all) =>
      all.map((svg) => ({
        role: svg.getAttribute('role'),
        words: svg.getAttribute('aria-label')?.length ?? 0,
        shapes: svg.querySelectorAll('path, rect, circle, line').length,
        width: svg.getBoundingClientRect().width,
      })),
    );
    expect(pictures.length).toBeGreaterThan(3);
    expect(
      pictures.filter(({ role, words, shapes, width }) => role !== 'img' || words < 10 || shapes < 2 || width < 100),
    ).toEqual([]);
    expect(await page.locator('main').textContent()).not.toMatch(/NaN|Infinity|undefined/);
    expect(noise).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is readable in %s colours', async (colorScheme) => {
    await open({ colorScheme });
    expect(await page.evaluate(faintTexts)).toEqual([]);
  });

  it.each([320, 390, 768, 1280])('fits into %i pixels', async (width) => {
    await open({ viewport: { width, height: 900 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const outside = await page
      .locator('h2, h3, p, .chart, .checks, .check-bar, .found')
      .evaluateAll(
        (all, right) =>
          all
            .filter((element) => element.getBoundingClientRect().right > right + 1)
            .map((element) => element.getAttribute('class')),
        width,
      );
    expect(outside).toEqual([]);
  });

  it('tells those who hear it what passed, in tables with captions, headings without a gap and names once', async () => {
    await open();
    expect(await page.locator('table > caption').count()).toBe(await page.locator('table').count());
    expect(await page.locator('th:not([scope])').count()).toBe(0);
    const levels = await page
      .locator('h1, h2, h3, h4')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    levels.slice(1).forEach((level, i) => {
      expect(level - levels[i]!).toBeLessThanOrEqual(1);
    });
    const marks = await page.locator('.checks tbody tr').evaluateAll((rows) => rows.map((row) => row.textContent));
    expect(marks.every((mark) => /passed|failed/.test(mark))).toBe(true);
    const repeated = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      return ids.filter((id, i) => ids.indexOf(id) !== i);
    });
    expect(repeated).toEqual([]);
  });

  it('prints', async () => {
    await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.setViewportSize({ width: 690, height: 1000 });
    expect(await page.evaluate(faintTexts)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(690);
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(pages.length).toBeLessThanOrEqual(14);
  });
});

/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.js';
import { hostile, type ReportOnDisk, runExample } from './report-workspace.js';
import { faintTexts } from './text-contrast.js';

let browser: Browser;
let report: ReportOnDisk;
let page: Page;
/** Whatever the page asked for or complained about. */
let noise: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  report = await runExample();
});

afterAll(async () => {
  await browser?.close();
  report?.remove();
});

afterEach(() => page?.context().close());

async function open(options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  page = await context.newPage();
  noise = [];
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => noise.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== report.url) noise.push(`request: ${request.url()}`);
  });
  await page.goto(report.url, { waitUntil: 'load' });
}

const texts = (selector: string): Promise<string[]> => page.locator(selector).allInnerTexts();

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a report opened from disk %s', (_, javaScriptEnabled) => {
  it('is silent, loads nothing and runs nothing that it was given', async () => {
    await open({ javaScriptEnabled });
    expect(await page.title()).toBe(`Celecoxib ${hostile}`);
    expect(await texts('h1')).toEqual([`Celecoxib ${hostile}`]);
    expect(noise).toEqual([]);
  });

  it('has its sections in the order of its contents, headings without a gap', async () => {
    await open({ javaScriptEnabled });
    const levels = await page.locator('h1, h2, h3').evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, i) => {
      expect(level - levels[i]!).toBeLessThanOrEqual(1);
    });
    const linked = await page.locator('nav a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    const ids = await page.locator('h2').evaluateAll((all) => all.map(({ id }) => `#${id}`));
    expect(linked).toEqual(ids);
    expect(await page.locator('header, nav, main, footer').count()).toBe(4);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('shows a labelled drawing of every candidate, with a size and something in it', async () => {
    await open({ javaScriptEnabled });
    const drawings = page.locator('.drawing svg');
    expect(await drawings.count()).toBe(18);
    for (const drawing of await drawings.all()) {
      const box = await drawing.boundingBox();
      expect(box?.width).toBeGreaterThan(150);
      expect(box?.height).toBeGreaterThan(100);
      expect(await drawing.locator('path').count()).toBeGreaterThan(5);
    }
    const pictures = await page
      .locator('svg:not([aria-hidden])')
      .evaluateAll((all) =>
        all.map((svg) => ({ role: svg.getAttribute('role'), words: svg.getAttribute('aria-label')?.length ?? 0 })),
      );
    expect(pictures.filter(({ role, words }) => role !== 'img' || words < 5)).toEqual([]);
    expect(await page.locator('.chart svg').count()).toBeGreaterThanOrEqual(7);
  });
});

describe('the policy of a report', () => {
  it('stops a script that got into the page all the same', async () => {
    await open();
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.documentElement.dataset.ran = "yes"';
      document.body.append(script);
      return document.documentElement.dataset.ran;
    });
    expect(ran).toBeUndefined();
    expect(noise.join()).toMatch(/Content Security Policy/);
  });
});

describe('a report is readable', () => {
  it.each(['light', 'dark'] as const)('in %s colours: every text has enough contrast', async (colorScheme) => {
    await open({ colorScheme });
    expect(await page.evaluate(faintTexts)).toEqual([]);
    const background = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    expect(background === 'rgb(255, 255, 255)').toBe(colorScheme === 'light');
  });

  it.each([320, 390, 768, 1280, 2560])('%i pixels wide: nothing sticks out', async (width) => {
    await open({ viewport: { width, height: 900 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const outside = await page
      .locator('h1, h2, h3, p, table.terms, .cards > li, .chart, .drawing svg')
      .evaluateAll(
        (all, right) =>
          all
            .filter((element) => element.getBoundingClientRect().right > right + 1)
            .map(({ className }) => String(className)),
        width,
      );
    expect(outside).toEqual([]);
  });

  it('from the keyboard: every link and every region that scrolls takes the focus, visibly', async () => {
    await open();
    const expected = await page.locator('a, [tabindex="0"]').count();
    const reached: string[] = [];
    for (let i = 0; i < expected; i++) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
          return `${document.activeElement!.tagName} ${outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2}`;
        }),
      );
    }
    expect(reached.filter((focus) => focus.startsWith('BODY') || focus.endsWith('false'))).toEqual([]);
    expect(reached.filter((focus) => focus.startsWith('A '))).toHaveLength(await page.locator('a').count());
  });

  it('the first stop of the keyboard leads past the contents', async () => {
    await open();
    await page.keyboard.press('Tab');
    expect((await page.locator('.skip').boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(page.url()).toBe(`${report.url}#content`);
  });

  it('by those who hear it: tables have captions and headings with scope, regions have names', async () => {
    await open();
    const tables = page.locator('table');
    expect(await page.locator('table > caption').count()).toBe(await tables.count());
    expect(await page.locator('th:not([scope])').count()).toBe(0);
    expect(await page.locator('main section:not([aria-labelledby])').count()).toBe(0);
    const repeated = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      return ids.filter((id, i) => ids.indexOf(id) !== i);
    });
    expect(repeated).toEqual([]);
  });

  it('on paper: light, without the contents, three candidates side by side', async () => {
    await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.setViewportSize({ width: 690, height: 1000 });
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.evaluate(faintTexts)).toEqual([]);
    const tops = await page
      .locator('#best ~ .cards > li')
      .evaluateAll((all) => all.map((card) => card.getBoundingClientRect().top));
    expect(new Set(tops.slice(0, 3)).size).toBe(1);
    expect(tops[3]).toBeGreaterThan(tops[0]!);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(690);
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThanOrEqual(4);
    expect(pages.length).toBeLessThanOrEqual(16);
  });
});

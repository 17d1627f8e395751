import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { extensionPointNames } from '@basin/core';
import { builtInRegistry, loadPlugins } from '@basin/workflows';
import { describe, expect, it } from 'vitest';
import { anchorsOf } from './markdown.js';
import { repository, textOf } from './repository.js';

const page = textOf('docs/catalogue.md');

describe('the catalogue', () => {
  it('is what the generator writes now; else run npm run docs', () => {
    const generator = join(repository, 'docs/generate-catalogue.mjs');
    expect(() => execFileSync(process.execPath, [generator, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('has a heading, the summary and the unit of everything that is registered', async () => {
    const registry = builtInRegistry();
    expect(await loadPlugins(['@basin/molecules', '@basin/neural'], repository, registry)).toEqual([]);
    const sections = new Map(page.split('\n### ').map((text) => [text.slice(0, text.indexOf('\n')), text]));
    for (const point of extensionPointNames) {
      for (const definition of registry.definitions(point)) {
        const { name, summary, unit } = definition as typeof definition & { readonly unit?: string };
        const text = sections.get(`${name} (${point})`)?.replaceAll('\\', '') ?? '';
        expect(text, name).toContain(summary);
        if (unit !== undefined) expect(text, name).toContain(`unit: ${unit}`);
      }
    }
  });

  it('links to each of its headings once', () => {
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(new Set(links).size).toBe(links.length);
    expect([...anchorsOf(page)].sort()).toEqual(['catalogue', ...links].sort());
  });
});

/**
 * Writes docs/catalogue.md: everything that is registered, as `basin explain` tells it, read from the built packages.
 * `node docs/generate-catalogue.mjs` writes the page; with `--check` it only compares, and ends with 1 where the page is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { extensionPointNames } from '@basin/core';
import { availableExtensions } from '../workflows/dist/terminal/available-extensions.js';
import { explainExtension } from '../workflows/dist/terminal/explained-extension.js';
import { catalogueText } from './catalogue-text.mjs';

const page = new URL('catalogue.md', import.meta.url);

const { registry, failures } = await availableExtensions(['@basin/molecules', '@basin/neural'], import.meta.dirname);
const broken = [...failures.map(({ message }) => message), ...registry.broken.map(({ error }) => error.message)];
if (broken.length > 0) throw new Error(`the catalogue would be incomplete:\n${broken.join('\n')}`);

const explained = extensionPointNames.flatMap((point) =>
  registry.registered(point).map((registered) => explainExtension(point, registered, registry)),
);
const text = catalogueText(extensionPointNames, explained);

if (process.argv.includes('--check')) {
  const current = await readFile(page, 'utf8').catch(() => '');
  if (current !== text) {
    process.stderr.write('docs/catalogue.md is stale; run: npm run docs\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(page, text);
}

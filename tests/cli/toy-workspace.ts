import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const toyPlugin = fileURLToPath(new URL('../../workflows/src/plugins/fixtures/toy-plugin', import.meta.url));

/** A folder with the toy plugin installed, as npm would link it, and files to work on. */
export interface ToyWorkspace {
  readonly folder: string;
  write(name: string, text: string): void;
  remove(): void;
}

export function toyWorkspace(): ToyWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'basin-cli-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(toyPlugin, join(folder, 'node_modules', 'toy-plugin'), 'dir');
  return {
    folder,
    write: (name, text) => writeFileSync(join(folder, name), text),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A workflow of two steps; `pause` in ms after each ten of the `count` numbers. */
export function toyWorkflow({ count = 50, pause = 0, bad = 0 } = {}): string {
  return `basin: 1
title: Small numbers
plugins: [toy-plugin]
space: toy/number
energies:
  small: { property: toy/size, objective: { toy/near: { target: 0.5, width: 0.1 } } }
steps:
  numbers: { step: toy/numbers, count: ${count}, pause: ${pause}, bad: ${bad} }
  designs: { step: toy/design, energy: small, sampler: toy/walk }
  out: { step: write, from: designs, file: results/out.csv }
`;
}

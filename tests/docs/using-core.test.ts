import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, textOf } from './repository.js';

describe('the program of docs/using-core.md', () => {
  it('runs as it stands, and its chains are certified', () => {
    const program = /```js\n([\s\S]*?)```/.exec(textOf('docs/using-core.md'))?.[1] ?? '';
    const folder = mkdtempSync(join(tmpdir(), 'basin-program-'));
    try {
      symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
      writeFileSync(join(folder, 'valley.mjs'), program);
      const output = execFileSync(process.execPath, [join(folder, 'valley.mjs')], { encoding: 'utf8' });
      const [verdict, ...quantities] = output.trim().split('\n');
      expect(verdict).toBe('passed');
      expect(quantities.map((line) => line.split(' ')[0])).toEqual(['energy', 'x', 'y']);
      // By symmetry the mean of x is 0.
      const [, mean, , error] = quantities[1]!.split(' ').map(Number);
      expect(Math.abs(mean!)).toBeLessThan(4 * error!);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

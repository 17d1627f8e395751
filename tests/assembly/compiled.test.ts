import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../docs/repository.js';

it('is what the compiler makes of core/assembly now; else run npm run wasm', () => {
  const compiler = join(repository, 'core/assembly/compile.mjs');
  expect(() => execFileSync(process.execPath, [compiler, '--check'], { stdio: 'pipe' })).not.toThrow();
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file, by its path below the root. */
export function textOf(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

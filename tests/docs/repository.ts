import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file, by its path below the root. */
export function textOf(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

/** Paths of the files below a folder that git tracks; undefined where there is no git or no repository of it. */
export function trackedFiles(folder: string = repository): ReadonlySet<string> | undefined {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    const paths = listed.split('\0').filter((path) => path !== '');
    return paths.length === 0 ? undefined : new Set(paths);
  } catch {
    return undefined;
  }
}

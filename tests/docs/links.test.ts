import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { openWorkflow } from '@basin/workflows';
import { describe, expect, it } from 'vitest';
import { anchorsOf, codeBlocks, linkTargets, yamlBlocks } from './markdown.js';
import { repository, textOf, trackedFiles } from './repository.js';
import { validateBlock } from './workflow-fragment.js';

const unread = new Set(['node_modules', 'dist', '.git', '.basin', 'results', 'fixtures', 'coverage']);

const tracked = trackedFiles();

/** Whether a file belongs to the repository; a user's own beside it are not looked at. */
function isOurs(path: string): boolean {
  return tracked?.has(path) ?? true;
}

/** Every page of the repository, by its path. */
function pagesBelow(folder: string): readonly string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return unread.has(entry.name) ? [] : pagesBelow(path);
    return entry.name.endsWith('.md') && isOurs(path) ? [path] : [];
  });
}

const pages = pagesBelow('').map((path) => [path, textOf(path)] as const);
const documentation = pages.filter(([path]) => path.startsWith('docs/'));

/** What is wrong with a link, if anything is. */
function linkFault(path: string, page: string, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [file = '', anchor] = target.split('#');
  const found = file === '' ? path : normalize(join(dirname(path), decodeURIComponent(file)));
  if (found.startsWith('..')) return `${target} leaves the repository`;
  if (!existsSync(join(repository, found))) return `${target}: there is no ${found}`;
  if (anchor === undefined) return undefined;
  const anchors = anchorsOf(found === path ? page : textOf(found));
  return anchors.has(anchor) ? undefined : `${target}: ${found} has no heading for #${anchor}`;
}

describe('links', () => {
  it.each(pages)('of %s lead somewhere', (path, page) => {
    expect(
      linkTargets(page)
        .map((target) => linkFault(path, page, target))
        .filter(Boolean),
    ).toEqual([]);
  });
});

describe('YAML', () => {
  const blocks = documentation.flatMap(([path, page]) =>
    yamlBlocks(page).map(({ text, line }) => [`${path}:${line}`, text] as const),
  );

  it.each(blocks)('at %s is a workflow, or fits in one', (_place, text) => validateBlock(text));

  it.each(
    readdirSync(join(repository, 'examples')).filter((name) => name.endsWith('.yaml') && isOurs(`examples/${name}`)),
  )('of examples/%s is valid, and says how to run it', async (name) => {
    await openWorkflow(join(repository, 'examples', name));
    expect(textOf(`examples/${name}`)).toContain(`# Run it with: npx basin run examples/${name}\n`);
  });
});

describe('tracked files', () => {
  it('leave out what nobody added, and are unknown without git', () => {
    const folder = mkdtempSync(join(tmpdir(), 'basin-tracked-'));
    try {
      expect(trackedFiles(folder)).toBeUndefined();
      const git = (...args: readonly string[]): Buffer => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
      git('init', '--quiet');
      for (const name of ['ours.yaml', 'mine.yaml']) writeFileSync(join(folder, name), 'basin: 1\n');
      git('add', 'ours.yaml');
      expect([...(trackedFiles(folder) ?? [])]).toEqual(['ours.yaml']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('commands', () => {
  const program = join(repository, 'workflows/bin/basin.js');
  const known = execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' });

  it.each(pages)('of basin in %s are there', (_path, page) => {
    const code = [
      ...codeBlocks(page)
        .filter(({ language }) => language === 'sh')
        .map(({ text }) => text),
    ];
    const inline = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!);
    const lines = [...code, ...inline].flatMap((text) => text.split('\n'));
    const named = lines.flatMap((line) => /^(?:npx )?basin ([a-z]+)/.exec(line)?.[1] ?? []);
    const commands = [...known.matchAll(/^ {2,4}([a-z]+) {2,}/gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(5);
    expect(commands).toEqual(expect.arrayContaining(named));
  });

  it.each(pages)('of npm in %s are scripts of package.json', (_path, page) => {
    const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: object };
    const named = [...page.matchAll(/\bnpm run ([a-z:]+)/g)].map(([, name]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });
});

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CommandManifest, describeCommands } from '../../workflows/dist/terminal/oclif-program.js';
import { rootHelp } from '../../workflows/dist/terminal/root-help.js';
import { basin, type Ended, program } from './run-basin.js';

const built = new URL('../../workflows/dist/', import.meta.url);

/** Packages that would make the start slow. */
const heavy = ['zod', 'inversify', 'apache-arrow', 'yaml', '@rdkit/rdkit'];

describe('what the build writes down of the commands', () => {
  it('agrees with the commands themselves; npm run build writes it anew', async () => {
    const written = JSON.parse(readFileSync(new URL('oclif.manifest.json', built), 'utf8')) as CommandManifest;
    const described = JSON.parse(JSON.stringify(await describeCommands(built))) as CommandManifest;
    expect(written).toEqual(described);
  });

  it('has a group, a place, a summary and examples for every command', async () => {
    const { commands } = await describeCommands(built);
    for (const command of Object.values(commands)) {
      expect(command).toMatchObject({
        group: expect.stringMatching(/./),
        place: expect.any(Number),
        summary: expect.stringMatching(/./),
      });
      expect((command as { examples?: unknown[] }).examples?.length, command.id).toBeGreaterThan(0);
    }
  });
});

describe('basin --help', () => {
  let help: Ended;
  beforeAll(async () => {
    help = await basin(['--help'], { env: { COLUMNS: '90' } });
  });

  it('is what the commands say of themselves', async () => {
    const { commands } = await describeCommands(built);
    expect(help.stdout).toBe(`${rootHelp(Object.values(commands), 90).join('\n')}\n`);
    for (const id of Object.keys(commands)) expect(help.stdout).toContain(`  ${id} `);
  });

  it('ends well and writes nothing else', () => {
    expect(help).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([[[]], [['-h']], [['help']]])('is also what basin %j prints', async (args) => {
    expect((await basin(args, { env: { COLUMNS: '90' } })).stdout).toBe(help.stdout);
  });

  it('keeps within the width', async () => {
    const narrow = await basin(['--help'], { env: { COLUMNS: '60' } });
    for (const line of narrow.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('loads nothing that it does not need', async () => {
    const { stderr: loaded } = await basin(['--help'], { env: { NODE_DEBUG: 'esm,module' } });
    for (const name of [...heavy, '@oclif/core']) expect(loaded).not.toContain(`node_modules/${name}/`);
    const { stderr: ofCommand } = await basin(['explain', '--help'], { env: { NODE_DEBUG: 'esm,module' } });
    expect(ofCommand).toContain('node_modules/@oclif/core/');
    for (const name of heavy) expect(ofCommand).not.toContain(`node_modules/${name}/`);
  });
});

it('tells its version', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', built), 'utf8')) as { version: string };
  const { stdout, code } = await basin(['--version']);
  expect(stdout).toMatch(`basin ${version} (Node ${process.versions.node}`);
  expect(code).toBe(0);
});

describe('what is mistyped', () => {
  it.each([
    [['explian', 'between'], /no command is named 'explian'; did you mean 'explain'\?/],
    [['frobnicate'], /no command is named 'frobnicate'; the commands are .*doctor/],
    [['--verbose'], /knows no option --verbose/],
    [['inspect', '--row', '3', 'x.csv'], /basin inspect knows no option --row; did you mean --rows\?/],
    [['inspect', 'x.csv', '--rows', 'many'], /--rows.*expected an integer.*many/i],
    [['inspect'], /^error: basin inspect needs <table>: a table file\nSee/],
    [['run'], /^error: basin run needs <file>: a workflow file\nSee/],
    [['explain', '--plugin'], /--plugin/],
    [['doctor', 'me'], /Unexpected argument: me/],
    [['list', 'enregy'], /enregy.*energy/],
  ])('%j: says what is nearest, and ends with 2', async (args, message) => {
    const { code, stdout, stderr } = await basin(args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/See basin.* --help/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is told as JSON to programs', async () => {
    const { code, stdout } = await basin(['inspect', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'UsageError', exitCode: 2 } });
    expect(code).toBe(2);
  });
});

it.skipIf(!existsSync('/dev/full')).each([[['--help']], [['list', 'step']], [['list', 'step', '--json']]])(
  '%j: says that standard output cannot be written, and ends with 3',
  (args) => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(stderr).toBe(
      'error: standard output cannot be written: no space is left there (ENOSPC); send it to another file or make room there\n',
    );
    expect(status).toBe(3);
  },
);

it.each(['inspect', 'list', 'doctor', 'explain'])('%s --help shows usage and examples', async (command) => {
  const { stdout, code } = await basin([command, '--help']);
  expect(stdout).toMatch(/USAGE/);
  expect(stdout).toMatch(new RegExp(`EXAMPLES\\n.*\\$ basin ${command}`));
  expect(code).toBe(0);
  expect((await basin(['help', command])).stdout).toBe(stdout);
});

describe('colours', () => {
  const sequence = '\u001b[';

  it('are written when asked for', async () => {
    expect((await basin(['--help'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(sequence);
  });

  it.each([
    ['NO_COLOR', [], { FORCE_COLOR: '1', NO_COLOR: '1' }],
    ['--no-color', ['--no-color'], { FORCE_COLOR: '1' }],
    ['a pipe', [], {}],
  ])('are not written with %s', async (_name, args, env) => {
    const { stdout } = await basin(['--help', ...args], { env });
    expect(stdout).not.toContain(sequence);
  });
});

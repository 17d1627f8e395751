import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basin } from './run-basin.js';
import { type ToyWorkspace, toyWorkflow, toyWorkspace } from './toy-workspace.js';

let workspace: ToyWorkspace;
let folder: string;
beforeAll(() => {
  workspace = toyWorkspace();
  ({ folder } = workspace);
  workspace.write('toy.yaml', toyWorkflow());
  workspace.write('many.yaml', toyWorkflow({ bad: 40 }));
  workspace.write('faults.yaml', toyWorkflow().replace('toy/number', 'toy/numbr').replace('count: 50', 'count: -50'));
  workspace.write('failing.yaml', toyWorkflow().replace('bad: 0', 'failAt: 20'));
});
afterAll(() => workspace.remove());

describe('basin validate', () => {
  it('accepts a good file', async () => {
    const { code, stdout } = await basin(['validate', 'toy.yaml'], { folder });
    expect(stdout).toBe('Valid: toy.yaml, 3 steps, 1 named energy\n');
    expect(code).toBe(0);
  });

  it('shows every fault at its place, and ends with 3', async () => {
    const { code, stdout, stderr } = await basin(['validate', 'faults.yaml'], { folder });
    expect(stderr).toContain("faults.yaml:4:8  error: no space is named 'toy/numbr'; did you mean 'toy/number'?");
    expect(stderr).toContain('    4 │ space: toy/numbr\n      │        ^^^^^^^^^\n');
    expect(stderr).toMatch(/faults\.yaml:8:\d+ {2}error: count: /);
    expect(stderr).toMatch(/2 faults in faults\.yaml\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });

  it('gives programs the same faults', async () => {
    const { code, stdout } = await basin(['validate', 'faults.yaml', '--json'], { folder });
    const { error } = JSON.parse(stdout);
    expect(error.exitCode).toBe(3);
    expect(error.faults.map(({ position }: { position: { line: number } }) => position.line)).toEqual([4, 8]);
    expect(code).toBe(3);
  });

  it.each([
    [['validate', 'toy.yaml', '--set', 'seed=many'], /^--set seed {2}error: seed: expected a whole number/],
    [['validate', 'none.yaml'], /none\.yaml: there is no such file/],
  ])('%j: says what is wrong and ends with 3', async (args, message) => {
    const { code, stderr } = await basin(args, { folder });
    expect(stderr).toMatch(message);
    expect(code).toBe(3);
  });
});

describe('basin run', () => {
  it('runs, shows plain lines where there is no terminal, and names what it made', async () => {
    const { code, stdout, stderr } = await basin(['run', 'toy.yaml'], { folder });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Small numbers\nnumbers: started \(first run\)\nnumbers: done, 50 rows in /);
    expect(stderr).not.toContain('\u001b');
    expect(stdout).toMatch(/^Done: 3 steps, /);
    for (const [, path] of stdout.matchAll(/(\S+\.(?:csv|json|arrow))$/gm))
      expect(existsSync(join(folder, path!)), path).toBe(true);
    expect(stdout).toContain('results/out.csv');
    expect(stdout).toContain('results/toy/run.json');
  });

  it('names the table behind a report, which hands on no table', async () => {
    workspace.write(
      'told.yaml',
      toyWorkflow().replace(/ {2}out: .*/, '  told: { step: toy/note, from: designs, file: results/note.txt }'),
    );
    const { stdout } = await basin(['run', 'told.yaml'], { folder });
    expect(stdout).toMatch(/ {2}designs +4 rows, .*main\.arrow\n/);
    expect(stdout).toMatch(/ {2}told .*results\/note\.txt\n/);
  });

  it('keeps what did not change, and says so', async () => {
    const { stdout, stderr } = await basin(['run', 'toy.yaml'], { folder });
    expect(stderr).toMatch(/numbers: kept, 50 rows \(nothing changed\)/);
    expect(stdout).toMatch(/^Done: 3 steps, 3 kept from before, /);
  });

  it('gives programs the record, and nothing else on standard output', async () => {
    const { code, stdout } = await basin(['run', 'toy.yaml', '--json'], { folder });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(folder, 'results/toy/run.json'), 'utf8')));
    expect(code).toBe(0);
  });

  it('is silent with --quiet', async () => {
    expect(await basin(['run', 'toy.yaml', '--quiet'], { folder })).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('ends with 4 where too many rows are bad', async () => {
    const { code, stdout } = await basin(['run', 'many.yaml'], { folder });
    expect(stdout).toMatch(/^Finished with problems: /);
    expect(stdout).toMatch(/! .*40/);
    expect(code).toBe(4);
  });

  it('tells which step failed and why, and that it is a defect where it is one', async () => {
    const { code, stderr, stdout } = await basin(['run', 'failing.yaml'], { folder });
    expect(stderr).toMatch(/numbers: failed after /);
    expect(stderr).toMatch(/error: fails at row 20 as asked/);
    expect(stderr).not.toMatch(/ at .*\.js:\d+/);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    const debugged = await basin(['run', 'failing.yaml'], { folder, env: { BASIN_DEBUG: '1' } });
    expect(debugged.stderr).toMatch(/ at .*toy-module\.js:\d+/);
  });
});

describe('basin plan', () => {
  it('says what would run, and why', async () => {
    const { code, stdout } = await basin(['plan', 'toy.yaml', '--set', 'steps.designs.count=5'], { folder });
    expect(stdout).toMatch(/keep {2}numbers +toy\/numbers +/);
    expect(stdout).toMatch(/run {3}designs +toy\/design +/);
    expect(stdout).toMatch(/3 steps: 2 to run, 1 to keep/);
    expect(code).toBe(0);
  });

  it('gives programs the same', async () => {
    const { stdout } = await basin(['plan', 'toy.yaml', '--force', '--json'], { folder });
    const { steps } = JSON.parse(stdout);
    expect(steps.map(({ name, action }: { name: string; action: string }) => [name, action])).toEqual([
      ['numbers', 'run'],
      ['designs', 'run'],
      ['out', 'run'],
    ]);
  });
});

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s stops cleanly and keeps what is finished', async (signal, expected) => {
    const file = `${signal.toLowerCase()}.yaml`;
    const slow = toyWorkflow().replace(
      '  designs:',
      '  slow: { step: toy/numbers, count: 9000, pause: 20 }\n  designs:',
    );
    workspace.write(file, slow);
    let sent = false;
    const { code, stderr, stdout } = await basin(['run', file, '--set', `seed=${expected}`], {
      folder,
      onStderr: (soFar, kill) => {
        if (!sent && soFar.includes('slow: started')) {
          sent = true;
          kill(signal);
        }
      },
    });
    expect(stderr).toContain(
      `Stopping after ${signal}: finished steps are kept, and sampling goes on from here next time; once more ends at once.`,
    );
    expect(stderr).toMatch(/slow: stopped after /);
    expect(stdout).toBe('');
    expect(code).toBe(expected);
    const { stdout: planned } = await basin(['plan', file, '--set', `seed=${expected}`, '--json'], { folder });
    const { steps } = JSON.parse(planned);
    expect(steps.find(({ name }: { name: string }) => name === 'numbers').action).toBe('cached');
    expect(existsSync(join(folder, '.basin/lock'))).toBe(false);
  });

  it('ends at once the second time, also in the middle of work that does not listen', async () => {
    // The pause is longer than the test may take: the first signal is noticed, but the step never looks.
    workspace.write('deaf.yaml', toyWorkflow({ count: 20, pause: 600_000 }));
    let signals = 0;
    const { signal, code } = await basin(['run', 'deaf.yaml'], {
      folder,
      onStderr: (soFar, kill) => {
        if (signals === 0 && soFar.includes('numbers: started')) {
          signals = 1;
          kill('SIGINT');
        } else if (signals === 1 && soFar.includes('Stopping after SIGINT')) {
          signals = 2;
          kill('SIGINT');
        }
      },
    });
    expect([signal, code]).toEqual(['SIGINT', null]);
  });
});

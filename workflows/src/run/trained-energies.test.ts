import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@basin/core';
import { openArrow } from '@basin/datasets';
import { afterAll, describe, expect, it } from 'vitest';
import { planWorkflow } from '../plan/plan-workflow.js';
import { openWorkflow } from './open-workflow.js';
import { readParameters } from './read-parameters.js';
import { RunCancelledError } from './run-cancelled.js';
import type { RunEvent } from './run-event.js';
import type { RunRecord } from './run-record.js';
import { type RunOptions, runWorkflow } from './run-workflow.js';

/** One bond, whose coupling is 1 in what makes the examples, and 0 in what learns. */
const workflow = (steps = 60, later = 40) => `basin: 1
title: Learning
seed: 3
space: { categorical: { sites: 2, values: 2 } }
energies:
  truth: { energy: { potts: { coupling: 1, bonds: [[0, 1]] } } }
  blank: { energy: { potts: { coupling: 0, bonds: [[0, 1]] } } }
  learned: { trained: fit }
steps:
  examples:
    step: sample
    energy: truth
    sampler: { chains: { kernel: gibbs, chains: 4, steps: 600 } }
  fit:
    step: train
    from: examples
    energy: blank
    trainer: pseudo-likelihood
    steps: ${steps}
    optimiser: { adam: { rate: 0.1 } }
    heldOut: 0.1
  before: { step: score, from: examples, energy: blank }
  after: { step: score, from: examples, energy: learned }
  draws:
    step: sample
    energy: { all: { learned: { energy: learned }, blank: { energy: blank } } }
    sampler: { chains: { kernel: gibbs, chains: 4, steps: ${later} } }
    certificate: { required: false }
`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function workspace(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'basin-trained-'));
  folders.push(folder);
  return written(folder, text);
}

function written(folder: string, text: string): string {
  writeFileSync(join(folder, 'workflow.yaml'), text);
  return folder;
}

async function run(folder: string, options: RunOptions = {}): Promise<RunRecord> {
  return runWorkflow(await openWorkflow(join(folder, 'workflow.yaml')), { workerCount: 1, ...options });
}

async function plan(folder: string, selection = {}): Promise<Readonly<Record<string, string>>> {
  const { steps } = await planWorkflow(await openWorkflow(join(folder, 'workflow.yaml')), selection);
  return Object.fromEntries(steps.map(({ name, action, reason }) => [name, `${action}: ${reason}`]));
}

function step(record: RunRecord, name: string): RunRecord['steps'][number] {
  return record.steps.find((each) => each.name === name)!;
}

function bytes(folder: string, record: RunRecord, name: string, table = 'main'): string {
  return readFileSync(join(folder, step(record, name).tables[table]!.path)).toString('base64');
}

async function coupling(folder: string, record: RunRecord): Promise<number> {
  const path = join(folder, step(record, 'fit').tables.parameters!.path);
  return (await readParameters(await openArrow(path)))[0]!;
}

describe('a workflow that trains', () => {
  it('learns the coupling, uses it behind the step, and leaves the energy of the file alone', async () => {
    const folder = workspace(workflow(300));
    const record = await run(folder);
    // From 2,400 draws; the standard error of the maximum likelihood estimate is 1/√(2400 · 0.197) = 0.046.
    expect(Math.abs((await coupling(folder, record)) - 1)).toBeLessThan(0.2);
    expect(step(record, 'before').outcome.summary['best energy']).toBeCloseTo(0, 12);
    expect(step(record, 'after').outcome.summary['best energy']).toBeCloseTo(-(await coupling(folder, record)), 12);
    expect(step(record, 'fit').outcome.certificate?.verdict).toBe('passed');
    expect(step(record, 'fit').outcome.summary['held-out examples']).toBe(240);
  });

  it('runs again what a change of the training changes, and nothing else', async () => {
    const folder = workspace(workflow());
    await run(folder);
    expect(new Set(Object.values(await plan(folder)))).toEqual(new Set(['cached: nothing changed']));
    written(folder, workflow(61));
    expect(await plan(folder)).toEqual({
      examples: 'cached: nothing changed',
      fit: "run: its option 'steps' changed",
      before: 'cached: nothing changed',
      after: 'run: step fit changed before it',
      draws: 'run: step fit changed before it',
    });
    written(folder, workflow(60, 41));
    expect((await plan(folder)).fit).toBe('cached: nothing changed');
    expect((await plan(folder)).draws).toBe("run: its option 'sampler' changed");
    expect(Object.keys(await plan(folder, { until: 'draws' }))).toEqual(['examples', 'fit', 'draws']);
    expect((await plan(folder, { from: 'fit' })).draws).toBe('run: step fit runs again by --from');
    const again = await run(folder);
    expect(step(again, 'fit').cached).toBe(true);
    expect(step(again, 'draws').cached).toBe(false);
  });

  it('goes on where it was stopped, to the same bytes', async () => {
    const text = workflow(400);
    const whole = workspace(text);
    const expected = await run(whole);
    const folder = workspace(text);
    const stop = new AbortController();
    const stopAt = ({ type, ...event }: RunEvent): void => {
      if (type !== 'step-progress' || !('progress' in event) || event.step.name !== 'fit') return;
      if (event.progress.done >= 150) stop.abort('test');
    };
    await expect(run(folder, { listener: stopAt, signal: stop.signal })).rejects.toThrow(RunCancelledError);
    expect((await plan(folder)).fit).toMatch(/^run: unfinished, goes on from 3\d % \(1\d\d of 400 steps\)$/);
    const record = await run(folder);
    for (const table of ['main', 'parameters'])
      expect(bytes(folder, record, 'fit', table)).toBe(bytes(whole, expected, 'fit', table));
    expect(bytes(folder, record, 'draws')).toBe(bytes(whole, expected, 'draws'));
  });

  it('gives threads the same energy', async () => {
    const text = workflow(60, 80_000).replace('steps: 80000', 'steps: 80000, thin: 500');
    const [alone, together] = [workspace(text), workspace(text)];
    const expected = await run(alone);
    // Long enough for threads to be ready before the end.
    let threads = false;
    const listener = (event: RunEvent): void => {
      if (event.type === 'step-progress' && event.progress.detail?.includes('2 threads')) threads = true;
    };
    const record = await run(together, { workerCount: 2, worthThreads: 0.01, listener });
    expect(threads).toBe(true);
    expect(bytes(together, record, 'draws')).toBe(bytes(alone, expected, 'draws'));
  }, 120_000);

  it('fails its certificate where training diverges for good', async () => {
    const text = workflow(200).replace('heldOut: 0.1', 'recovery: { limit: 0, explosion: 1.0001 }');
    const record = await run(workspace(text));
    expect(step(record, 'fit').outcome.summary['stop reason']).toBe('diverged');
    expect(record.status).toBe('checks-failed');
    expect(record.problems[0]).toContain("step 'fit': its certificate failed");
  });

  it('makes an energy of a property that was learned, by an objective', async () => {
    const text = `basin: 1
title: Predicting
space: { categorical: { sites: 2, values: 2 } }
energies:
  truth: { energy: { potts: { coupling: 1, bonds: [[0, 1]] } } }
  blank: { energy: { potts: { coupling: 0, bonds: [[0, 1]] } } }
steps:
  examples: { step: sample, energy: blank, sampler: { chains: { kernel: gibbs, chains: 4, steps: 100 } } }
  scored: { step: score, from: examples, energy: truth }
  fit:
    step: train
    from: scored
    energy: blank
    trainer: regression
    target: energy
    steps: 300
    optimiser: { adam: { rate: 0.05 } }
  after:
    step: score
    from: examples
    energy: { all: { predicted: { trained: fit, objective: { above: { low: 0.5 } } } } }
`.replace('steps: 100 } }', 'steps: 100 } }, certificate: { required: false }');
    const folder = workspace(text);
    const record = await run(folder);
    const table = await openArrow(join(folder, step(record, 'after').tables.main!.path));
    for await (const { predicted, energy } of table.batches()) {
      // −1 where the two sites agree, else 0; both lie below 0.5, which costs.
      for (const [row, value] of (predicted!.values as Float64Array).entries()) {
        expect(Math.min(Math.abs(value), Math.abs(value + 1))).toBeLessThan(0.02);
        expect(energy!.values[row]).toBeGreaterThan(0);
      }
    }
  });

  it.each([
    [
      'energy: blank',
      'energy: { property: { value-count: { value: 1 } }, objective: { above: { low: 1 } } }',
      /only energies with parameters/,
    ],
    ['trainer: pseudo-likelihood', 'trainer: sliced-score-matching', /sliced-score-matching needs coordinates/],
    ['trainer: pseudo-likelihood', 'trainer: regression', /needs a column of what it is to predict/],
    ['heldOut: 0.1', 'target: energy', /trainer 'pseudo-likelihood' predicts nothing/],
    ['heldOut: 0.1', 'heldOut: { patience: 3 }', /no examples are held out/],
    ['heldOut: 0.1', 'save: model.onnx', /cannot be written as a file/],
    ['heldOut: 0.1', 'epochs: 3', /give one of them/],
  ])('refuses, before any work, %s as %s', async (given, other, fault) => {
    const folder = workspace(
      workflow()
        .replace(`    ${given}\n    `, `    ${other}\n    `)
        .replace(`    ${given}\n  before`, `    ${other}\n  before`),
    );
    const error = await openWorkflow(join(folder, 'workflow.yaml')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).faults.map(({ message }) => message).join('\n')).toMatch(fault);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, type Registry } from '@basin/core';
import { createArrowWriter } from '@basin/datasets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInRegistry } from '../plugins/built-in-modules.js';
import { scoredOutline } from '../steps/scored-schema.js';
import { applyOverrides } from './apply-overrides.js';
import { parseYaml } from './parse-yaml.js';
import { validateWorkflow } from './validate-workflow.js';

const folder = mkdtempSync(join(tmpdir(), 'basin-tables-'));
const registry: Registry = builtInRegistry();
let counts: { created: number };

beforeAll(async () => {
  const moduleUrl = new URL('../plugins/fixtures/toy-plugin/toy-module.js', import.meta.url).href;
  const toy = await import(moduleUrl);
  registry.load({ name: 'toy-plugin', version: '1.2.3' }, toy.basinModule);
  counts = toy.counts;
  mkdirSync(join(folder, 'results'));
  const files: Record<string, string> = {
    'numbers.csv': 'x,mass,place[0],place[1]\n1,2,0,0\n',
    'upper.csv': 'X\n1\n',
    'lines.jsonl': '{"x": 1}\n{"x": 2, "late": true}\n',
    'drugs.smi': 'C methane\n',
    'broken.csv': 'x,x\n1,2\n',
    'results/old.csv': 'x\n1\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The faults of a workflow with these steps, the first of which stands in line 10. */
async function faultsOf(steps: string, set: readonly string[] = []): Promise<string[]> {
  const text = `basin: 1
title: Numbers
space: toy/number
energies:
  one: { property: toy/size, objective: { toy/near: { target: 1 } } }
  all: { all: { size: one, prior: { energy: toy/prior, weight: 2 } } }
  deep: { all: [one, { not: prior }, { any: { low: one, high: one } }] }
  prior: { energy: toy/prior }
steps:
${steps}`;
  const parsed = applyOverrides(parseYaml({ file: 'w.yaml', text }), set);
  try {
    await validateWorkflow(parsed, { text, folder, workflowName: 'w', source: registry, pluginFaults: [] });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ position, message }) =>
      position?.file === 'w.yaml' ? `${position.line}:${position.column} ${message}` : `${position?.file} ${message}`,
    );
  }
  return [];
}

const read = '  data: { step: read, file: numbers.csv }\n';
const scored = (energy: string): string => `${read}  scored: { step: score, from: data, energy: ${energy} }\n`;

describe('columns that a step names', () => {
  it.each([
    [
      'a condition of filter',
      `${read}  few: { step: filter, from: data, where: [{ column: mass, above: 1 }, { column: mas, below: 3 }] }\n`,
      ["11:82 no column is named 'mas'; did you mean 'mass'? there are 'x', 'mass', 'place'"],
    ],
    [
      'the energy of filter, of a table without one',
      `${read}  few: { step: filter, from: data, maximumEnergy: 3 }\n`,
      ["11:51 no column is named 'energy'; there are 'x', 'mass', 'place'"],
    ],
    [
      'the energy that select goes by unsaid',
      `${read}  best: { step: select, from: data, top: { count: 3 } }\n`,
      ["11:37 no column is named 'energy'; there are 'x', 'mass', 'place'"],
    ],
    [
      'every objective of select',
      `${scored('one')}  best: { step: select, from: scored, pareto: { objectives: [{ column: eneryg }, { column: twin }] } }\n`,
      [
        "12:72 no column is named 'eneryg'; did you mean 'energy'? there are 'x', 'mass', 'place', 'energy', 'one', 'status', 'error'",
        "12:92 no column is named 'twin'; there are 'x', 'mass', 'place', 'energy', 'one', 'status', 'error'",
      ],
    ],
    [
      'a list of write',
      `${read}  out: { step: write, from: data, file: out.csv, columns: [x, 'place[0]'] }\n`,
      ["11:63 no column is named 'place[0]'; did you mean 'place'? there are 'x', 'mass', 'place'"],
    ],
    [
      'a mapping of write',
      `${read}  out: { step: write, from: data, file: out.csv, columns: { number: y } }\n`,
      ["11:69 no column is named 'y'; did you mean 'x'? there are 'x', 'mass', 'place'"],
    ],
    [
      'a choice of read, from the file',
      '  data: { step: read, file: numbers.csv, columns: [x, name] }\n',
      ["10:55 no column is named 'name'; there are 'x', 'mass', 'place'"],
    ],
  ])('%s', async (_name, steps, faults) => {
    expect(await faultsOf(steps)).toEqual(faults);
  });

  it.each([
    ['the columns of a property, and of the terms of an all', 'all', ['size', 'size.energy', 'prior.energy', 'error']],
    [
      'the columns of terms within not and any',
      'deep',
      ['one', 'not.energy', 'not.prior.energy', 'any.low', 'any.energy'],
    ],
    ['the columns of an energy that has a weight at its root', '{ energy: prior, weight: 3 }', ['prior.energy']],
    ['what the table had before', 'one', ['mass', 'place', 'energy', 'status']],
  ])('may be %s', async (_name, energy, columns) => {
    const where = columns.map((column) => `{ column: ${column}, isMissing: false }`);
    const steps = (more: readonly string[]): string =>
      `${scored(energy)}  few: { step: filter, from: scored, where: [${[...where, ...more].join(', ')}] }\n`;
    expect(await faultsOf(steps([]))).toEqual([]);
    const [fault] = await faultsOf(steps(["{ column: 'no such', isMissing: false }"]));
    expect(fault).toMatch(/^12:\d+ no column is named 'no such'/);
  });

  it('are held against the names that a choice gives, and against what a selection adds', async () => {
    const steps = `  data: { step: read, file: numbers.csv, columns: { x: mass, y: x } }
  scored: { step: score, from: data, energy: all }
  front: { step: select, from: scored, pareto: { objectives: [{ column: y }, { column: mass }] } }
  few: { step: filter, from: front, where: [{ column: front, atMost: 1 }, { column: crowdin, above: 0 }] }
`;
    expect(await faultsOf(steps)).toEqual([
      expect.stringMatching(/^12:88 no column is named 'mass'; there are 'x', 'y', 'energy', /),
      expect.stringMatching(/^13:85 no column is named 'crowdin'; did you mean 'crowding'\? /),
    ]);
  });

  it('are found missing in what a sampling makes, whose input is another table', async () => {
    const steps = `${read}  designs: { step: sample, from: data, energy: one, sampler: toy/walk }
  best: { step: select, from: designs, top: { by: mass, count: 3 } }
`;
    expect(await faultsOf(steps)).toEqual([
      "12:51 no column is named 'mass'; there are 'x', 'energy', 'one', 'status', 'error'",
    ]);
  });

  it.each([
    ['drugs.smi', "'smiles', 'name'"],
    ['lines.jsonl', "'x', 'late'"],
    ['results/old.csv', "'x'"],
  ])('are held against the header of %s', async (file, names) => {
    const steps = `  data: { step: read, file: ${file} }\n  few: { step: filter, from: data, where: [{ column: zzz, above: 1 }] }\n`;
    expect(await faultsOf(steps)).toEqual([`11:54 no column is named 'zzz'; there are ${names}`]);
  });

  it('are told of a table that was scored before from one that was not', async () => {
    const writer = await createArrowWriter(
      join(folder, 'scored.arrow'),
      // What scoring makes of a table with 'x' by an energy of the one term 'old'.
      {
        ...(scoredOutline(
          { fields: [], metadata: {} },
          {
            inputs: [],
            stateColumns: [],
            terms: {
              name: 'all',
              weight: 1,
              join: 'all',
              energy: new Float64Array(0),
              terms: [{ name: 'old', weight: 1, join: 'leaf', energy: new Float64Array(0), terms: [] }],
            },
            expression: undefined,
            samplerTraits: () => ({ yields: 'designs', isWeighted: false, biased: [], betas: {} }),
            file: async () => undefined,
          },
        ) ?? { metadata: {} }),
        fields: ['x', 'energy', 'old.energy'].map((name) => ({ name, type: 'float64' })),
      },
    );
    await writer.close();
    const steps = (file: string): string =>
      `  data: { step: read, file: ${file} }\n  again: { step: score, from: data, energy: one }\n  few: { step: filter, from: again, where: [{ column: old.energy, above: 1 }] }\n`;
    expect(await faultsOf(steps('scored.arrow'))).toEqual([
      "12:55 no column is named 'old.energy'; there are 'x', 'energy', 'one', 'status', 'error'",
    ]);
    writeFileSync(join(folder, 'plain.csv'), 'x,energy,old.energy\n1,2,3\n');
    expect(await faultsOf(steps('plain.csv'))).toEqual([]);
  });

  it('that the space needs of a table that is decoded', async () => {
    const steps = `  data: { step: read, file: upper.csv }
  scored: { step: score, from: data, energy: one }
  designs: { step: sample, from: [data], energy: one, sampler: toy/walk }
`;
    const fault = "no column is named 'x', which holds the states; did you mean 'X'? there are 'X'";
    expect(await faultsOf(steps)).toEqual([`11:32 ${fault}`, `12:34 ${fault}`]);
  });

  it('are reported with all other faults, in the order of the file, also from --set', async () => {
    const steps = `${read}  few: { step: filter, from: data, where: [{ column: mas, below: 3 }] }\n  more: { step: filtr, from: few }\n`;
    expect(await faultsOf(steps, ['seed=-1', 'steps.few.where.0.column=maz'])).toEqual([
      expect.stringMatching(/^12:17 no step does 'filtr'/),
      expect.stringMatching(/^<--set seed> /),
      expect.stringMatching(/^<--set steps\.few\.where\.0\.column> no column is named 'maz'; did you mean 'mass'\?/),
    ]);
  });

  it('make nothing: no extension is created', async () => {
    counts.created = 0;
    await faultsOf(`${scored('deep')}  best: { step: select, from: scored, top: { by: none, count: 3 } }\n`);
    expect(counts.created).toBe(0);
  });
});

describe('of tables that are not known, nothing is said', () => {
  const few = (from: string): string => `  few: { step: filter, from: ${from}, where: [{ column: any, above: 1 }] }\n`;

  it.each([
    ['a step that does not tell', `  data: { step: toy/numbers, count: 3 }\n${few('data')}`],
    ['a file that cannot be read', `  data: { step: read, file: broken.csv }\n${few('data')}`],
    [
      'options that hold secrets',
      `  data: { step: read, file: numbers.csv, columns: ['\${env:COLUMN}'] }\n${few('data')}`,
    ],
    [
      'what is scored of them',
      `  data: { step: toy/numbers, count: 3 }\n  s: { step: score, from: data, energy: one }\n${few('s')}`,
    ],
  ])('%s', async (_name, steps) => {
    expect(await faultsOf(steps)).toEqual([]);
  });

  it.each([
    ['a step at fault', `  data: { step: read, fil: numbers.csv }\n${few('data')}`, 2],
    ['a step that is not there', `${read}${few('dat')}`, 1],
    ['one step too many', `${read}  more: { step: read, file: upper.csv }\n${few('[data, more]')}`, 1],
    [
      'an energy at fault',
      `${read}  scored: { step: score, from: data, energy: { energy: toy/prio } }\n${few('scored')}`,
      1,
    ],
    [
      'a file that another step writes',
      `${read}  out: { step: write, from: data, file: results/old.csv, overwrite: true }\n  again: { step: read, file: results/old.csv }\n${few('again')}`,
      1,
    ],
  ])('%s, but of its own fault', async (_name, steps, count) => {
    const faults = await faultsOf(steps);
    expect(faults).toHaveLength(count);
    expect(faults.join()).not.toContain('no column');
  });

  it('an energy that contains itself', async () => {
    const steps = `  data: { step: read, file: numbers.csv }\n  scored: { step: score, from: data, energy: prior }\n${few('scored')}`;
    expect(await faultsOf(steps, ['energies.prior=prior'])).toEqual([
      expect.stringContaining("energy 'prior' contains itself"),
    ]);
  });
});

describe('steps that a step names', () => {
  const out = `${read}  out: { step: write, from: data, file: out.csv }\n`;

  it('must make a table where it takes from them', async () => {
    expect(await faultsOf(`${out}  few: { step: filter, from: out, where: [{ column: y, above: 1 }] }\n`)).toEqual([
      "12:30 'write' makes no table, so no step can take from 'out'; take from 'data', as it does",
    ]);
    expect(await faultsOf(`${out}  told: { step: report, from: [data, out] }\n`)).toEqual([
      expect.stringMatching(/^12:38 'write' makes no table/),
    ]);
  });

  it('must be among those that it takes from where its options name them', async () => {
    const steps = `${scored('one')}  told: { step: report, from: [data, scored], designs: scord, before: data }\n`;
    expect(await faultsOf(steps)).toEqual([
      "12:56 'scord' is no step that this one takes from; did you mean 'scored'?",
    ]);
  });
});

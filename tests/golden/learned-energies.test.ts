import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTable } from '@basin/datasets';
import { afterAll, expect, it } from 'vitest';
import { basin } from '../cli/run-basin.js';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const head = `basin: 1
title: Learned
plugins: ['@basin/neural']
space: { vector: { axes: [x, y] } }
`;

/** A folder with a table of points and of x² − y. */
async function workspace(row = (x: number, y: number): string => `${x},${y},${x * x - y}`): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'basin-learned-'));
  folders.push(folder);
  const rows = Array.from({ length: 60 }, (_, i) => row(Math.sin(i), Math.cos(3 * i)));
  await writeFile(join(folder, 'points.csv'), `x,y,height\n${rows.join('\n')}\n`);
  return folder;
}

/** Runs a workflow file of that name. */
async function run(folder: string, name: string, text: string) {
  await writeFile(join(folder, `${name}.yaml`), `${head}${text}`);
  return basin(['run', `${name}.yaml`], { folder });
}

/** A column of numbers of a step's main table. */
async function column(folder: string, name: string, step: string, wanted: string): Promise<readonly number[]> {
  const record = JSON.parse(await readFile(join(folder, `results/${name}/run.json`), 'utf8'));
  const { tables } = record.steps.find((each: { readonly name: string }) => each.name === step);
  const found: number[] = [];
  const table = await openTable(join(folder, tables.main.path));
  for await (const columns of table.batches()) found.push(...(columns[wanted]!.values as Float64Array));
  return found;
}

const training = (energy: string, more: string, trainer = 'denoising-score-matching: { deviation: 0.3 }') => `
steps:
  points: { step: read, file: points.csv }
  fit: { step: train, from: points, energy: ${energy}, trainer: { ${trainer} }, steps: 20, batch: 30, ${more} }
`;

it('a network that was trained and saved is the same energy when another workflow reads its file', async () => {
  const folder = await workspace();
  const network = '{ energy: { neural/mlp: { hidden: [8] } } }';
  const first = `${training(network, 'save: ./model.onnx')}  after: { step: score, from: points, energy: { trained: fit } }\n`;
  expect((await run(folder, 'first', first)).stderr).not.toContain('error');
  const second = `steps:
  points: { step: read, file: points.csv }
  after: { step: score, from: points, energy: { energy: { neural/onnx: { file: ./model.onnx } } } }
`;
  expect((await run(folder, 'second', second)).code).toBe(0);
  const [trained, read] = [
    await column(folder, 'first', 'after', 'energy'),
    await column(folder, 'second', 'after', 'energy'),
  ];
  expect(trained).toHaveLength(60);
  for (const [i, value] of read.entries()) expect(Math.abs(value - trained[i]!)).toBeLessThan(1e-5);
  // In the workflow that writes it, the file is not there yet, or another than it will be.
  const both = `${first}  again: { step: score, from: points, energy: { energy: { neural/onnx: { file: ./model.onnx } } } }\n`;
  const refused = await run(folder, 'first', both);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain("'model.onnx' is written by step 'fit'; use what it trained with trained: fit");
  // A file that is cut short is refused before any work.
  await truncate(join(folder, 'model.onnx'), 200);
  const cut = await run(folder, 'second', second);
  expect(cut.code).toBe(3);
  expect(cut.stderr).toMatch(/second\.yaml:8:\d+[\s\S]*model\.onnx|neural\/onnx/);
}, 120_000);

it('a regressor is trained as a property, and what it learned has a mean, a deviation and a unit', async () => {
  const folder = await workspace();
  const options = 'members: 4, unit: m, architecture: { mlp: { hidden: [12] } }';
  const text = `${training(`{ property: { neural/regressor: { ${options} } } }`, 'target: height', 'regression: {}').replace('steps: 20', 'steps: 400')}
  after:
    step: score
    from: points
    energy:
      all:
        height: { trained: fit, objective: { above: { low: 0 } } }
        doubt:
          trained: fit
          as: { neural/regressor: { ${options}, report: deviation } }
          objective: { below: { high: 0.1 } }
`;
  const ended = await run(folder, 'fit', text);
  expect(ended.stderr).not.toContain('error');
  const [height, predicted, doubt] = await Promise.all(
    [
      ['points', 'height'],
      ['after', 'height'],
      ['after', 'doubt'],
    ].map(([step, name]) => column(folder, 'fit', step!, name!)),
  );
  const deviation = Math.sqrt(height!.reduce((sum, value, i) => sum + (value - predicted![i]!) ** 2, 0) / 60);
  expect(deviation).toBeLessThan(0.1);
  expect(doubt!.every((value) => value > 0 && value < 0.5)).toBe(true);
  const record = JSON.parse(await readFile(join(folder, 'results/fit/run.json'), 'utf8'));
  const table = await openTable(join(folder, record.steps.at(-1).tables.main.path));
  expect(table.schema.fields.find(({ name }) => name === 'doubt')!.unit).toBe('m');
  const other = await run(
    folder,
    'other',
    text
      .replace('report: deviation', 'report: deviation, members: 5')
      .replace(
        'members: 4, unit: m, architecture: { mlp: { hidden: [12] } }, report',
        'unit: m, architecture: { mlp: { hidden: [12] } }, report',
      ),
  );
  expect(other.code).toBe(3);
  expect(other.stderr).toContain("neural/regressor has 245 parameters here, and step 'fit' trains 196");
  const bare = await run(folder, 'bare', text.replace(', objective: { above: { low: 0 } }', ''));
  expect(bare.stderr).toContain("what step 'fit' trained is a property, and becomes an energy by an objective");
}, 120_000);

it('says what is wrong with examples, files and devices, and where', async () => {
  const folder = await workspace((x, y) => `${x},${y},${x > 0 ? 'NaN' : 1}`);
  const property = '{ property: { neural/regressor: { members: 2 } } }';
  const constant = await run(folder, 'constant', training(property, 'target: height', 'regression: {}'));
  expect(constant.stdout + constant.stderr).toContain('The target is 1 in every example: there is nothing to predict');
  const small = training(property, 'target: height', 'regression: {}').replace('batch: 30', 'batch: 500');
  expect((await run(folder, 'small', small)).stdout).toContain('fewer than a batch of 500');
  const device = training('{ energy: { neural/mlp: { device: gpu, engine: neural/reference } } }', 'report: 1');
  const absent = await run(folder, 'device', device);
  expect(absent.code).toBe(3);
  expect(absent.stderr).toMatch(/device\.yaml:\d+[\s\S]*gpu/);
  await writeFile(join(folder, 'hostile.onnx'), Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3));
  const hostile = `steps:
  points: { step: read, file: points.csv }
  after: { step: score, from: points, energy: { energy: { neural/onnx: { file: hostile.onnx } } } }
`;
  const refused = await run(folder, 'hostile', hostile);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toMatch(/hostile\.yaml:7/);
}, 120_000);

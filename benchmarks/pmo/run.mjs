/**
 * Practical molecular optimisation (PMO): the genetic sampler on design tasks, 10,000 different molecules scored a run.
 *
 *   npm run build && node benchmarks/pmo/run.mjs --start zinc250k.smi.gz --task celecoxib_rediscovery --seed 0
 *
 * --start      SMILES file (plain or gzip) that first populations are drawn from; PMO's is ZINC 250k
 * --task       one or more task names, separated by commas; --all for every task that needs no trained model
 * --seed       one or more seeds, separated by commas; 0 when absent
 * --calls      oracle calls a run, 10000 when absent
 * --sampler    JSON that replaces options of the sampler; --initial, molecules drawn for the start
 * --json       one JSON line a run instead of the table
 *
 * Reported is the area under the curve of the best 1, 10 and 100 scores (`area-under-curve.mjs`), with published values of
 * the best 10 beside it (`published.json`).
 *
 * @see Gao, Fu, Sun & Coley, "Sample Efficiency Matters", NeurIPS Datasets and Benchmarks (2022).
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { designBenchmarks } from '@basin/molecules';
import { areaUnderTopCurve, topMean } from './area-under-curve.mjs';
import { designRun, loadRegistry, readSmiles } from './design-run.mjs';

const { values: options } = parseArgs({
  options: {
    start: { type: 'string' },
    task: { type: 'string', default: 'celecoxib_rediscovery' },
    all: { type: 'boolean', default: false },
    seed: { type: 'string', default: '0' },
    calls: { type: 'string', default: '10000' },
    initial: { type: 'string', default: '100' },
    sampler: { type: 'string', default: '{}' },
    workers: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    json: { type: 'boolean', default: false },
  },
});
if (options.start === undefined) throw new Error('give --start, a SMILES file to draw first populations from');

const calls = Number(options.calls);
const seeds = options.seed.split(',').map(Number);
const tasks = options.all
  ? designBenchmarks.filter(({ inPmo }) => inPmo).map(({ name }) => name)
  : options.task.split(',').map((name) => name.trim().replaceAll('_', '-'));

const sampler = {
  mutation: 'molecules/mutate',
  crossover: 'molecules/crossover',
  evaluations: calls,
  ...JSON.parse(options.sampler),
};

async function measured(registry, smiles, task, seed) {
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  const { scores, best, stopReason } = await designRun({
    registry,
    task,
    seed,
    smiles,
    start: Number(options.initial),
    sampler,
    workerCount: Number(options.workers),
  });
  const cpu = process.cpuUsage(cpuBegan);
  return {
    task: task.replaceAll('-', '_'),
    seed,
    auc1: areaUnderTopCurve(scores, 1, calls),
    auc10: areaUnderTopCurve(scores, 10, calls),
    auc100: areaUnderTopCurve(scores, 100, calls),
    top10: topMean(scores, 10),
    calls: scores.length,
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    stopReason,
    best,
  };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values) => Math.sqrt(values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / values.length);
const figure = (value) => (value === undefined ? '  –  ' : value.toFixed(3));
const print = (line) => process.stdout.write(`${line}\n`);

function printRow(published, task, runs) {
  const column = (key) => runs.map((run) => run[key]);
  const ours = `${figure(mean(column('auc10')))} ± ${figure(deviation(column('auc10')))}`;
  const methods = Object.values(published.auc10).map((byTask) => figure(byTask[task]).padStart(9));
  const others = [figure(mean(column('auc1'))), figure(mean(column('auc100'))), figure(mean(column('top10')))];
  print([task.padEnd(26), ours, ...others, mean(column('seconds')).toFixed(0).padStart(4), ...methods].join('  '));
}

const published = JSON.parse(await readFile(new URL('published.json', import.meta.url), 'utf8'));
const registry = loadRegistry();
const smiles = await readSmiles(options.start);
if (!options.json) {
  const names = Object.keys(published.auc10).map((name) => name.padStart(9));
  print(['task'.padEnd(26), 'AUC top-10   ', 'top-1', 't-100', 'final', '   s', ...names].join('  '));
}
const totals = [];
for (const task of tasks) {
  const runs = [];
  for (const seed of seeds) {
    runs.push(await measured(registry, smiles, task, seed));
    if (options.json) print(JSON.stringify(runs.at(-1)));
  }
  totals.push({ task: runs[0].task, auc10: mean(runs.map(({ auc10 }) => auc10)) });
  if (!options.json) printRow(published, runs[0].task, runs);
}
if (!options.json && totals.length > 1) {
  const sums = Object.values(published.auc10).map((byTask) =>
    figure(totals.reduce((sum, { task }) => sum + (byTask[task] ?? 0), 0)).padStart(9),
  );
  const sum = totals.reduce((total, { auc10 }) => total + auc10, 0);
  print([`sum of ${totals.length}`.padEnd(26), figure(sum), ' '.repeat(31), ...sums].join('  '));
}

/**
 * How long the command line takes: help beside a bare Node, and a run in which every step is kept from before.
 *
 *     node benchmarks/command-line.mjs [--runs 15]
 *
 * Prints one JSON line for each measure: medians of wall-clock milliseconds, runs taken in turn, and the ratio to `node -e 0`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '15' } } });
const runs = Number(values.runs);
const repository = fileURLToPath(new URL('..', import.meta.url));
const basin = join(repository, 'workflows/bin/basin.js');
const folder = mkdtempSync(join(tmpdir(), 'basin-command-line-'));
cpSync(join(repository, 'examples/data'), join(folder, 'data'), { recursive: true });
cpSync(join(repository, 'examples/celecoxib-analogues.yaml'), join(folder, 'celecoxib-analogues.yaml'));
const workflow = ['run', join(folder, 'celecoxib-analogues.yaml'), '--quiet'];

const measures = {
  'node -e 0': ['-e', '0'],
  'basin --version': [basin, '--version'],
  'basin --help': [basin, '--help'],
  'basin run --help': [basin, 'run', '--help'],
  'basin validate': [basin, 'validate', join(folder, 'celecoxib-analogues.yaml')],
  'basin run, all kept': [basin, ...workflow],
};

function time(args) {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args);
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - before;
}

function median(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

try {
  time([basin, ...workflow]);
  const times = Object.fromEntries(Object.keys(measures).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, args] of Object.entries(measures)) times[name].push(time(args));
  }
  const bare = median(times['node -e 0']);
  for (const [measure, taken] of Object.entries(times)) {
    const milliseconds = median(taken);
    const line = { measure, milliseconds, minimum: Math.min(...taken), ratioToBareNode: milliseconds / bare, runs };
    process.stdout.write(
      `${JSON.stringify(line, (_, v) => (typeof v === 'number' ? Math.round(v * 100) / 100 : v))}\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * CPU milliseconds to the first result of every engine, each time in a new process: loading the engine's library, making the energy
 * `neural/mlp` of 2-64-64-1, and the energies and gradients of 1,024 points; then the next result alone.
 *
 *     node benchmarks/engines.mjs [--rounds 5]
 *
 * One JSON line for each engine that can use this machine's processor: medians, and the range of the first result.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomStream } from '@basin/core';
import { print } from './chain-benchmark.mjs';
import { energyOver } from './extensions.mjs';
import { median } from './peer.mjs';

const { values: given } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, engine: { type: 'string' } },
});

function milliseconds(began) {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

async function measure(engine) {
  const began = process.cpuUsage();
  const clock = performance.now();
  const { space, energy } = await energyOver({ dimension: 2 }, 'neural/mlp', { hidden: [64, 64] }, engine);
  const points = space.random(randomStream(1, 'points'), 1024);
  await energy.evaluateWithGradient(points);
  const [first, firstByClock] = [milliseconds(began), performance.now() - clock];
  const later = [];
  for (let run = 0; run < 20; run++) {
    const before = process.cpuUsage();
    await energy.evaluateWithGradient(points);
    later.push(milliseconds(before));
  }
  return { first, firstByClock, later: median(later) };
}

/** The same in a process of its own; undefined where the engine cannot be used. */
function measuredApart(engine) {
  const file = fileURLToPath(import.meta.url);
  const { status, stdout } = spawnSync(process.execPath, [file, '--engine', engine], { encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout.trim().split('\n').at(-1)) : undefined;
}

if (given.engine !== undefined) {
  print(await measure(given.engine));
  process.exit(0);
}
for (const engine of ['neural/onnx-runtime', 'neural/tensorflow', 'neural/reference']) {
  const rounds = Array.from({ length: Number(given.rounds) }, () => measuredApart(engine)).filter(Boolean);
  if (rounds.length === 0) continue;
  const of = (name) => rounds.map((round) => round[name]);
  const rounded = (value) => Number(value.toFixed(1));
  print({
    benchmark: 'engines',
    engine,
    firstResult: rounded(median(of('first'))),
    least: rounded(Math.min(...of('first'))),
    most: rounded(Math.max(...of('first'))),
    byClock: rounded(median(of('firstByClock'))),
    nextResult: rounded(median(of('later'))),
  });
}

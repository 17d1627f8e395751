/**
 * CPU milliseconds of networks as energies: Langevin chains by the sampler `chains`, and steps of contrastive divergence with Adam by
 * the trainer `contrastive-divergence`, on `neural/mlp` (SiLU) run by ONNX Runtime on one thread, as a workflow runs them; beside
 * plain loops in PyTorch, one thread, in turn.
 *
 *     node benchmarks/networks.mjs [--rounds 5] [--only NAME]
 *
 * PEER_PYTHON names a Python with torch. One JSON line each: medians and ranges over the rounds, everything in float32 but Basin's
 * coordinates.
 */
import { parseArgs } from 'node:util';
import { chainsSampler, randomStream, train, trainingSettings } from '@basin/core';
import { print } from './chain-benchmark.mjs';
import { create, energyOver, parts } from './extensions.mjs';
import { median, peerLine } from './peer.mjs';

const { values: given } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' } },
});
const rounds = Number(given.rounds);
const workloads = {
  'chains on 2-64-64-1': { dimension: 2, hidden: [64, 64], rows: 1024, steps: 200, stepSize: 0.01 },
  'chains on 128-256-256-1': { dimension: 128, hidden: [256, 256], rows: 256, steps: 100, stepSize: 0.01 },
  'contrastive divergence on 128-256-256-1': {
    dimension: 128,
    hidden: [256, 256],
    rows: 256,
    steps: 10,
    stepSize: 0.01,
    trainingSteps: 20,
  },
};

/** CPU milliseconds of a piece of work. */
async function timed(work) {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

async function runToEnd(work) {
  let next = await work.next();
  while (!next.done) next = await work.next();
  return next.value;
}

/** A run of a workload, by its seed. */
async function runOf({ dimension, hidden, rows, steps, stepSize, trainingSteps }) {
  const { space, energy } = await energyOver({ dimension }, 'neural/mlp', { hidden });
  const kernel = { name: 'langevin', options: { stepSize } };
  if (trainingSteps === undefined) {
    const made = await parts.kernel(kernel);
    const sampler = chainsSampler({ kernel: made, chains: rows, warmUp: 0, steps, thin: steps, beta: 1 });
    return (seed) =>
      runToEnd(
        sampler.sample({ space, energy, initial: undefined, rng: randomStream(seed, 'benchmark'), signal: undefined }),
      );
  }
  const maker = await create('trainer', 'contrastive-divergence', { kernel: { langevin: { stepSize } }, steps }, parts);
  const set = { examples: space.random(randomStream(1, 'examples'), 16 * rows) };
  const settings = trainingSettings({ steps: trainingSteps, batch: rows, optimiser: { adam: { rate: 1e-3 } } });
  return (seed) =>
    runToEnd(train({ space, energy, set, rng: randomStream(seed, 'benchmark'), signal: undefined }, maker, settings));
}

for (const [name, workload] of Object.entries(workloads)) {
  if (given.only !== undefined && given.only !== name) continue;
  const run = await runOf(workload);
  await run(0);
  const [basin, peer] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    basin.push(await timed(() => run(round)));
    const found = peerLine('networks.py', [JSON.stringify(workload), '3'], []);
    if (found !== undefined) peer.push(found.torch);
  }
  const per = workload.trainingSteps ?? 1;
  const rounded = (value) => Number((value / per).toFixed(1));
  print({
    benchmark: 'networks',
    workload: name,
    milliseconds: rounded(median(basin)),
    least: rounded(Math.min(...basin)),
    most: rounded(Math.max(...basin)),
    ...(peer.length > 0 && {
      torch: rounded(median(peer)),
      torchLeast: rounded(Math.min(...peer)),
      torchMost: rounded(Math.max(...peer)),
      timesOfTorch: Number((median(basin) / median(peer)).toFixed(2)),
    }),
  });
}

/**
 * Energies of the plane learned by every trainer from the same examples, with the same network (`neural/mlp`, 2-128-128-1, SiLU,
 * quadratic term 0.2), optimiser and number of steps: how far their draws are from the data (squared maximum mean discrepancy, kernel:
 * plane-densities.mjs), and what they say of fresh data (mean log-likelihood, ln Z by the estimator annealed-importance-sampling).
 *
 *     node benchmarks/densities.mjs [--steps 4000] [--only TRAINER] [--density NAME]
 *
 * One JSON line for each density and trainer. Beside them: the discrepancy of two sets of data, `noiseFloor`; the mean log-likelihood
 * of the true density, `bestLogLikelihood`; and ln Z by a sum over a grid.
 */
import { parseArgs } from 'node:util';
import { logSumExp, mean, randomStream, standardDeviation, train, trainingSettings } from '@basin/core';
import { print } from './chain-benchmark.mjs';
import { create, energyOver, parts } from './extensions.mjs';
import { drawPoints, planeDensities, squaredDiscrepancy } from './plane-densities.mjs';

const { values: given } = parseArgs({
  options: {
    steps: { type: 'string', default: '4000' },
    only: { type: 'string' },
    density: { type: 'string' },
  },
});
const chains = { kernel: { langevin: { stepSize: 0.01 } }, steps: 10 };
const trainers = [
  ['contrastive-divergence', chains],
  ['persistent-contrastive-divergence', { ...chains, buffer: 10_000, reinitialise: 0.05 }],
  ['noise-contrastive', { ratio: 4 }],
  ['denoising-score-matching', { deviation: 0.1 }],
  ['sliced-score-matching', { slices: 1 }],
];
const learning = {
  steps: Number(given.steps),
  batch: 256,
  optimiser: { adam: { rate: 1e-3 } },
  schedule: { cosine: {} },
  average: 0.99,
};
const [exampleCount, freshCount] = [10_000, 2000];

async function toEnd(work) {
  let next = await work.next();
  while (!next.done) next = await work.next();
  return next.value;
}

function cpuSeconds(began) {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

const freshSets = (density) =>
  Array.from({ length: 4 }, (_, i) => drawPoints(density, randomStream(i, 'fresh'), freshCount));

/** Draws of the learned energy: particles that come from a wide Gaussian. */
async function drawsOf(subject) {
  const options = { islands: 1, particles: freshCount, kernel: { hmc: { stepSize: 0.1, steps: 5 } }, moves: 5 };
  const sampler = await create('sampler', 'sequential-monte-carlo', options, parts);
  const { batch } = await toEnd(
    sampler.sample({ ...subject, initial: undefined, rng: randomStream(3, 'draws'), signal: undefined }),
  );
  return batch;
}

/** ln of the integral of e^−E over a square far wider than the data, by its midpoints. */
async function gridPartition(energy, side = 12, cells = 480) {
  const width = side / cells;
  const at = (i) => (i + 0.5) * width - side / 2;
  const points = Float64Array.from({ length: 2 * cells * cells }, (_, i) => {
    const cell = i >> 1;
    return at(i % 2 === 0 ? Math.floor(cell / cells) : cell % cells);
  });
  return logSumExp((await energy.evaluate(points)).map((value) => -value)) + 2 * Math.log(width);
}

async function learn(density, name, options) {
  const subject = await energyOver({ dimension: 2, spread: 2 }, 'neural/mlp', { hidden: [128, 128], quadratic: 0.2 });
  const { energy } = subject;
  const maker = await create('trainer', name, options, parts);
  const set = { examples: drawPoints(density, randomStream(1, 'examples'), exampleCount) };
  const began = process.cpuUsage();
  const problem = { ...subject, set, rng: randomStream(2, 'training'), signal: undefined };
  const { own, recoveries } = await toEnd(train(problem, maker, trainingSettings(learning)));
  const trainingSeconds = cpuSeconds(began);

  const sets = freshSets(density);
  const draws = await drawsOf(subject);
  const distances = sets.map((points) => squaredDiscrepancy(draws, points));
  const floors = sets.slice(1).map((points) => squaredDiscrepancy(sets[0], points));
  const estimator = await create(
    'partition',
    'annealed-importance-sampling',
    { kernel: { hmc: { stepSize: 0.1, steps: 5 } }, chains: 400, temperatures: 100 },
    parts,
  );
  const { logPartition, standardError, bracket } = await toEnd(
    estimator.estimate({ ...subject, beta: 1, rng: randomStream(4, 'partition'), signal: undefined }),
  );
  const fresh = Float64Array.from(sets.flatMap((points) => [...points]));
  const truth = [];
  for (let i = 0; i < fresh.length; i += 2) truth.push(Math.log(density.density(fresh[i], fresh[i + 1])));
  const rounded = (value, digits = 4) => Number(value.toFixed(digits));
  print({
    benchmark: 'densities',
    density: density.name,
    trainer: name,
    steps: learning.steps,
    trainingCpuSeconds: rounded(trainingSeconds, 1),
    squaredDiscrepancy: rounded(mean(distances), 5),
    deviation: rounded(standardDeviation(distances), 5),
    noiseFloor: [rounded(mean(floors), 5), rounded(Math.max(...floors.map(Math.abs)), 5)],
    logLikelihood: rounded(-mean(await energy.evaluate(fresh)) - logPartition),
    bestLogLikelihood: rounded(mean(Float64Array.from(truth))),
    logPartition: rounded(logPartition),
    standardError: rounded(standardError),
    bracket: [rounded(bracket.low), rounded(bracket.high)],
    logPartitionByGrid: rounded(await gridPartition(energy)),
    ...(own.logPartition !== undefined && { logPartitionByTrainer: rounded(own.logPartition) }),
    ...(recoveries.length > 0 && { recoveries: recoveries.length }),
  });
}

for (const density of planeDensities) {
  if (given.density !== undefined && given.density !== density.name) continue;
  for (const [name, options] of trainers) {
    if (given.only === undefined || given.only === name) await learn(density, name, options);
  }
}

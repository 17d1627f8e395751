/**
 * Two densities in the square [−4, 4]², a ring and a stripe, learned apart by one perceptron each (2-64-64-1, SiLU) from examples of
 * their own, and composed by `all`, `not` and `any`. Beside them one joint model of points and of labels that say which concepts
 * hold, trained on the same examples with their labels: `given` asks it for labels that no example had. What is exact is known, so
 * that nothing else judges.
 *
 *     node benchmarks/compositional-generalisation/densities.mjs [--seeds 3] [--examples 4000] [--steps 1200]
 *
 * One JSON line a seed: of each question the total variation between the density of the model and the exact one, both on a grid
 * of 161² points ('modelDistance'); the share of draws in the region that holds 95 % of the exact density ('right'); and the total
 * variation between draws and exact density over 16² cells beside that of as many exact draws ('drawnDistance', 'floor').
 */
import { parseArgs } from 'node:util';
import { all, any, given, heldVariables, logSumExp, not, randomStream } from '@basin/core';
import { print } from '../chain-benchmark.mjs';
import { create, energyOver, parts } from '../extensions.mjs';
import { cpuSecondsSince, learnedEnergy } from './learning.mjs';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    examples: { type: 'string', default: '4000' },
    steps: { type: 'string', default: '1200' },
  },
});
const exampleCount = Number(options.examples);
const bound = 4;
const square = ['x', 'y'].map((name) => ({ name, low: -bound, high: bound }));
/** Labels: 1 where a concept holds, 0 where nothing is said of it, −1 where it does not; spread by a quarter, to have a density. */
const labelled = [...square, ...['ring', 'stripe'].map((name) => ({ name, low: -1.5, high: 1.5 }))];
const labelSpread = 0.25;
const covariance = [
  [2.5, 1.86],
  [1.86, 2.5],
];
const trainer = { name: 'noise-contrastive', options: { noise: 'uniform', ratio: 2 } };
const settings = { batch: 256, optimiser: { adam: { rate: 0.005 } }, schedule: { cosine: {} } };
const steps = Number(options.steps);

const truth = {
  ring: (await energyOver({ axes: square }, 'ring', { radius: 2.5, width: 0.4 })).energy,
  stripe: (await energyOver({ axes: square }, 'gaussian', { mean: 0, covariance })).energy,
};

const term = (name, energy) => ({ name, energy, weight: 1 });

/** What is asked for, of the energies of the two concepts; `any` with what their integrals are. */
const questions = {
  both: ({ ring, stripe }) => all([term('ring', ring), term('stripe', stripe)]),
  'ring, not stripe': ({ ring, stripe }) => all([term('ring', ring), term('off', not(term('stripe', stripe)))]),
  either: async ({ ring, stripe }) => {
    const logPartitions = [Math.log(integral(await onGrid(ring))), Math.log(integral(await onGrid(stripe)))];
    return any([term('ring', ring), term('stripe', stripe)], { logPartitions });
  },
};

/** Labels by which the joint model is asked the same; it has none for `either`. */
const labelsOf = { both: [1, 1], 'ring, not stripe': [1, -1] };

const side = 161;
const width = (2 * bound) / (side - 1);
const grid = Float64Array.from({ length: side * side * 2 }, (_, i) => {
  const point = i >> 1;
  return (i % 2 === 0 ? point % side : Math.floor(point / side)) * width - bound;
});

/** e^(−E) at the points of the grid. */
async function onGrid(energy) {
  return (await energy.evaluate(grid)).map((value) => Math.exp(-value));
}

/** Of a function on the grid, by trapezia. */
function integral(values) {
  let sum = 0;
  values.forEach((value, i) => {
    const isEdge = (k) => k === 0 || k === side - 1;
    sum += value * (isEdge(i % side) ? 0.5 : 1) * (isEdge(Math.floor(i / side)) ? 0.5 : 1);
  });
  return sum * width * width;
}

async function densityOf(energy) {
  const values = await onGrid(energy);
  const whole = integral(values);
  return values.map((value) => value / whole);
}

const distance = (p, q) => integral(p.map((value, i) => Math.abs(value - q[i]))) / 2;

/** Energy of the contour around the densest 95 %. */
function contour(density, energies) {
  const order = Uint32Array.from(density.keys()).sort((a, b) => density[b] - density[a]);
  const sum = density.reduce((total, value) => total + value, 0);
  let held = 0;
  for (const i of order) {
    held += density[i] / sum;
    if (held >= 0.95) return energies[i];
  }
  return Number.POSITIVE_INFINITY;
}

const cells = 16;

/** Weighted share of each cell of the square. @param points - [count, 2]. */
function histogram(points, weights) {
  const shares = new Float64Array(cells * cells);
  const cellOf = (x) => Math.min(cells - 1, Math.floor(((x + bound) / (2 * bound)) * cells));
  weights.forEach((weight, i) => {
    shares[cellOf(points[2 * i + 1]) * cells + cellOf(points[2 * i])] += weight;
  });
  return shares;
}

const cellDistance = (p, q) => p.reduce((sum, value, i) => sum + Math.abs(value - q[i]), 0) / 2;

const sampler = await create(
  'sampler',
  'sequential-monte-carlo',
  { kernel: { hmc: {} }, islands: 8, particles: 500 },
  parts,
);

/** Draws of the public sampler in the plane, and their weights, which sum to 1. */
async function draw(space, energy, seed) {
  const problem = { space, energy, initial: undefined, rng: randomStream(seed, 'draws'), signal: undefined };
  const batches = [];
  for await (const { draws } of sampler.sample(problem)) if (draws !== undefined) batches.push(draws);
  const points = batches.flatMap(({ batch }) => [...batch]).filter((_, i) => i % space.dimension < 2);
  const logWeights = batches.flatMap(({ energy: each, logWeight }) => [...(logWeight ?? each.map(() => 0))]);
  const total = logSumExp(Float64Array.from(logWeights));
  return { points, weights: logWeights.map((value) => Math.exp(value - total)) };
}

/** Total variation over the cells between a density and as many independent draws of it as there are weights. */
function floorOf(shares, count, seed) {
  const rng = randomStream(seed, 'floor');
  const sums = shares.map(
    (
      (sum) => (share) =>
        (sum += share)
    )(0),
  );
  const found = new Float64Array(shares.length);
  for (let i = 0; i < count; i++) {
    const u = rng.uniform() * sums.at(-1);
    found[
      Math.min(
        shares.length - 1,
        sums.findIndex((sum) => u < sum),
      )
    ] += 1 / count;
  }
  return cellDistance(found, shares);
}

/** Examples of a concept: draws of its true density. @returns [exampleCount, 2] */
async function examplesOf(concept, seed) {
  const { space } = await energyOver({ axes: square }, 'ring', {});
  const { points, weights } = await draw(space, truth[concept], seed);
  const rng = randomStream(seed, `examples of ${concept}`);
  const sums = weights.map(
    (
      (sum) => (weight) =>
        (sum += weight)
    )(0),
  );
  return Float64Array.from(
    Array.from({ length: exampleCount }, () => {
      const u = rng.uniform() * sums.at(-1);
      const row = Math.max(
        0,
        sums.findIndex((sum) => u < sum),
      );
      return points.slice(2 * row, 2 * row + 2);
    }).flat(),
  );
}

/** Examples with labels about what is said of them, in one table. */
function labelledExamples(examples, seed) {
  const rng = randomStream(seed, 'labels');
  const blurred = (label) => label + labelSpread * (2 * rng.uniform() - 1);
  const rows = (points, [ring, stripe]) =>
    Array.from({ length: points.length / 2 }, (_, i) => [
      points[2 * i],
      points[2 * i + 1],
      blurred(ring),
      blurred(stripe),
    ]);
  return Float64Array.from([...rows(examples.ring, [1, 0]), ...rows(examples.stripe, [0, 1])].flat());
}

/** How a model does beside the exact density. @param onPlane - Its energy at points of the plane. */
async function judged(exact, model, seed) {
  const { space, energy, onPlane = energy } = model;
  const exactDensity = await densityOf(exact);
  const contourEnergy = contour(exactDensity, await exact.evaluate(grid));
  const { points, weights } = await draw(space, energy, seed);
  const energies = await exact.evaluate(Float64Array.from(points));
  const whole = exactDensity.reduce((sum, value) => sum + value, 0);
  const exactShares = histogram(
    grid,
    exactDensity.map((value) => value / whole),
  );
  return {
    modelDistance: rounded(distance(await densityOf(onPlane), exactDensity)),
    right: rounded(weights.reduce((sum, weight, i) => sum + (energies[i] <= contourEnergy ? weight : 0), 0)),
    drawnDistance: rounded(cellDistance(histogram(points, weights), exactShares)),
    floor: rounded(floorOf(exactShares, weights.length, seed)),
  };
}

const rounded = (value) => Number(value.toFixed(4));

/** The energy of the plane that an energy of points and labels is, with labels held. */
function withLabels({ space, energy }, [ring, stripe]) {
  const clamp = heldVariables(space, new Map(Object.entries({ ring, stripe })), ['at']);
  const held = given(term('joint', energy), clamp, space);
  const onPlane = {
    evaluate: (points) => {
      const rows = new Float64Array(2 * points.length);
      for (let i = 0; i < points.length; i += 2) rows.set([points[i], points[i + 1], ring, stripe], 2 * i);
      return held.evaluate(rows);
    },
  };
  return { space, energy: held, onPlane };
}

for (let seed = 1; seed <= Number(options.seeds); seed++) {
  const began = process.cpuUsage();
  const examples = { ring: await examplesOf('ring', seed), stripe: await examplesOf('stripe', seed + 1000) };
  const learn = (space, network, given, count) =>
    learnedEnergy({ space, network, examples: given, trainer, settings: { ...settings, steps: count }, seed });
  const small = { hidden: [64, 64] };
  const ring = await learn({ axes: square }, small, examples.ring, steps);
  const stripe = await learn({ axes: square }, small, examples.stripe, steps);
  // As many steps as both together, and more room.
  const joint = await learn({ axes: labelled }, { hidden: [128, 128] }, labelledExamples(examples, seed), 2 * steps);
  const trainingSeconds = rounded(cpuSecondsSince(began));
  const { space } = ring;
  const alone = {
    ring: await judged(truth.ring, ring, seed),
    stripe: await judged(truth.stripe, stripe, seed),
  };
  const found = {};
  for (const [name, compose] of Object.entries(questions)) {
    const exact = await compose(truth);
    const composed = await compose({ ring: ring.energy, stripe: stripe.energy });
    found[name] = { composed: await judged(exact, { space, energy: composed }, seed) };
    if (labelsOf[name] === undefined) continue;
    found[name].joint = await judged(exact, withLabels(joint, labelsOf[name]), seed);
  }
  print({ benchmark: 'composed densities', seed, trainingSeconds, alone, ...found });
}

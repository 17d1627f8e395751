/**
 * Pictures of 6 × 6 pixels in two colours. One perceptron each (72-128-1, SiLU) learns one concept (a shape, a position or a colour)
 * by denoising score matching, from examples in which everything else is random and none of which is a picture of a combination of
 * all three. A sum of three energies then asks for every combination; the nearest of the 32 exact pictures, by least squares, tells
 * what was drawn. Beside it one joint model of pictures and labels, trained on the same examples, each with the one label that is
 * known of it, and asked by `given` for three labels at once. Chance is 1 in 32.
 *
 *     node benchmarks/compositional-generalisation/shapes.mjs [--seeds 3] [--examples 8000] [--steps 1000] [--draws 16]
 *
 * One JSON line a seed and an inverse temperature β of the draws: the share of draws that are right in all attributes, with its 95 % interval (Wilson), and in each; of single
 * concepts, how often draws of each energy alone show the concept; 'ceiling', how often the judge is right about exact pictures
 * under the noise that the models have learned.
 */
import { parseArgs } from 'node:util';
import { all, given, heldVariables, randomStream } from '@basin/core';
import { print } from '../chain-benchmark.mjs';
import { create, parts } from '../extensions.mjs';
import { cpuSecondsSince, learnedEnergy, runToEnd } from './learning.mjs';
import { attributes, combinations, dimension, examplesOf, nearestLabels } from './pictures.mjs';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    examples: { type: 'string', default: '8000' },
    steps: { type: 'string', default: '1000' },
    draws: { type: 'string', default: '16' },
  },
});
const [exampleCount, steps, drawCount] = [options.examples, options.steps, options.draws].map(Number);
/** Labels of the joint model: this where a concept is named, its negative where nothing is said of it. */
const named = 1.5;
/** The noise has the deviation 1, and an energy of what is blurred by it grows as ½|x|². */
const trainer = { name: 'denoising-score-matching', options: { deviation: 1 } };
const quadratic = 1;
const settings = { batch: 128, optimiser: { adam: { rate: 0.004 } }, schedule: { cosine: {} } };

const concepts = Object.entries(attributes).flatMap(([attribute, values]) =>
  values.map((value) => ({ attribute, value })),
);

/** At the temperature of the models, and a tenth of it. */
const betas = [1, 10];

/** Annealed Langevin chains that end at β. */
const samplerAt = (beta) =>
  create(
    'sampler',
    'annealed-langevin',
    { chains: drawCount, stepSize: 0.05 / beta, levels: 20, stepsPerLevel: 50, betaStart: 0.3, beta },
    parts,
  );

/** Pictures that a sampler draws of a model, a row each. */
async function draw(sampler, { space, energy }, seed) {
  const problem = { space, energy, initial: undefined, rng: randomStream(seed, 'draws'), signal: undefined };
  const { batch } = await runToEnd(sampler.sample(problem));
  const width = space.dimension;
  return Array.from({ length: drawCount }, (_, row) => batch.subarray(row * width, row * width + dimension));
}

async function learnApart(seed) {
  const energies = new Map();
  let space;
  for (const { attribute, value } of concepts) {
    const examples = examplesOf({ [attribute]: value }, exampleCount, seed);
    const network = { hidden: [128], quadratic };
    const learning = { space: { dimension }, network, examples, trainer, settings: { ...settings, steps } };
    const learned = await learnedEnergy({ ...learning, seed: 100 * seed + energies.size });
    space = learned.space;
    energies.set(value, learned.energy);
  }
  return { space, energies };
}

/** As many examples in all, three times as many steps and a network that is twice as wide. */
async function learnJointly(seed) {
  const width = dimension + concepts.length;
  const examples = new Float64Array(concepts.length * exampleCount * width).fill(-named);
  concepts.forEach(({ attribute, value }, concept) => {
    const pictures = examplesOf({ [attribute]: value }, exampleCount, seed);
    for (let i = 0; i < exampleCount; i++) {
      const start = (concept * exampleCount + i) * width;
      examples.set(pictures.subarray(i * dimension, (i + 1) * dimension), start);
      examples[start + dimension + concept] = named;
    }
  });
  const network = { hidden: [256], quadratic };
  const longer = { ...settings, steps: 3 * steps };
  return learnedEnergy({ space: { dimension: width }, network, examples, trainer, settings: longer, seed });
}

/** The joint model with these labels named and all others not. */
function withLabels({ space, energy }, labels) {
  const wanted = new Set(Object.values(labels));
  const held = concepts.map(({ value }, i) => [`position[${dimension + i}]`, wanted.has(value) ? named : -named]);
  const clamp = heldVariables(space, new Map(held), ['at']);
  return { space, energy: given({ name: 'joint', energy, weight: 1 }, clamp, space) };
}

/** How often pictures that were asked for by their labels show them. */
async function judged(drawOf) {
  const right = Object.fromEntries(['all', ...Object.keys(attributes)].map((name) => [name, 0]));
  let count = 0;
  for (const { labels, picture } of combinations) {
    for (const drawn of await drawOf(labels, picture, count)) {
      const found = nearestLabels(drawn);
      const names = Object.keys(labels).filter((name) => found[name] === labels[name]);
      for (const name of names) right[name]++;
      if (names.length === Object.keys(labels).length) right.all++;
      count++;
    }
  }
  const shares = Object.fromEntries(Object.entries(right).map(([name, hits]) => [name, rounded(hits / count)]));
  return { ...shares, interval: wilson(right.all, count) };
}

/** 95 % interval of a share. @see Wilson, J. Am. Stat. Assoc. 22, 209 (1927). */
function wilson(hits, count) {
  const z = 1.96;
  const share = hits / count;
  const middle = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half = (z / (1 + (z * z) / count)) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return [rounded(middle - half), rounded(middle + half)];
}

const rounded = (value) => Number(value.toFixed(3));

/** The judge's own errors: exact pictures under noise of deviation 1. */
function ceiling(seed) {
  const rng = randomStream(seed, 'ceiling');
  return judged((_, picture) =>
    Array.from({ length: drawCount }, () => {
      const noise = new Float64Array(dimension);
      rng.fillNormal(noise);
      return noise.map((value, i) => value + picture[i]);
    }),
  );
}

for (let seed = 1; seed <= Number(options.seeds); seed++) {
  const began = process.cpuUsage();
  const { space, energies } = await learnApart(seed);
  const apartSeconds = rounded(cpuSecondsSince(began));
  const halfway = process.cpuUsage();
  const joint = await learnJointly(seed);
  const jointSeconds = rounded(cpuSecondsSince(halfway));
  const composedOf = (labels) =>
    all(Object.values(labels).map((value) => ({ name: value, energy: energies.get(value), weight: 1 })));
  const counts = { examplesPerConcept: exampleCount, steps, draws: drawCount * combinations.length };
  const limits = { chance: rounded(1 / combinations.length), ceiling: (await ceiling(seed)).all };
  for (const beta of betas) {
    const sampler = await samplerAt(beta);
    const alone = {};
    for (const { attribute, value } of concepts) {
      const drawn = await draw(sampler, { space, energy: energies.get(value) }, seed);
      alone[value] = rounded(drawn.filter((picture) => nearestLabels(picture)[attribute] === value).length / drawCount);
    }
    const composed = await judged((labels, _, row) =>
      draw(sampler, { space, energy: composedOf(labels) }, 1000 * seed + row),
    );
    const jointly = await judged((labels, _, row) => draw(sampler, withLabels(joint, labels), 1000 * seed + row));
    const figures = { alone, composed, joint: jointly, ...limits };
    print({ benchmark: 'composed shapes', seed, beta, ...counts, apartSeconds, jointSeconds, ...figures });
  }
}

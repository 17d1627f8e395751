import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { coreModule, optionsSchemaOf, Registry, randomStream } from '@basin/core';
import { basinModule } from '@basin/molecules';

/** Everything that the two packages register, as a workflow sees it. */
export function loadRegistry() {
  const registry = new Registry();
  registry.load({ name: '@basin/core', version: '' }, coreModule);
  registry.load({ name: '@basin/molecules', version: '' }, basinModule);
  return registry;
}

/** The SMILES of a file, plain or gzip: the first word of each line. */
export async function readSmiles(path) {
  const bytes = await readFile(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((line) => line.trim().split(/\s/, 1).filter(Boolean));
}

/**
 * One run of a design task with the registered genetic sampler.
 *
 * @param smiles - Molecules to draw the first population from, by the seed.
 * @param sampler - Options of the sampler, as a workflow file would give them.
 * @returns Scores e^(−E) in the order of the oracle calls, the best molecules, and why it ended.
 */
export async function designRun({ registry, task, seed, smiles, start, sampler, workerCount }) {
  const disposals = [];
  const context = { workerCount, onDispose: (dispose) => disposals.push(dispose) };
  const create = (point, name, options = {}) => {
    const definition = registry.definition(point, name);
    return definition.create(optionsSchemaOf(definition, registry).parse(options), context);
  };
  const space = await create('space', 'molecules/molecule', { keepStereo: false });
  const { energy, scores } = recorded(await create('energy', `molecules/benchmarks/${task}`));
  const definition = registry.definition('sampler', 'genetic');
  const driver = await definition.create(optionsSchemaOf(definition, registry).parse(sampler), {
    variation: async ({ name, options }) => {
      const { parentCount, create: make } = registry.definition('proposal', name);
      return { name, parentCount, variation: await make(options, context) };
    },
  });
  const rng = randomStream(seed, 'pmo');
  const { batch: initial } = await space.decode({
    smiles: { type: 'text', values: drawn(rng.split(1), smiles, start) },
  });
  const run = driver.sample({ space, energy, initial, rng: rng.split(2), signal: undefined });
  let next = await run.next();
  while (!next.done) next = await run.next();
  for (const dispose of disposals) await dispose();
  return { scores, best: next.value.batch.smiles[0], stopReason: next.value.stopReason };
}

/** The energy with the score of every state noted in the order of evaluation. */
function recorded(energy) {
  const scores = [];
  const evaluate = async (batch) => {
    const values = await energy.evaluate(batch);
    for (const value of values) scores.push(Math.exp(-value));
    return values;
  };
  return { scores, energy: { evaluate } };
}

function drawn(rng, lines, count) {
  const rows = new Set();
  while (rows.size < Math.min(count, lines.length)) rows.add(rng.integer(lines.length));
  return Array.from(rows, (row) => lines[row]);
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { input, rows, sum, writeModel } from '@basin/neural';
import { openWorkflow } from '@basin/workflows';
import { parseYaml } from '../../workflows/dist/language/parse-yaml.js';
import { drugs, type Fields, frameFor, isMap } from './workflow-frames.js';

const x = input('x', [rows, 2]);
const solubility = sum(x, [1]);
const model = writeModel({ inputs: [x], outputs: { solubility } }, { precision: 'float32' });

/**
 * Validates a block of YAML from a page as Basin would: a whole workflow as it stands, a fragment inside the least workflow that
 * has a place for it. Tables that it reads are there, and empty; the network that it reads is the sum of two coordinates.
 *
 * @throws {ConfigurationError} Every fault of it.
 */
export async function validateBlock(text: string): Promise<void> {
  const { value } = parseYaml({ file: 'block.yaml', text });
  const isWhole = isMap(value) && 'basin' in value;
  const folder = mkdtempSync(join(tmpdir(), 'basin-docs-'));
  try {
    const file = join(folder, 'block.yaml');
    writeFileSync(file, isWhole ? text : JSON.stringify(wholeWorkflow(value)));
    for (const path of filesRead(value)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    writeFileSync(join(folder, 'model.onnx'), model);
    await openWorkflow(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function wholeWorkflow(fragment: unknown): Fields {
  if (!isMap(fragment)) throw new Error('the block is no map');
  const frame = frameFor(fragment);
  const { proposal, mutation, crossover, format, property, objective, energies, steps, ...remaining } = fragment;
  // Options of networks, which no fragment's frame has: their schemas are held by the plugins' own tests.
  const { encoder: _encoder, engine: _engine, ...rest } = remaining;
  const { sampler = samplerWith({ proposal, mutation, crossover }), ...others } = rest;
  const isTraining = JSON.stringify(steps ?? {}).includes('"step":"train"');
  // The weights of a composition are parameters: every energy can be trained in one.
  const wanted = isTraining ? { all: { first: frame.energy } } : frame.energy;
  const named = { wanted, ...(isMap(energies) ? energies : {}) };
  const given = property === undefined && objective === undefined ? {} : { given: { property, objective } };
  const own = isMap(steps) ? steps : frame.steps;
  return {
    ...frame.head,
    ...others,
    energies: { ...named, ...given },
    steps: {
      ...own,
      ...(JSON.stringify(own).includes('the-step-before') ? frame.before : {}),
      ...(sampler === undefined ? {} : { found: { step: 'sample', energy: 'wanted', sampler, ...frame.from } }),
      ...(format === undefined ? {} : { formatted: { ...drugs, format } }),
    },
  };
}

/** A sampler that takes a move by the key that it stands at; undefined where the block has none. */
function samplerWith({ proposal, mutation, crossover }: Fields): Fields | undefined {
  if (proposal !== undefined) return { chains: { kernel: { metropolis: { proposal } } } };
  if (mutation === undefined && crossover === undefined) return undefined;
  return { genetic: { generations: 1, mutation: mutation ?? 'molecules/mutate', crossover } };
}

function filesRead(block: unknown): readonly string[] {
  const steps = isMap(block) && isMap(block.steps) ? Object.values(block.steps) : [];
  const files = steps.filter(isMap).filter(({ step }) => step === 'read');
  return [drugs.file, ...files.map(({ file }) => String(file))];
}

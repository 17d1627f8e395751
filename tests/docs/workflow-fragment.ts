import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openWorkflow } from '@basin/workflows';
import { parseYaml } from '../../workflows/dist/language/parse-yaml.js';

type Fields = Readonly<Record<string, unknown>>;

const plugin = '@basin/molecules';

const anyEnergy = { property: 'molecules/log-p', objective: { between: { low: 1, high: 3 } } };
const drugs = { step: 'read', file: 'data/approved-drugs.smi' };
/** A table with the columns that examples of steps name: the states, the energy and 'logP'. */
const stepBefore = {
  'drugs-before': drugs,
  'the-step-before': { step: 'score', from: 'drugs-before', energy: { all: { logP: anyEnergy } } },
};

/**
 * Validates a block of YAML from a page as Basin would: a whole workflow as it stands, a fragment inside the least workflow that
 * has a place for it. Files that it reads are there, and empty.
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
    await openWorkflow(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function wholeWorkflow(fragment: unknown): Fields {
  const frame = { basin: 1, title: 'A fragment', plugins: [plugin] };
  if (!isMap(fragment)) throw new Error('the block is no map');
  const { proposal, mutation, crossover, format, property, objective, energies, steps, ...rest } = fragment;
  const { sampler = samplerWith({ proposal, mutation, crossover }), ...others } = rest;
  const named = { wanted: anyEnergy, ...(isMap(energies) ? energies : {}) };
  const given = property === undefined && objective === undefined ? {} : { given: { property, objective } };
  const own = isMap(steps) ? steps : { drugs, scored: { step: 'score', from: 'drugs', energy: 'wanted' } };
  return {
    ...frame,
    ...others,
    energies: { ...named, ...given },
    steps: {
      ...own,
      ...(JSON.stringify(own).includes('the-step-before') ? stepBefore : {}),
      ...(sampler === undefined ? {} : { found: samplingStep(sampler) }),
      ...(format === undefined ? {} : { formatted: { ...drugs, format } }),
    },
  };
}

function samplingStep(sampler: unknown): Fields {
  return { step: 'sample', from: 'drugs', energy: 'wanted', sampler };
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

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { coreModule, Registry } from '@basin/core';
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
      ...(JSON.stringify(own).includes('the-step-before') ? (frame.before ?? stepBefore) : {}),
      ...(sampler === undefined ? {} : { found: { step: 'sample', energy: 'wanted', sampler, ...frame.from } }),
      ...(format === undefined ? {} : { formatted: { ...drugs, format } }),
    },
  };
}

/** What a fragment stands in: a workflow about states of the kind that it is about. */
interface Frame {
  readonly head: Fields;
  readonly energy: Fields;
  readonly steps: Fields;
  /** What an example takes from; {@link stepBefore} when absent. */
  readonly before?: Fields;
  /** Where a sampling step takes its start from. */
  readonly from: Fields;
}

const head = { basin: 1, title: 'A fragment' };
const search = { step: 'sample', energy: 'wanted', sampler: { chains: { kernel: 'nuts' } } };
const flips = { chains: { kernel: { metropolis: { proposal: 'site-flip' } } } };

const frames: Readonly<Record<'molecule' | 'vector' | 'categorical', Frame>> = {
  molecule: {
    head: { ...head, plugins: [plugin] },
    energy: anyEnergy,
    steps: { drugs, scored: { step: 'score', from: 'drugs', energy: 'wanted' } },
    from: { from: 'drugs' },
  },
  vector: {
    head: { ...head, space: { vector: { axes: ['x', 'y'] } } },
    energy: { energy: { gaussian: { mean: 0, deviations: 1 } } },
    steps: { found: search },
    before: { 'the-step-before': search },
    from: {},
  },
  categorical: {
    head: { ...head, space: { categorical: { lattice: { shape: [4, 4] }, values: 2 } } },
    energy: { energy: 'ising' },
    steps: { found: { ...search, sampler: flips } },
    before: { 'the-step-before': { ...search, sampler: flips } },
    from: {},
  },
};

/** Spaces of the extensions of core that a fragment names; a plugin's names have a slash, and are of molecules. */
const kinds = coreKinds();

function frameFor(fragment: Fields): Frame {
  const names = namesIn(fragment);
  if (names.some((name) => name.startsWith('molecules/') || name === plugin)) return frames.molecule;
  const kind = names.map((name) => kinds.get(name)).find((found) => found !== undefined);
  return frames[kind ?? 'molecule'];
}

/** Every key and every text of a fragment. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isMap(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...namesIn(inner)]) : [];
}

function coreKinds(): ReadonlyMap<string, 'vector' | 'categorical'> {
  const registry = new Registry();
  registry.load({ name: '@basin/core', version: '0.0.0' }, coreModule);
  const kindOf = {
    vector: 'vector',
    categorical: 'categorical',
    continuous: 'vector',
    discrete: 'categorical',
  } as const;
  const found = new Map<string, 'vector' | 'categorical'>();
  for (const point of ['space', 'energy', 'proposal', 'kernel', 'trainer'] as const) {
    for (const definition of registry.definitions(point)) {
      const { kind, space = kind } = definition as { readonly kind?: string; readonly space?: string };
      const known = kindOf[space as keyof typeof kindOf];
      if (known !== undefined) found.set(definition.name, known);
    }
  }
  return found;
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

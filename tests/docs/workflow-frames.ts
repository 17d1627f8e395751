import { coreModule, Registry } from '@basin/core';

/** A map of a workflow file. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a fragment stands in: a workflow about states of the kind that it is about. */
export interface Frame {
  readonly head: Fields;
  readonly energy: Fields;
  readonly steps: Fields;
  /** What an example takes from. */
  readonly before: Fields;
  /** Where a sampling step takes its start from. */
  readonly from: Fields;
}

/** The table that fragments about molecules start from. */
export const drugs = { step: 'read', file: 'data/approved-drugs.smi' };

const title = { basin: 1, title: 'A fragment' };
const drugLike = { property: 'molecules/log-p', objective: { between: { low: 1, high: 3 } } };

const moleculeFrame: Frame = {
  head: { ...title, plugins: ['@basin/molecules'] },
  energy: drugLike,
  steps: { drugs, scored: { step: 'score', from: 'drugs', energy: 'wanted' } },
  // A table with the columns that examples of steps name: the states, the energy and 'logP'.
  before: {
    'drugs-before': drugs,
    'the-step-before': { step: 'score', from: 'drugs-before', energy: { all: { logP: drugLike } } },
  },
  from: { from: 'drugs' },
};

/** A frame whose states are drawn of an energy by a kernel. */
function drawnFrame(space: Fields, energy: unknown, kernel: unknown): Frame {
  const draws = { step: 'sample', energy: 'wanted', sampler: { chains: { kernel } } };
  const head = { ...title, space };
  return { head, energy: { energy }, steps: { found: draws }, before: { 'the-step-before': draws }, from: {} };
}

function vectorFrame(space: Fields): Frame {
  return drawnFrame({ vector: space }, { gaussian: { mean: 0, deviations: 1 } }, 'nuts');
}

const frames = {
  molecule: moleculeFrame,
  vector: vectorFrame({ axes: ['x', 'y'] }),
  categorical: drawnFrame({ categorical: { lattice: { shape: [4, 4] }, values: 2 } }, 'ising', {
    metropolis: { proposal: 'site-flip' },
  }),
} as const;

const boxed = (name: string) => ({ name, low: 0, high: 1 });
const unit = (count: number) => ({ count, values: 2 });

/** Frames of what asks for more of its space than a kind, and of what leaves to its options which kind it takes. */
const particular: Readonly<Record<string, Frame>> = {
  'eight-schools': vectorFrame({ dimension: 10 }),
  'uniform-draw': vectorFrame({ axes: [boxed('x'), boxed('y')] }),
  'restricted-boltzmann': drawnFrame(
    { categorical: { groups: { visible: unit(3), hidden: unit(2) } } },
    { 'restricted-boltzmann': { weights: Array(3).fill([0.5, -0.5]) } },
    'blocked-gibbs',
  ),
  'neural/mlp': frames.vector,
  'neural/onnx': frames.vector,
  'neural/onnx-property': frames.vector,
  'neural/regressor': frames.vector,
  'neural/image-convolution': vectorFrame({ dimension: 64 }),
  'neural/sequence-convolution': frames.categorical,
  'neural/attention': frames.categorical,
  enumeration: frames.categorical,
};

const known = coreFrames();

/** The frame of the first thing that a fragment names; that of molecules where it names nothing that has another. */
export function frameFor(fragment: Fields): Frame {
  const names = namesIn(fragment);
  const frame = names.some((name) => /^(@basin\/)?molecules(\/|$)/.test(name))
    ? frames.molecule
    : (names.map((name) => particular[name] ?? known.get(name)).find((found) => found !== undefined) ??
      frames.molecule);
  if (!names.some((name) => name.startsWith('neural/'))) return frame;
  const { plugins = [] } = frame.head as { readonly plugins?: readonly string[] };
  return { ...frame, head: { ...frame.head, plugins: [...plugins, '@basin/neural'] } };
}

/** Every key and every text of a fragment. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isMap(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...namesIn(inner)]) : [];
}

/** Frames of the extensions of core by the kind of states that they are of; samplers that need a gradient are of vectors. */
function coreFrames(): ReadonlyMap<string, Frame> {
  const registry = new Registry();
  registry.load({ name: '@basin/core', version: '0.0.0' }, coreModule);
  const byKind: Readonly<Record<string, Frame>> = {
    vector: frames.vector,
    continuous: frames.vector,
    categorical: frames.categorical,
    discrete: frames.categorical,
  };
  const found = new Map<string, Frame>();
  for (const point of ['space', 'energy', 'proposal', 'kernel', 'sampler', 'trainer'] as const) {
    for (const definition of registry.definitions(point)) {
      const {
        kind,
        space = kind,
        requires = [],
      } = definition as Partial<Record<'kind' | 'space', string>> & {
        readonly requires?: readonly string[];
      };
      const frame = byKind[space ?? ''] ?? (requires.includes('gradient') ? frames.vector : undefined);
      if (frame !== undefined) found.set(definition.name, frame);
    }
  }
  return found;
}

export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

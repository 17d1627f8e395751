import { z } from 'zod';
import type { Energy } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { ConfigurationError, type ConfigurationFault } from '../errors/design-error.js';
import type { Rng } from '../numerics/rng.js';
import { variationOfOne, variationOfTwo } from '../proposal/proposal-need.js';
import { type BreedingPlan, breed } from './breeding.js';
import { coordinateDescriptor, type Descriptor, requiredTerm, termDescriptor } from './descriptor.js';
import { type ArchiveAxis, cellOf, EliteArchive } from './elite-archive.js';
import { initialDesigns } from './initial-designs.js';
import { runSteps } from './run-steps.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult, SamplingTarget } from './sampler.js';
import { defineSampler } from './sampler-definition.js';
import { lowestOf, reportInterval, summarise, Trace } from './trace.js';

/** An axis of the archive and what lies along it. */
export interface DescriptorAxis<B> extends ArchiveAxis {
  /** Made once a run. @throws {ConfigurationError} What it describes is not there. */
  readonly describe: (target: SamplingTarget<B>) => Descriptor<B>;
}

/** How elites breed, and what they are told apart by. */
export interface QualityDiversitySettings<B> extends BreedingPlan<B> {
  readonly axes: readonly DescriptorAxis<B>[];
  readonly generations: number;
  /** Random designs to begin with, where no initial ones are given. */
  readonly starts: number;
  /** Designs returned at most. */
  readonly count: number;
  readonly evaluations?: number | undefined;
}

/** Branch of the root stream for starting states. Generation g ≥ 1 has branch g. */
const startingStatesLabel = 0;

const traceNames = ['step', 'best', 'mean', 'median', 'evaluations', 'coverage', 'qualityDiversity'];

/**
 * MAP-Elites: an archive whose cells are ranges of some descriptors keeps the best design of each. Parents are drawn evenly from
 * the cells that are filled, and their children take the cells in which they are better. The result has the elites, best first:
 * not one optimum but the best of every kind.
 *
 * @see Mouret & Clune, arXiv:1504.04909 (2015).
 */
export function qualityDiversitySampler<B>(settings: QualityDiversitySettings<B>): Sampler<B> {
  return {
    sample: (problem) => sample(problem, settings),
    checkTarget: (target) => {
      const faults = settings.axes.flatMap(({ describe }) => faultsOf(() => describe(target)));
      if (faults.length > 0) throw new ConfigurationError(faults);
    },
  };
}

/** The faults that something throws. */
function faultsOf(run: () => unknown): readonly ConfigurationFault[] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

async function* sample<B>(
  problem: SamplingProblem<B>,
  settings: QualityDiversitySettings<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const { resumeFrom, rng, space } = problem;
  const archive = new EliteArchive(space, settings.axes);
  const search = new ArchiveSearch(problem, settings, archive);
  const trace = new Trace(traceNames);
  if (resumeFrom === undefined) {
    const start = { ...problem, rng: rng.split(startingStatesLabel) };
    await search.admit(await initialDesigns(start, settings.starts, 'best'));
  } else {
    trace.restore(resumeFrom.trace!);
    await archive.restore(resumeFrom.archive!);
    search.evaluations = resumeFrom.evaluations as number;
  }
  const stopReason = yield* runSteps(problem, {
    from: (resumeFrom?.step as number | undefined) ?? 0,
    stepCount: settings.generations,
    stepName: 'generation',
    interval: reportInterval(settings.generations),
    mostEvaluations: settings.evaluations,
    evaluations: () => search.evaluations,
    bestEnergy: () => lowestOf(archive.energy),
    // Without an allowed design there is nothing to breed from.
    ending: () => (archive.energy.length === 0 ? 'exhausted' : undefined),
    advance: (generation) => search.breed(rng.split(generation)),
    report: (step) => {
      const { coverage, qualityDiversity, energy } = archive;
      trace.add({ ...summarise(energy), step, evaluations: search.evaluations, coverage, qualityDiversity });
    },
    pack: () => ({ archive: archive.pack(), evaluations: search.evaluations, trace: trace.pack() }),
  });
  return {
    ...archive.best(settings.count),
    stopReason,
    evaluations: search.evaluations,
    trace: trace.columns(),
    facts: [
      { name: 'coverage of the archive', value: archive.coverage },
      { name: 'quality-diversity score, Σ e^(−E)', value: archive.qualityDiversity },
    ],
  };
}

/** Designs on their way into the archive. */
class ArchiveSearch<B> {
  readonly #problem: SamplingProblem<B>;
  readonly #settings: QualityDiversitySettings<B>;
  readonly #archive: EliteArchive<B>;
  readonly #descriptors: readonly Descriptor<B>[];
  evaluations = 0;

  constructor(problem: SamplingProblem<B>, settings: QualityDiversitySettings<B>, archive: EliteArchive<B>) {
    this.#problem = problem;
    this.#settings = settings;
    this.#archive = archive;
    this.#descriptors = settings.axes.map(({ describe }) => describe(problem));
  }

  /** Children of elites that are drawn evenly. */
  async breed(rng: Rng): Promise<void> {
    const { batch, energy } = this.#archive;
    const children = await breed(this.#problem.space, this.#settings, rng, batch, (draws) =>
      draws.integer(energy.length),
    );
    await this.admit(children);
  }

  /** Evaluates designs and puts them into their cells. */
  async admit(batch: B): Promise<void> {
    const size = this.#problem.space.size(batch);
    if (size === 0) return;
    const energy = checkedEnergy('energy', await this.#problem.energy.evaluate(batch));
    this.evaluations += size;
    const values = await Promise.all(this.#descriptors.map((describe) => describe(batch)));
    const cells = Int32Array.from(energy, (_, row) =>
      cellOf(
        this.#settings.axes,
        values.map((column) => column[row]!),
      ),
    );
    this.#archive.insert(batch, energy, cells);
  }
}

/** An option that says what lies along an axis. */
interface DescriptorOptions {
  readonly coordinate?: string | undefined;
  readonly term?: string | undefined;
  readonly energy?: string | undefined;
}

const count = z.int().min(1);
const share = z.number().min(0).max(1);

const descriptorOptions = z
  .strictObject({
    coordinate: z.string().optional().describe('A coordinate of the space, by the name of its axis'),
    term: z
      .string()
      .optional()
      .describe('A term of the energy, by its name: the value of a property, or the term’s energy'),
    energy: z.string().optional().describe('Another energy of the workflow file, by its name'),
    low: z.number().describe('Value at which the first cell begins'),
    high: z.number().describe('Value at which the last cell ends'),
    cells: count.max(10_000).default(10).describe('Cells along the axis'),
  })
  .refine(
    ({ coordinate, term, energy }) => [coordinate, term, energy].filter((name) => name !== undefined).length === 1,
    {
      message: 'say what lies along the axis: give one of coordinate, term and energy',
    },
  )
  .refine(({ low, high }) => low < high, { path: ['high'], message: 'high must be above low' });

/** The sampler `quality-diversity`. */
export const qualityDiversity = defineSampler({
  name: 'quality-diversity',
  summary: 'Keeps the best design of every cell of an archive, so that the designs are good in many different ways',
  details:
    'MAP-Elites: descriptors (coordinates, properties, other energies) span an archive of cells, each of which keeps its best ' +
    'design. Elites breed by mutation and crossover; children take the cells in which they are better. Values beyond the ends of ' +
    'an axis count to its outermost cells. The result has the best design of every cell that was reached.',
  reference: 'Mouret & Clune, "Illuminating search spaces by mapping elites", arXiv:1504.04909 (2015)',
  requires: [],
  yields: 'designs',
  energyOptions: ['descriptors'],
  options: (refer) =>
    z.strictObject({
      descriptors: z.array(descriptorOptions).min(1).max(6).describe('What designs are told apart by, one axis each'),
      generations: count.default(100).describe('Generations at most'),
      offspring: count.default(100).describe('Children attempted in a generation'),
      starts: count.default(100).describe('Random designs to begin with, where no starting states are given'),
      mutation: refer.to('proposal', variationOfOne).describe('Variation of one parent'),
      crossover: refer.to('proposal', variationOfTwo).optional().describe('Variation of two parents'),
      mutationShare: share.default(0.5).describe('Share of children made by mutation alone'),
      mutationRate: share.default(0.01).describe('Probability that a child of a crossover is mutated too'),
      count: count.optional().describe('Designs returned at most; all elites when absent'),
      evaluations: count.optional().describe('Energy evaluations after which it ends'),
    }),
  example: {
    descriptors: [{ energy: 'wanted', low: 0, high: 10, cells: 20 }],
    generations: 100,
    mutation: 'plugin/mutation',
  },
  create: async ({ descriptors, mutation, crossover, count: most, ...settings }, parts) => {
    const named = await Promise.all(
      descriptors.map(({ energy }) => (energy === undefined ? undefined : parts.energy(energy))),
    );
    return qualityDiversitySampler({
      ...settings,
      axes: descriptors.map((axis, i) => ({ ...axis, describe: describer(axis, named[i], ['descriptors', i]) })),
      mutation: (await parts.variation(mutation)).variation,
      crossover: crossover && (await parts.variation(crossover)).variation,
      count: most ?? Number.POSITIVE_INFINITY,
    });
  },
});

function describer(
  { coordinate, term }: DescriptorOptions,
  other: Energy<unknown> | undefined,
  path: readonly (string | number)[],
): (target: SamplingTarget<unknown>) => Descriptor<unknown> {
  return ({ space, energy, terms }) => {
    if (term !== undefined && terms !== undefined) requiredTerm(terms, term, [...path, 'term']);
    if (coordinate !== undefined) return coordinateDescriptor(space, coordinate, [...path, 'coordinate']);
    if (term !== undefined) return termDescriptor(energy, term, [...path, 'term']);
    // The schema asks for one of the three.
    return (batch) => other!.evaluate(batch);
  };
}

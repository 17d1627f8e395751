import {
  all,
  any,
  type Checkpoint,
  type Differentiable,
  type Energy,
  gaussianEnergy,
  optionsSchemaOf,
  parseCheckpoint,
  type Reference,
  randomStream,
  type VectorBatch,
  VectorSpace,
} from '@basin/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { definitionOf } from '../language/reading-context.js';
import { samplerTraits } from '../language/sampler-traits.js';
import { builtInRegistry } from '../plugins/built-in-modules.js';
import { createSampler } from '../run/create-sampler.js';
import { CreationScope } from '../run/creation-scope.js';
import { drawColumnsOf } from './draw-columns.js';
import {
  cells,
  driveInMemory,
  type InMemoryParts,
  type InMemoryRun,
  MemoryStore,
  runInMemory,
} from './fixtures/in-memory-context.js';
import { sample } from './sample.js';

const registry = builtInRegistry();
const space = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]);

/** Two independent normals, in y half as wide. */
const well: Differentiable<VectorBatch> = {
  evaluate: (batch) =>
    Float64Array.from(
      { length: batch.length / 2 },
      (_, row) => batch[2 * row]! ** 2 / 2 + 2 * batch[2 * row + 1]! ** 2,
    ),
  evaluateWithGradient: (batch) => ({
    energy: well.evaluate(batch) as Float64Array,
    gradient: batch.map((x, i) => (i % 2 === 0 ? x : 4 * x)),
  }),
};

const exactKernel = { mala: {} };

interface Asked {
  /** Another sampler than chains, with all its options. */
  readonly reference?: unknown;
  readonly sampler?: Readonly<Record<string, unknown>>;
  readonly kernel?: unknown;
  readonly step?: Readonly<Record<string, unknown>>;
  readonly energy?: Energy<VectorBatch>;
}

/** The step and its surroundings, as a workflow file would give them. */
async function asked({ reference, sampler = {}, kernel = exactKernel, step = {}, energy = well }: Asked) {
  const definition = definitionOf(registry, 'step', 'sample');
  const chains = { kernel, chains: 4, steps: 600, warmUp: 200, ...sampler };
  const options = optionsSchemaOf(definition, registry).parse({ sampler: reference ?? { chains }, ...step }) as {
    readonly sampler: Reference<'sampler'>;
  };
  const context = new CreationScope(1);
  const parts: InMemoryParts = {
    space: space as never,
    energy: energy as never,
    sampler: await createSampler(options.sampler, {
      registry,
      context,
      space: async () => space as never,
      energy: async () => energy as never,
    }),
    traits: samplerTraits(options.sampler, registry),
    rng: randomStream(7, 'draws'),
    property: async ({ name, options }) => {
      const definition = definitionOf(registry, 'energy', name);
      const property = await definition.create(options, { workerCount: 1, onDispose: () => {}, space } as never);
      return { property, unit: definition.unit };
    },
  };
  return { step: sample.create(options as never), parts };
}

async function sampled(wanted: Asked = {}, store?: MemoryStore): Promise<InMemoryRun> {
  const { step, parts } = await asked(wanted);
  return runInMemory(step, store === undefined ? parts : { ...parts, store });
}

/** All that a run leaves: every table, and what it said. */
function leftBy({ tables, outcome }: InMemoryRun) {
  return { outcome, tables: [...tables].map(([name, { columns, schema }]) => ({ name, columns, schema })) };
}

/** Time that passes at every look at the clock, so that every progress is worth a note. */
function hurryClock(secondsEach: number): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 1000 * secondsEach;
    return now;
  });
}

/** Remembers what a kill would have left after each note. */
class WatchedStore extends MemoryStore {
  readonly copies: MemoryStore[] = [];

  override async keepNote(text: string): Promise<void> {
    await super.keepNote(text);
    this.copies.push(this.copy());
  }
}

afterEach(() => vi.restoreAllMocks());

describe('sampling draws', () => {
  it('writes every draw with its chain, step, energy and terms', async () => {
    const { tables, outcome } = await sampled({ kernel: { nuts: {} } });
    const main = tables.get('main')!;
    expect(main.schema.fields.map(({ name }) => name)).toEqual([
      'x',
      'y',
      'chain',
      'step',
      'energy',
      'status',
      'error',
    ]);
    expect(drawColumnsOf(main.schema)).toEqual({ chain: 'chain', step: 'step' });
    expect(cells(main.columns, 'chain').slice(0, 8)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(cells(main.columns, 'step').slice(0, 5)).toEqual([201, 201, 201, 201, 202]);
    expect(cells(main.columns, 'step')).toHaveLength(2400);
    const [x, y, energy] = ['x', 'y', 'energy'].map((name) => cells(main.columns, name)[17] as number);
    expect(energy).toBe(x! ** 2 / 2 + 2 * y! ** 2);
    expect(outcome.summary).toMatchObject({ draws: 2400, chains: 4, 'stop reason': 'steps', certificate: 'passed' });
    expect(outcome.certificate).toMatchObject({ verdict: 'passed', isRequired: true, chains: 4, drawsPerChain: 600 });
    expect(outcome.certificate?.quantities.map(({ quantity }) => quantity)).toEqual(['energy', 'x', 'y']);
  });

  it('looks at properties beside the energy, under their names or given ones', async () => {
    const observe = { height: { coordinate: { axis: 'y' } }, energy: { coordinate: { axis: 0 } } };
    const { tables, outcome } = await sampled({ step: { observe } });
    const { columns, schema } = tables.get('main')!;
    const observed = ['height', 'energy (2)'];
    expect(schema.fields.map(({ name }) => name).slice(2, 6)).toEqual(['chain', 'step', ...observed]);
    expect(drawColumnsOf(schema)?.observed).toEqual(observed.map((column) => ({ column, unit: '1' })));
    expect(cells(columns, 'height')).toEqual(cells(columns, 'y'));
    expect(cells(columns, 'energy (2)')).toEqual(cells(columns, 'x'));
    const quantities = new Map(outcome.certificate?.quantities.map((one) => [one.quantity, one]));
    expect([...quantities.keys()]).toEqual(['energy', ...observed, 'x', 'y']);
    expect({ ...quantities.get('height')!, quantity: 'y' }).toEqual(quantities.get('y'));
  });

  it('numbers what it looks at by the same property', async () => {
    const coordinate = (axis: string) => ({ coordinate: { axis } });
    const { tables } = await sampled({ step: { observe: [coordinate('y'), coordinate('x')] } });
    const { columns } = tables.get('main')!;
    expect(cells(columns, 'coordinate')).toEqual(cells(columns, 'y'));
    expect(cells(columns, 'coordinate 2')).toEqual(cells(columns, 'x'));
  });

  it('says where a property that it should look at is wrong for the space', async () => {
    const observe = [{ coordinate: { axis: 'z' } }];
    await expect(sampled({ step: { observe } })).rejects.toThrow(
      /steps.tested.observe.0.coordinate.axis: .*no axis 'z'/,
    );
  });

  it('observes nothing where there are no draws', async () => {
    const search: Asked = { reference: { annealing: { kernel: exactKernel } }, step: { observe: ['coordinate'] } };
    await expect(sampled({ ...search, step: { observe: [{ coordinate: { axis: 0 } }] } })).rejects.toThrow(
      'this sampler makes designs and no draws',
    );
  });

  it('tells how much each component of a mixture has of the draws, as its exact weights say', async () => {
    const at = (mean: number, deviations: number) => gaussianEnergy(space, { mean: [mean, 0], deviations });
    const energy = any<VectorBatch>([
      { name: 'narrow', weight: 1, energy: at(-1, 0.7) },
      { name: 'wide', weight: 2, energy: at(1.5, 1.2) },
    ]);
    const { tables, outcome } = await sampled({
      energy,
      kernel: { nuts: {} },
      sampler: { steps: 4000, warmUp: 500 },
    });
    // In two dimensions Z = 2πσ², and a component has its weight times its Z.
    const [narrow, wide] = [0.7 ** 2, 2 * 1.2 ** 2];
    const quantity = outcome.certificate!.quantities.find(({ quantity: name }) => name === 'share of narrow')!;
    expect(Math.abs(quantity.mean - narrow / (narrow + wide))).toBeLessThan(4 * quantity.standardError);
    expect(quantity.standardError).toBeLessThan(0.01);
    expect(outcome.summary['share of narrow']).toBe(quantity.mean);
    const { columns, schema } = tables.get('main')!;
    expect(drawColumnsOf(schema)?.shares).toEqual(['share of narrow', 'share of wide']);
    const [a, b] = ['narrow', 'wide'].map((name) => cells(columns, `share of ${name}`) as number[]);
    for (const [row, share] of a!.entries()) expect(share + b![row]!).toBeCloseTo(1, 12);
  });

  it('evaluates a chain that stays where it is only once, and nothing that its chains have evaluated', async () => {
    const counted = (energy: Energy<VectorBatch>, count: { rows: number }): Energy<VectorBatch> => ({
      evaluate: (batch) => {
        count.rows += batch.length / 2;
        return energy.evaluate(batch);
      },
    });
    const kernel = { metropolis: { proposal: { 'random-walk': { scale: 3 } } } };
    const bare = { rows: 0 };
    const steps = { sampler: { steps: 500, warmUp: 100 }, step: { startRows: 0 } };
    const run = await sampled({ ...steps, energy: counted({ evaluate: well.evaluate }, bare), kernel });
    const evaluations = run.outcome.summary.evaluations as number;
    // Beside the sampler's own only the picture of the landscape asks.
    const landscape = run.tables.get('landscape')!;
    const before = bare.rows - evaluations;
    const inTerms = { rows: 0 };
    const energy = all<VectorBatch>([
      { name: 'well', weight: 1, energy: counted({ evaluate: well.evaluate }, inTerms) },
    ]);
    const again = await sampled({ ...steps, energy, kernel });
    const energies = cells(again.tables.get('main')!.columns, 'energy') as number[];
    const moves = energies.filter((value, row) => row < 4 || value !== energies[row - 4]).length;
    expect(moves).toBeLessThan(0.6 * energies.length);
    expect(inTerms.rows - evaluations - before).toBe(moves);
    expect(cells(run.tables.get('main')!.columns, 'energy')).toEqual(energies);
    expect(landscape).toBeDefined();
  });

  it('goes on where it was interrupted, to the same rows and figures', async () => {
    const whole = leftBy(await sampled());
    for (const most of [1, 3, 400, 799]) {
      const store = new MemoryStore();
      const { step, parts } = await asked({});
      expect(await driveInMemory(step, { ...parts, store }, most)).toBeUndefined();
      const { sampler } = parseCheckpoint((await store.note())!) as { readonly sampler: Checkpoint };
      expect(sampler.step).toBe(most);
      expect(leftBy(await sampled({}, store))).toEqual(whole);
    }
  });

  it('goes on from its last note after a kill, to the same rows and figures', async () => {
    const wanted: Asked = { step: { count: 3 } };
    const whole = leftBy(await sampled(wanted));
    hurryClock(2);
    const store = new WatchedStore();
    expect(leftBy(await sampled(wanted, store))).toEqual(whole);
    expect(store.copies.length).toBeGreaterThan(20);
    for (const left of [0, 7, store.copies.length - 1].map((at) => store.copies[at]!)) {
      expect(leftBy(await sampled(wanted, left))).toEqual(whole);
    }
  });

  it("keeps the best different draws in the table 'best'", async () => {
    const { tables } = await sampled({ step: { count: 5 } });
    const best = cells(tables.get('best')!.columns, 'energy');
    const all = [...new Set(cells(tables.get('main')!.columns, 'energy') as number[])].sort((a, b) => a - b);
    expect(best).toEqual(all.slice(0, 5));
  });

  it('fails the certificate of a run that is too short, and does not where that is not required', async () => {
    const short = { sampler: { steps: 30, warmUp: 5 } };
    const { certificate } = (await sampled(short)).outcome;
    expect(certificate).toMatchObject({ verdict: 'failed', isRequired: true });
    expect(certificate?.checks.find(({ name }) => name.startsWith('bulk'))).toMatchObject({ passed: false, low: 400 });
    const { outcome } = await sampled({ ...short, step: { certificate: { required: false } } });
    expect(outcome.certificate).toMatchObject({ verdict: 'failed', isRequired: false });
    expect(outcome.certificate?.remarks).toContainEqual(expect.stringContaining('required: false'));
  });

  it('fails the certificate of a run that ended before its first draw', async () => {
    const { outcome } = await sampled({ sampler: { evaluations: 10 } });
    expect(outcome.summary).toMatchObject({ draws: 0, certificate: 'failed' });
    const check = outcome.certificate?.checks.find(({ name }) => name === 'draws');
    expect(check).toMatchObject({ value: 0, passed: false, advice: expect.stringContaining('before the first draw') });
  });

  it('says that a mixture normalised at β = 1 has other shares at another', async () => {
    const terms = ['a', 'b'].map((name) => ({ name, energy: well, weight: 1 }));
    const energy = any<VectorBatch>(terms, { logPartitions: [1, 1], space });
    const remark = expect.stringContaining('normalised at β = 1 and drawn from at β = 2');
    expect((await sampled({ energy, sampler: { beta: 2 } })).outcome.certificate?.remarks).toContainEqual(remark);
    expect((await sampled({ energy })).outcome.certificate?.remarks).not.toContainEqual(remark);
  });

  it('says of a kernel without an exact test that its draws are biased', async () => {
    const { outcome } = await sampled({ kernel: { langevin: { stepSize: 0.05 } } });
    expect(outcome.certificate?.remarks).toContainEqual(expect.stringContaining("'langevin' has no exact test"));
    expect((await sampled()).outcome.certificate?.remarks).not.toContainEqual(expect.stringContaining('exact test'));
  });

  it('rejects proposals without a finite energy, and fails the certificate for them', async () => {
    const hollow: Energy<VectorBatch> = {
      ...well,
      evaluate: (batch) => (well.evaluate(batch) as Float64Array).map((value) => (value > 6 ? Number.NaN : value)),
      evaluateWithGradient: (batch: VectorBatch) => {
        const { energy, gradient } = well.evaluateWithGradient(batch) as {
          energy: Float64Array;
          gradient: Float64Array;
        };
        return { energy: energy.map((value) => (value > 6 ? Number.NaN : value)), gradient };
      },
    } as Differentiable<VectorBatch>;
    const { outcome, tables } = await sampled({ energy: hollow });
    const check = outcome.certificate?.checks.find(({ name }) => name.includes('without a finite energy'));
    expect(check).toMatchObject({ passed: false, high: 0 });
    expect(cells(tables.get('main')!.columns, 'status')).not.toContain('non-finite');
  });

  it('writes weighted draws with their weights, certified by what the sampler found', async () => {
    const wanted: Asked = {
      reference: {
        'sequential-monte-carlo': { kernel: exactKernel, islands: 4, particles: 200, moves: 4, deviation: 3 },
      },
    };
    const whole = await sampled(wanted);
    const main = whole.tables.get('main')!;
    expect(drawColumnsOf(main.schema)).toEqual({ chain: 'chain', step: 'step', logWeight: 'logWeight' });
    const weights = (cells(main.columns, 'logWeight') as number[]).map(Math.exp);
    const x = cells(main.columns, 'x') as number[];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const variance = weights.reduce((sum, weight, i) => sum + weight * x[i]! ** 2, 0) / total;
    // 800 draws know a variance of 1 to 0.05; four times that.
    expect(Math.abs(variance - 1)).toBeLessThan(0.2);
    // ln ∫ e^(−x²/2 − 2y²) = ln(2π √(1 · 1/4)) = ln π.
    expect(Math.abs((whole.outcome.summary['ln Z'] as number) - Math.log(Math.PI))).toBeLessThan(0.5);
    expect(whole.outcome.certificate).toMatchObject({ verdict: 'passed' });
    const store = new MemoryStore();
    const { step, parts } = await asked(wanted);
    await driveInMemory(step, { ...parts, store }, 3);
    expect(leftBy(await sampled(wanted, store))).toEqual(leftBy(whole));
  });

  it('goes on with a search where it was interrupted, too', async () => {
    const annealing = { kernel: exactKernel, chains: 4, steps: 400, betaStart: 1, betaEnd: 50 };
    const wanted: Asked = { reference: { annealing }, step: { count: 2 } };
    const whole = await sampled(wanted);
    expect(whole.tables.get('main')!.schema.fields.map(({ name }) => name)).not.toContain('chain');
    expect(whole.outcome.certificate).toBeUndefined();
    const store = new MemoryStore();
    const { step, parts } = await asked(wanted);
    await driveInMemory(step, { ...parts, store }, 150);
    expect(await store.note()).toBeDefined();
    expect(leftBy(await sampled(wanted, store))).toEqual(leftBy(whole));
  });

  it('refuses limits of draws where there are none', async () => {
    const search: Asked = { reference: { annealing: { kernel: exactKernel } }, step: { limit: { rHat: 1.01 } } };
    await expect(sampled(search)).rejects.toThrow('steps.tested.limit.rHat: this sampler makes no draws');
  });

  it('ends once the draws are known well enough, at the same step wherever it was interrupted', async () => {
    const wanted: Asked = {
      sampler: { steps: 20_000 },
      step: { limit: { rHat: 1.01, sampleSize: 500 }, startRows: 0 },
    };
    const whole = await sampled(wanted);
    expect(whole.outcome.summary).toMatchObject({ 'stop reason': 'limit', certificate: 'passed' });
    expect(whole.outcome.certificate?.remarks).toContainEqual(
      expect.stringMatching(/^Ended by its limit after step \d+: R̂ ≤ 1.01 and effective sample size ≥ 500/),
    );
    const steps = cells(whole.tables.get('main')!.columns, 'step') as number[];
    expect(steps.at(-1)! % 100).toBe(0);
    expect(steps.at(-1)).toBeLessThan(20_000);
    const store = new MemoryStore();
    const { step, parts } = await asked(wanted);
    await driveInMemory(step, { ...parts, store }, 17);
    expect(leftBy(await sampled(wanted, store))).toEqual(leftBy(whole));
  });

  it('ends when its time is over, and says so', async () => {
    hurryClock(1);
    const { outcome } = await sampled({ sampler: { steps: 20_000 }, step: { limit: { minutes: 5 } } });
    expect(outcome.summary['stop reason']).toBe('limit');
    expect(outcome.certificate?.remarks).toContainEqual(expect.stringMatching(/limit of 5 minutes after step \d+/));
  });

  it('refuses an energy that is proved to have no distribution, before any work', async () => {
    const falling = { ...well, tail: { growth: 'falling' } } as unknown as Energy<VectorBatch>;
    await expect(sampled({ energy: falling })).rejects.toThrow('the energy has no distribution');
  });

  it('refuses to look for the lowest energy where one is proved to fall without end', async () => {
    const energy = {
      ...well,
      tail: { growth: 'linear', slope: Float64Array.of(0, -1) },
    } as unknown as Energy<VectorBatch>;
    const searches = [
      { annealing: { kernel: exactKernel, steps: 10 } },
      { 'basin-hopping': { steps: 2 } },
      { descent: { steps: 10 } },
    ];
    for (const reference of searches) {
      await expect(sampled({ energy, reference })).rejects.toThrow(
        "there is no lowest energy: the energy falls without end along 'y'; bound the axes",
      );
    }
    await expect(sampled({ energy })).rejects.toThrow("the energy falls without end along 'y'");
  });

  it('refuses chains of β = 0 that nothing bounds, hot ones too', async () => {
    const tail = { growth: 'quadratic', form: Float64Array.of(1, 0, 0, 4) };
    const energy = { ...well, tail } as unknown as Energy<VectorBatch>;
    const reference = { 'parallel-tempering': { kernel: exactKernel, betaHot: 0, steps: 100 } };
    await expect(sampled({ energy, sampler: { beta: 0 } })).rejects.toThrow('or take beta > 0');
    await expect(sampled({ energy, reference })).rejects.toThrow('or take betaHot > 0');
    const { outcome } = await sampled({ sampler: { beta: 0, steps: 50 } });
    expect(outcome.certificate?.remarks).toContainEqual(expect.stringContaining('at β = 0 the density is uniform'));
  });

  it('tells of the warm-up while it lasts', async () => {
    const { progress } = await sampled();
    expect(progress[0]).toMatchObject({
      done: 1,
      total: 800,
      unit: 'steps',
      detail: expect.stringMatching(/^warm-up, /),
    });
    expect(progress[500]?.detail).toMatch(/^1,204 draws, /);
  });

  it('tells by β how far particles are, whose levels nobody has counted before', async () => {
    const reference = { 'sequential-monte-carlo': { kernel: exactKernel, islands: 2, particles: 100, moves: 2 } };
    const { progress } = await sampled({ reference });
    const levels = progress.filter(({ unit }) => unit.startsWith('level'));
    expect(levels.slice(0, 2).map(({ done, unit }) => `${done} ${unit}`)).toEqual(['1 level', '2 levels']);
    expect(levels.every(({ total }) => total === undefined)).toBe(true);
    expect(levels[0]!.detail).toMatch(/^β 0\.\d+ of 1, warm-up, /);
    expect(levels.at(-1)!.detail).toMatch(/^β 1 of 1, /);
  });
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { randomStream } from '../numerics/random-stream.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { formulaEnergy } from '../testing/point-energies.js';
import { ChainStreams } from './chain-streams.js';
import { hmc } from './hmc.js';
import type { ChainArrays, TunableKernel } from './kernel.js';
import type { KernelDefinition, KernelParts } from './kernel-definition.js';
import { mala } from './mala.js';
import { addToMoments, noMoments, scalesOf } from './mass-adaptation.js';
import { nuts } from './nuts.js';
import { averagedStepSize, beginDualAveraging, dualAveraging, settledStepSize } from './step-size-adaptation.js';
import { warmUpWindows } from './warm-up-windows.js';

const noParts: KernelParts = {
  proposal: () => {
    throw new TypeError('no proposal is needed here');
  },
  kernel: () => {
    throw new TypeError('no kernel is needed here');
  },
};

/** Standard deviations 0.1, 1 and 10. */
const widths = [0.1, 1, 10];
const space = VectorSpace.ofDimension(3);
const energy = formulaEnergy(3, (x, gradient) =>
  x.reduce((sum, value, i) => {
    gradient[i] = value / widths[i]! ** 2;
    return sum + 0.5 * (value / widths[i]!) ** 2;
  }, 0),
);
const root = randomStream(21, 'tuning');
const chainCount = 4;

async function made(definition: KernelDefinition<never>, options: object): Promise<TunableKernel<VectorBatch>> {
  const schema = definition.options as z.ZodType<never>;
  const make = await definition.create(schema.parse(options), noParts);
  return make({ space, energy });
}

interface WarmedUp {
  readonly parameters: readonly ChainArrays[];
  /** Mean acceptance probability over the last half. */
  readonly acceptance: number;
}

async function warmUp(
  tunable: TunableKernel<VectorBatch>,
  stepCount: number,
  { first = 0, count = chainCount, after = 0 } = {},
): Promise<WarmedUp> {
  const streams = new ChainStreams(root, count, first);
  const begin = space.random(root.split(999), chainCount).slice(first * 3, (first + count) * 3);
  let state = await tunable.at({}).init(begin);
  const parameters = [(await tunable.initialParameters(streams.at(0), state, 1)).parameters];
  let [sum, terms] = [0, 0];
  for (let step = 1; step <= stepCount + after; step++) {
    const [next, info] = await tunable.at(parameters.at(-1)!).step(streams.at(step), state, 1);
    state = next;
    if (step <= stepCount) {
      const tuned = tunable.tune?.(parameters.at(-1)!, { step, stepCount, state, info });
      if (tuned !== undefined) parameters.push(tuned);
      continue;
    }
    sum += info.acceptanceProbability!.reduce((total, value) => total + value, 0);
    terms += count;
  }
  return { parameters, acceptance: sum / terms };
}

const definitions = [
  ['mala', mala as unknown as KernelDefinition<never>],
  ['hmc', hmc as unknown as KernelDefinition<never>],
  ['nuts', nuts as unknown as KernelDefinition<never>],
] as const;

describe.each(definitions)('%s', (name, definition) => {
  it('keeps a step size that was given', async () => {
    const tunable = await made(definition, { stepSize: 0.037 });
    expect(tunable.tune).toBeUndefined();
    const { parameters } = await warmUp(tunable, 30);
    expect(parameters).toEqual([{ stepSize: new Float64Array(chainCount).fill(0.037) }]);
  });

  it('begins at a step size that was given, where it may adapt', async () => {
    const { parameters } = await warmUp(await made(definition, { stepSize: 0.037, adapt: true }), 30);
    expect(parameters[0]!.stepSize).toEqual(new Float64Array(chainCount).fill(0.037));
    expect(parameters.at(-1)!.stepSize).not.toEqual(parameters[0]!.stepSize);
  });

  it.each([
    [{ adapt: false }, 'without tuning there must be a stepSize'],
    [{ stepSize: 0.1, targetAcceptance: 0.9 }, 'it has no effect, for a given stepSize is not tuned'],
    [{ stepSize: 0.1, adapt: false, targetAcceptance: 0.9 }, 'it has no effect'],
    [{ stepSize: 0 }, 'Too small'],
    ...(name === 'mala' ? [] : [[{ stepSize: 0.1, metric: 'dense' }, 'nothing is learned without tuning'] as const]),
  ] as const)('refuses %j', (options, message) => {
    const { error } = (definition.options as z.ZodType).safeParse(options);
    expect(error && z.prettifyError(error)).toContain(message);
  });

  // The average of ln ε lies below most of the steps that were tried, so that acceptance comes out a little high.
  it.each([mala, hmc, nuts])('counts what the search for a first step size of $name costs', async (definition) => {
    const tunable = await made(definition as KernelDefinition<never>, {});
    const state = await tunable.at({}).init(space.random(root.split(999), chainCount));
    const before = energy.evaluations;
    const { evaluations } = await tunable.initialParameters(new ChainStreams(root, chainCount).at(0), state, 1);
    expect(evaluations).toBe(energy.evaluations - before);
    // The search ends once it has crossed the wanted size: two evaluations of every chain at least.
    expect(evaluations).toBeGreaterThanOrEqual(2 * chainCount);
    const known = await made(definition as KernelDefinition<never>, { stepSize: 0.1 });
    expect((await known.initialParameters(root, state, 1)).evaluations).toBe(0);
  });

  it('comes near the acceptance that is wanted', async () => {
    const found: number[] = [];
    for (const targetAcceptance of [0.5, 0.9]) {
      const { acceptance } = await warmUp(await made(definition, { targetAcceptance }), 1000, { after: 500 });
      found.push(acceptance);
    }
    expect(found[0]).toBeGreaterThan(0.42);
    expect(found[0]).toBeLessThan(0.8);
    expect(Math.abs(found[1]! - 0.9)).toBeLessThan(0.06);
  });

  it('tunes every chain by itself', async () => {
    const tunable = await made(definition, {});
    const { parameters } = await warmUp(tunable, 60);
    const apart = await warmUp(tunable, 60, { first: 2, count: 1 });
    for (const [step, all] of parameters.entries()) {
      for (const [key, values] of Object.entries(all)) {
        const width = values.length / chainCount;
        expect(apart.parameters[step]![key], key).toEqual(values.slice(2 * width, 3 * width));
      }
    }
  });

  it.each([0, 1, 2, 5, 9])('does not trust an average of %d steps', async (stepCount) => {
    const tunable = await made(definition, {});
    const { parameters, acceptance } = await warmUp(tunable, stepCount, { after: 100 });
    const [first, last] = [parameters[0]!.stepSize!, parameters.at(-1)!.stepSize!];
    for (const [chain, size] of last.entries()) expect(size).toBeCloseTo(first[chain]!, 12);
    expect(acceptance).toBeGreaterThan(0.8);
  });

  it('keeps a step size that was given, where hardly a step was there to adapt it', async () => {
    const { parameters } = await warmUp(await made(definition, { stepSize: 0.037, adapt: true }), 1);
    for (const size of parameters.at(-1)!.stepSize!) expect(size).toBeCloseTo(0.037, 12);
  });

  it('changes no parameters that it was given, and keeps nothing to itself', async () => {
    const tunable = await made(definition, {});
    const { parameters } = await warmUp(tunable, 40);
    const copies = structuredClone(parameters);
    await warmUp(tunable, 40);
    expect(parameters).toEqual(copies);
    expect((await warmUp(await made(definition, {}), 40)).parameters).toEqual(copies);
  });
});

describe.each(definitions.slice(1))('scales of %s', (_, definition) => {
  it('are learned coordinate by coordinate', async () => {
    const { parameters } = await warmUp(await made(definition, {}), 600);
    const { scale, ...rest } = parameters.at(-1)!;
    expect(Object.keys(rest)).toEqual(['stepSize']);
    for (const [i, value] of scale!.entries()) {
      expect(Math.abs(Math.log(value / widths[i % 3]!))).toBeLessThan(0.35);
    }
  });

  it('are learned with their correlations', async () => {
    const { parameters } = await warmUp(await made(definition, { metric: 'dense' }), 600);
    const scale = parameters.at(-1)!.scale!;
    expect(scale.length).toBe(9 * chainCount);
    for (let i = 0; i < 3; i++) expect(Math.abs(Math.log(scale[4 * i]! / widths[i]!))).toBeLessThan(0.35);
    expect([scale[1], scale[2], scale[5]]).toEqual([0, 0, 0]);
  });

  it('stay 1 where they are to', async () => {
    const { parameters } = await warmUp(await made(definition, { metric: 'unit' }), 200);
    expect(Object.keys(parameters.at(-1)!)).toEqual(['stepSize']);
  });
});

describe('the windows of a warm-up', () => {
  // As Stan lays them out: 75 at first, 50 at last, windows of 25, 50, 100, 200 and 500 between.
  it.each([
    [1000, 75, [100, 150, 250, 450, 950]],
    [150, 75, [100]],
    [500, 75, [100, 150, 250, 450]],
    [100, 15, [90]],
    [20, 3, [18]],
    [19, 19, []],
  ])('of %d steps', (stepCount, begin, ends) => {
    expect(warmUpWindows(stepCount)).toEqual({ begin, ends });
  });
});

describe('dual averaging', () => {
  it('finds where the acceptance is what it should be, for each chain', () => {
    let averages = beginDualAveraging(Float64Array.of(1, 1e-3));
    let stepSize = Float64Array.of(1, 1e-3);
    for (let step = 0; step < 2000; step++) {
      const acceptance = stepSize.map((size, chain) => Math.exp(-size * (chain + 1)));
      ({ averages, stepSize } = dualAveraging(averages, acceptance, 0.8) as never);
    }
    const wanted = -Math.log(0.8);
    expect(averagedStepSize(averages)[0]).toBeCloseTo(wanted, 2);
    expect(averagedStepSize(averages)[1]).toBeCloseTo(wanted / 2, 2);
  });

  // By hand from the paper's formulas: t = 1, ε = 2: μ = ln 20; H̄ = 1/11 (0.8 − 0.3); ln ε = μ − 20 H̄; ln ε̄ = ln ε.
  it('takes its first step as the paper says', () => {
    const { stepSize, averages } = dualAveraging(beginDualAveraging(Float64Array.of(2)), Float64Array.of(0.3), 0.8);
    const logSize = Math.log(20) - (20 * 0.5) / 11;
    expect(Math.log(stepSize[0]!)).toBeCloseTo(logSize, 12);
    expect(Math.log(averagedStepSize(averages)[0]!)).toBeCloseTo(logSize, 12);
  });

  it('settles at its average after ten steps, and where it began before', () => {
    let averages = beginDualAveraging(Float64Array.of(0.3));
    for (let step = 1; step <= 12; step++) {
      ({ averages } = dualAveraging(averages, Float64Array.of(0.6), 0.8));
      const wanted = step < 10 ? 0.3 : averagedStepSize(averages)[0]!;
      expect(settledStepSize(averages)[0]).toBeCloseTo(wanted, 14);
      expect(averagedStepSize(averages)[0]).not.toBeCloseTo(0.3, 2);
    }
  });

  it('takes NaN for no acceptance', () => {
    const begin = beginDualAveraging(Float64Array.of(1));
    const none = dualAveraging(begin, Float64Array.of(Number.NaN), 0.8);
    expect(none).toEqual(dualAveraging(begin, Float64Array.of(0), 0.8));
  });
});

describe('moments of a window', () => {
  const states = [
    [1, 2],
    [3, -1],
    [2, 5],
    [-4, 0.5],
  ];

  it('give variances, drawn towards 10⁻³ as in Stan', () => {
    const moments = states.reduce(
      (sum, x) => addToMoments(sum, Float64Array.from(x), 'diagonal'),
      noMoments(1, 2, 'diagonal'),
    );
    const variance = (i: number): number => {
      const column = states.map((x) => x[i]!);
      const mean = column.reduce((sum, value) => sum + value, 0) / 4;
      return column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
    };
    // By hand: 0.5² + 2.5² + 1.5² + 4.5² = 29.
    expect(variance(0)).toBeCloseTo(29 / 3, 12);
    const scales = scalesOf(moments, 'diagonal');
    for (const i of [0, 1]) expect(scales[i]! ** 2).toBeCloseTo((4 / 9) * variance(i) + (1e-3 * 5) / 9, 12);
  });

  it('give covariances as Cholesky factors', () => {
    const moments = states.reduce(
      (sum, x) => addToMoments(sum, Float64Array.from(x), 'dense'),
      noMoments(1, 2, 'dense'),
    );
    const [a, b, c, d] = scalesOf(moments, 'dense');
    // Means 0.5 and 1.625.
    const products = states.reduce((sum, [x = 0, y = 0]) => sum + (x - 0.5) * (y - 1.625), 0);
    expect(b).toBe(0);
    expect(a! * c!).toBeCloseTo(((4 / 9) * products) / 3, 12);
    const spread = states.reduce((sum, [, y = 0]) => sum + (y - 1.625) ** 2, 0) / 3;
    expect(c! ** 2 + d! ** 2).toBeCloseTo((4 / 9) * spread + (1e-3 * 5) / 9, 12);
  });
});

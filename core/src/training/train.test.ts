import { describe, expect, it } from 'vitest';
import type { Trainable } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import type { Rng } from '../numerics/rng.js';
import { VectorSpace } from '../state/vector-space.js';
import { trainToEnd } from './fixtures/train-to-end.js';
import { waveEnergy } from './fixtures/wave-energy.js';
import { regression } from './regression.js';
import { slicedScoreMatching } from './sliced-score-matching.js';
import { type Trainer, type TrainerMaker, type TrainingGradient, withoutMemory } from './trainer.js';
import type { TrainingProblem } from './training.js';
import { trainingSettings } from './training-options.js';

const line = VectorSpace.ofDimension(1);

/** E = θ, whatever the state. */
function constantEnergy(start: number): Trainable<Float64Array> {
  let theta = start;
  return {
    parameterCount: 1,
    parameters: () => Float64Array.of(theta),
    setParameters: (parameters) => {
      theta = parameters[0]!;
    },
    evaluate: (batch) => batch.map(() => theta),
    parameterGradient: (_, rowWeights) => Float64Array.of(rowWeights.reduce((sum, weight) => sum + weight, 0)),
  };
}

function problem(energy = constantEnergy(0)): TrainingProblem<Float64Array> {
  const examples = Float64Array.of(1, 2, 3, 4);
  return { space: line, energy, set: { examples }, rng: randomStream(1, 'training'), signal: undefined };
}

/** A trainer that lowers θ at a given slope: gradient(n) of call n, from 1; and says `heldOut` of θ. */
function scripted(
  gradient: (call: number) => number,
  heldOut?: (theta: number) => number,
  figures: (call: number) => Record<string, number> = () => ({}),
): TrainerMaker {
  let call = 0;
  return <B>({ energy }: { readonly energy: Trainable<B> }): Trainer<unknown, B> => ({
    ...withoutMemory,
    ownNames: [],
    notes: [],
    init: () => ({ state: null, own: new Float64Array(0), evaluations: 0 }),
    step: (_rng, state) => {
      call++;
      return [state, { gradient: Float64Array.of(gradient(call)), figures: figures(call), evaluations: 1 }];
    },
    ...(heldOut === undefined ? {} : { heldOut: () => heldOut(energy.parameters()[0]!) }),
  });
}

/** θ falls by the gradient: plain descent of rate 1. */
const plain = { optimiser: { sgd: { rate: 1, momentum: 0 } }, report: 1 } as const;

describe('training that diverges', () => {
  it('goes back to a good step, slows down, says so, and goes on', async () => {
    const energy = constantEnergy(0);
    const settings = trainingSettings({ ...plain, steps: 10, recovery: { every: 2, slowDown: 0.25 } });
    const maker = scripted((call) => (call === 8 ? Number.NaN : 1));
    const result = await trainToEnd(problem(energy), maker, settings);
    // The last good steps before step 8 are 4 and 6; 6 may have been on its way down.
    expect(result.recoveries).toEqual([{ step: 8, to: 4, reason: 'the norm of the gradient is NaN' }]);
    expect(result.stopReason).toBe('steps');
    expect(energy.parameters()[0]).toBe(-4 - 6 / 4);
    expect(result.parameters[0]).toBe(-5.5);
    expect([...(result.course.step!.values as Float64Array)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([...(result.course.rate!.values as Float64Array)]).toEqual([1, 1, 1, 1, ...Array(6).fill(0.25)]);
    expect(result.told.at(-1)!.recoveries).toBe(1);
  });

  it('ends as diverged after the limit, with the last good parameters', async () => {
    const energy = constantEnergy(0);
    const settings = trainingSettings({ ...plain, steps: 100, recovery: { every: 1, limit: 2 } });
    const maker = scripted((call) => (call > 3 ? Number.POSITIVE_INFINITY : 1));
    const result = await trainToEnd(problem(energy), maker, settings);
    expect(result.stopReason).toBe('diverged');
    expect(result.recoveries).toHaveLength(3);
    expect([result.step, energy.parameters()[0]]).toEqual([2, -2]);
  });

  it.each<[string, (call: number) => number, (call: number) => Record<string, number>, string | undefined]>([
    ['an exploding gradient', (call) => (call === 40 ? 5000 : 1), () => ({}), 'the norm of the gradient is 5.00e+3'],
    ['a gradient that grows a little', (call) => (call === 40 ? 900 : 1), () => ({}), undefined],
    [
      'energies that part',
      () => 1,
      (call) => ({ dataEnergy: 0, modelEnergy: call === 40 ? -2500 : 2 * (-1) ** call }),
      'model and data energies are 2.50e+3 apart, usual is 2.00',
    ],
    [
      'a figure that is no number',
      () => 1,
      (call) => ({ modelEnergy: call === 5 ? Number.NaN : 0 }),
      'modelEnergy is NaN',
    ],
    [
      'a gradient that vanishes and comes back',
      (call) => (call < 30 ? 1 : call < 90 ? 1e-9 : 1e-4),
      () => ({}),
      undefined,
    ],
  ])('%s', async (_, gradient, figures, reason) => {
    const settings = trainingSettings({ ...plain, steps: 120 });
    const result = await trainToEnd(problem(), scripted(gradient, undefined, figures), settings);
    if (reason === undefined) expect(result.recoveries).toEqual([]);
    else expect(result.recoveries[0]!.reason).toContain(reason);
  });
});

describe('held-out examples', () => {
  const heldOut = { examples: Float64Array.of(9) };

  it('decide which parameters are kept', async () => {
    const energy = constantEnergy(0);
    const maker = scripted(
      () => 1,
      (theta) => (theta + 4) ** 2,
    );
    const settings = trainingSettings({ ...plain, steps: 10, heldOut: { every: 2 } });
    const result = await trainToEnd({ ...problem(energy), heldOut }, maker, settings);
    expect([result.step, result.parameters[0], energy.parameters()[0]]).toEqual([4, -4, -4]);
    const seen = [...(result.course.heldOut!.values as Float64Array)];
    expect(seen).toEqual([Number.NaN, 4, Number.NaN, 0, Number.NaN, 4, Number.NaN, 16, Number.NaN, 36]);
  });

  it('end training when patience does', async () => {
    const maker = scripted(
      () => 1,
      (theta) => (theta + 4) ** 2,
    );
    const settings = trainingSettings({ ...plain, steps: 100, heldOut: { every: 1, patience: 3 } });
    const result = await trainToEnd({ ...problem(), heldOut }, maker, settings);
    expect([result.stopReason, result.step, result.told.at(-1)!.step]).toEqual(['patience', 4, 7]);
  });

  it('are looked at with averaged parameters where an average is kept', async () => {
    const energy = constantEnergy(0);
    const looked: number[] = [];
    const maker = scripted(
      () => 1,
      (theta) => looked.push(theta) && -looked.length,
    );
    const settings = trainingSettings({ ...plain, steps: 2, average: 0.5, heldOut: { every: 1 } });
    await trainToEnd({ ...problem(energy), heldOut }, maker, settings);
    expect(looked[0]).toBeCloseTo(-1, 12);
    expect(looked[1]).toBeCloseTo((0.25 * -1 + 0.5 * -2) / 0.75, 12);
    expect(energy.parameters()[0]).toBe(looked[1]);
  });

  it('that a trainer cannot judge are no reason to be patient', async () => {
    const settings = trainingSettings({ steps: 1, heldOut: { patience: 1 } });
    await expect(
      trainToEnd(
        { ...problem(), heldOut },
        scripted(() => 1),
        settings,
      ),
    ).rejects.toThrow('has no figure for them');
    await expect(
      trainToEnd(
        problem(),
        scripted(() => 1),
        settings,
      ),
    ).rejects.toThrow('no held-out examples');
    const blind = await trainToEnd(
      { ...problem(), heldOut },
      scripted(() => 1),
      trainingSettings({ steps: 1 }),
    );
    expect(blind.notes).toEqual([expect.stringContaining('not looked at')]);
  });
});

it('training ends when it is cancelled, and when enough is known', async () => {
  const signal = { aborted: false };
  const settings = trainingSettings({ ...plain, steps: 100 });
  const cancelled = await trainToEnd(
    { ...problem(), signal },
    scripted(() => 1),
    settings,
    ({ step }) => {
      signal.aborted = step === 3;
    },
  );
  expect([cancelled.stopReason, cancelled.parameters[0]]).toEqual(['cancelled', -3]);
  const enough = ({ step }: { readonly step: number }) => step === 5;
  const limited = await trainToEnd(
    { ...problem(), enough },
    scripted(() => 1),
    settings,
  );
  expect([limited.stopReason, limited.step]).toEqual(['limit', 5]);
});

it('every step has a stream of its own, and another one after going back', async () => {
  const drawn: number[] = [];
  const maker: TrainerMaker = <B>() => ({
    ...withoutMemory,
    ownNames: [],
    notes: [],
    init: () => ({ state: null, own: new Float64Array(0), evaluations: 0 }),
    step: (rng: Rng, state: unknown): [unknown, TrainingGradient<B>] => {
      drawn.push(rng.uint32());
      const slope = drawn.length === 4 ? Number.NaN : 1;
      return [state, { gradient: Float64Array.of(slope), figures: {}, evaluations: 0 }];
    },
  });
  const settings = trainingSettings({ ...plain, steps: 4, recovery: { every: 1 } });
  const { recoveries } = await trainToEnd(problem(), maker, settings);
  expect(recoveries).toHaveLength(1);
  // Steps 1, 2, 3, 4, and after going back to 2 the steps 3 and 4.
  expect(new Set(drawn).size).toBe(6);
});

it('epochs are counted, and minibatches hold the targets of their examples', async () => {
  const seen: number[] = [];
  const examples = Float64Array.from({ length: 10 }, (_, row) => row);
  const targets = examples.map((x) => 100 + x);
  const maker: TrainerMaker = (subject) => {
    const trainer = regression(subject, { kind: 'squared' });
    return {
      ...trainer,
      step: (rng, state, minibatch, own) => {
        // Examples of this test are points of the line.
        const points = minibatch.examples as unknown as Float64Array;
        seen.push(...points);
        expect([...minibatch.targets!]).toEqual([...points].map((x) => 100 + x));
        return trainer.step(rng, state as number, minibatch, own);
      },
    };
  };
  const settings = trainingSettings({ epochs: 2, batch: 4, optimiser: { sgd: { rate: 0.01 } } });
  const result = await trainToEnd({ ...problem(), set: { examples, targets } }, maker, settings);
  expect(seen.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((x) => [x, x]));
  expect(result.told.at(-1)).toMatchObject({ step: 5, stepCount: 5, epoch: 2 });
});

describe('what cannot be trained is refused', () => {
  it.each<[string, Partial<TrainingProblem<Float64Array>>, string]>([
    ['no examples', { set: { examples: new Float64Array(0) } }, 'no examples to learn from'],
    ['an example without an energy', { set: { examples: Float64Array.of(1, 2, Number.NaN) } }, 'row 2: the energy'],
  ])('%s', async (_, change, message) => {
    const maker: TrainerMaker = (subject) => slicedScoreMatching(subject, { slices: 1, varianceReduced: true });
    const whole = { ...problem(), energy: waveEnergy([0, 0], 1), ...change };
    await expect(trainToEnd(whole, maker, trainingSettings({ steps: 1 }))).rejects.toThrow(message);
  });

  it.each<[string, object, string]>([
    ['no length', {}, 'give steps or epochs'],
    ['two lengths', { steps: 1, epochs: 1 }, 'give one of them'],
    ['two optimisers', { steps: 1, optimiser: { adam: {}, sgd: {} } }, 'adam and sgd are given'],
    ['a schedule that is none', { steps: 1, schedule: {} }, 'none is given'],
    ['an unknown option', { steps: 1, rate: 1 }, 'rate'],
  ])('%s', (_, options, message) => {
    expect(() => trainingSettings(options)).toThrow(message);
  });
});

import {
  coordinateEncoder,
  coreModule,
  type Ensemble,
  isEnsemble,
  optionsSchemaOf,
  Registry,
  randomStream,
  regression,
  train,
  trainingSettings,
  VectorSpace,
} from '@basin/core';
import { energyContextOf } from '@basin/core/testing';
import { describe, expect, it } from 'vitest';
import { onnxRuntimeEngine } from '../engines/onnx-runtime-engine.js';
import { basinModule } from '../neural-module.js';
import { regressor } from './regressor.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);
registry.load({ name: '@basin/neural', version: '0.1.0' }, basinModule);
const engine = await onnxRuntimeEngine.create({ threads: 1 }, 'cpu', { workerCount: 1, onDispose: () => undefined });
const line = VectorSpace.ofDimension(1, 3);
const encoder = coordinateEncoder(line, { centre: 0, scale: 1, kinds: {} });

async function predictor(given: object): Promise<Ensemble<Float64Array>> {
  const options = optionsSchemaOf(regressor, registry).parse(given) as Parameters<typeof regressor.create>[0];
  const made = await regressor.create(options, energyContextOf(line, { encoder: () => encoder, engine: () => engine }));
  if (!isEnsemble(made)) throw new Error('a regressor is an ensemble');
  return made as Ensemble<Float64Array>;
}

const small = { members: 3, architecture: { mlp: { hidden: [5] } }, centre: 2, scale: 3 };
const points = Float64Array.of(-1.5, 0.1, 2);

describe('members of a regressor', () => {
  it('are what its reports are made of', async () => {
    const members = await (await predictor(small)).evaluateMembers(points);
    const [mean, deviation, bound] = await Promise.all(
      [{}, { report: 'deviation' }, { report: 'upper-bound', factor: 2 }].map(async (more) =>
        (await predictor({ ...small, ...more })).evaluate(points),
      ),
    );
    for (const row of points.keys()) {
      const own = members.subarray(3 * row, 3 * row + 3);
      const middle = own.reduce((sum, value) => sum + value, 0) / 3;
      const spread = Math.sqrt(own.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 2);
      expect(mean![row]).toBeCloseTo(middle, 5);
      expect(deviation![row]).toBeCloseTo(spread, 5);
      expect(bound![row]).toBeCloseTo(middle + 2 * spread, 5);
    }
  });

  it('have gradients of their own, whatever is reported', async () => {
    const energy = await predictor({ ...small, report: 'deviation' });
    const weights = Float64Array.from({ length: 9 }, (_, i) => Math.sin(i + 1));
    const gradient = await energy.memberGradient(points, weights);
    const start = energy.parameters();
    const weighed = async (parameters: Float64Array): Promise<number> => {
      energy.setParameters(parameters);
      return (await energy.evaluateMembers(points)).reduce((sum, value, i) => sum + weights[i]! * value, 0);
    };
    for (const at of [0, 7, 16, 20, start.length - 1]) {
      const moved = (by: number) => start.map((value, i) => (i === at ? value + by : value));
      const slope = ((await weighed(moved(0.01))) - (await weighed(moved(-0.01)))) / 0.02;
      expect(gradient[at]).toBeCloseTo(slope, 2);
    }
  });

  it('disagree where there are no examples, and cover what they were trained on', async () => {
    const energy = await predictor({ members: 10, architecture: { mlp: { hidden: [32], activation: 'tanh' } } });
    // Nothing between −0.7 and 0.7; noise of 0.1.
    const noise = new Float64Array(120);
    randomStream(7, 'noise').fillNormal(noise);
    const examples = Float64Array.from(noise, (_, i) => (i % 2 === 0 ? -1 : 1) * (0.7 + (1.3 * i) / 120));
    const curve = (x: number): number => Math.sin(2.5 * x) + 0.5 * x;
    const set = { examples, targets: examples.map((x, i) => curve(x) + 0.1 * noise[i]!) };
    const problem = { space: line, energy, set, rng: randomStream(8, 'training'), signal: undefined };
    const settings = trainingSettings({
      steps: 1500,
      batch: 60,
      optimiser: { adam: { rate: 0.02 } },
      schedule: { cosine: {} },
    });
    const work = train(problem, (subject) => regression(subject, { kind: 'squared' }), settings);
    while (!(await work.next()).done);
    const look = async (states: Float64Array) => {
      const all = await energy.evaluateMembers(states);
      return Array.from(states, (x, row) => {
        const own = all.subarray(10 * row, 10 * row + 10);
        const mean = own.reduce((sum, value) => sum + value, 0) / 10;
        const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9);
        return { error: Math.abs(mean - curve(x)), deviation };
      });
    };
    const [inside, gap] = [
      await look(Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? -1 : 1) * (0.8 + i / 40))),
      await look(Float64Array.from({ length: 21 }, (_, i) => (i - 10) / 25)),
    ];
    const middle = (of: typeof gap) => of.reduce((sum, { deviation }) => sum + deviation, 0) / of.length;
    expect(inside.every(({ error }) => error < 0.15)).toBe(true);
    expect(middle(gap)).toBeGreaterThan(2 * middle(inside));
    const share = (of: typeof gap, factor: number) =>
      of.filter(({ error, deviation }) => error < factor * deviation).length / of.length;
    // Found: 0.80 against 0.028; of what it was trained on two deviations hold 55 %, in the gap all. Deviations of resamples know
    // nothing of what all members get wrong alike.
    expect(middle(gap)).toBeGreaterThan(5 * middle(inside));
    expect(share(gap, 2)).toBeGreaterThan(0.9);
    expect(share(inside, 2)).toBeGreaterThan(0.3);
    expect(share(inside, 2)).toBeLessThan(1);
  }, 60_000);
});

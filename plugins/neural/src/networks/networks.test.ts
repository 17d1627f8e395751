import {
  CategoricalSpace,
  coordinateEncoder,
  coreModule,
  type Discrete,
  type Encoder,
  type EnergyContext,
  type EnergyDefinition,
  isDifferentiable,
  isDirectionallyTrainable,
  isExportable,
  isSiteSloped,
  isTailed,
  isTrainable,
  oneHotEncoder,
  optionsSchemaOf,
  propernessOf,
  Registry,
  randomStream,
  type StateSpace,
  type TensorEngine,
  type Trainable,
  VectorSpace,
} from '@basin/core';
import { checkDefinition, checkEnergy, energyContextOf } from '@basin/core/testing';
import { describe, expect, it } from 'vitest';
import { onnxRuntimeEngine } from '../engines/onnx-runtime-engine.js';
import { referenceEngine } from '../engines/reference-engine.js';
import { basinModule } from '../neural-module.js';
import { attentionNetwork } from './attention.js';
import { attentionEnergy } from './attention-energy.js';
import { imageConvolutionEnergy } from './image-convolution-energy.js';
import { multilayerPerceptron } from './multilayer-perceptron.js';
import { perceptronEnergy } from './multilayer-perceptron-energy.js';
import { buildNetwork } from './network.js';
import { networkEnergy } from './network-energy.js';
import { sequenceConvolutionEnergy } from './sequence-convolution-energy.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);
registry.load({ name: '@basin/neural', version: '0.1.0' }, basinModule);

const creation = { workerCount: 1, onDispose: () => undefined };
const reference: TensorEngine = await referenceEngine.create({}, 'cpu', creation);
const runtime: TensorEngine = await onnxRuntimeEngine.create({ threads: 1 }, 'cpu', creation);

const plane = VectorSpace.ofDimension(2, 1);
const mixed = VectorSpace.ofAxes([
  { name: 'x' },
  { name: 'angle', low: 0, high: 3, periodic: true },
  { name: 'label', low: 0, high: 2 },
]);
const image = VectorSpace.ofDimension(16, 1);
const sequence = new CategoricalSpace({ alphabets: [[...'ab'], [...'abc'], [...'abc'], [...'abc'], [...'abc']] });
const lattice = new CategoricalSpace({
  alphabets: Array(9).fill(['0', '1']),
  lattice: { shape: [3, 3], periodic: [true, true] },
});

const encoders = new Map<unknown, Encoder<never>>([
  [plane, coordinateEncoder(plane, { centre: 0.2, scale: 1.5, kinds: {} })],
  [mixed, coordinateEncoder(mixed, { centre: 0, scale: 2, kinds: { label: 3 } })],
  [image, coordinateEncoder(image, { centre: 0, scale: 1, kinds: {} })],
  [sequence, oneHotEncoder(sequence)],
  [lattice, oneHotEncoder(lattice)],
] as unknown as [unknown, Encoder<never>][]); // One map for encoders of all kinds of batches.

function contextOf<B>(space: StateSpace<B>, engine: TensorEngine): EnergyContext<B> {
  const encoder = encoders.get(space) as Encoder<unknown> as Encoder<B>;
  return energyContextOf(space, { encoder: () => encoder, engine: () => engine });
}

type Case = readonly [string, EnergyDefinition, unknown, unknown];
const small = { hidden: [6, 6] };
const cases = [
  ['two coordinates', perceptronEnergy, { ...small, quadratic: 0.5 }, plane],
  ['a circle and a label', perceptronEnergy, { ...small, activation: 'tanh', residual: true, layerNorm: true }, mixed],
  ['bounded weights', perceptronEnergy, { ...small, activation: 'softplus', spectralNorm: 0.8 }, plane],
  ['no hidden layer', perceptronEnergy, { hidden: [], quadratic: 1 }, plane],
  ['gelu', perceptronEnergy, { ...small, activation: 'gelu' }, mixed],
  ['elu', perceptronEnergy, { ...small, activation: 'elu' }, plane],
  ['relu over sites', perceptronEnergy, { ...small, activation: 'relu' }, sequence],
  ['a sequence', sequenceConvolutionEnergy, { channels: [4, 4], kernel: [3, 2], residual: true }, sequence],
  ['the mean of a ring', sequenceConvolutionEnergy, { channels: [4], periodic: true, pooling: 'mean' }, sequence],
  ['largest', sequenceConvolutionEnergy, { channels: [4], pooling: 'max', spectralNorm: 1 }, sequence],
  ['an image', imageConvolutionEnergy, { channels: [3, 3], shape: [1, 4, 4], quadratic: 0.1, pooling: 'none' }, image],
  ['a lattice', imageConvolutionEnergy, { channels: [3], periodic: true }, lattice],
  ['sites that look at each other', attentionEnergy, { width: 8, heads: 2, layers: 2 }, sequence],
] as unknown as readonly Case[]; // Definitions of options of every kind.

/** An energy of a case, with parameters moved off what they start as, zeros for the most part. */
async function made([, definition, given, space]: Case, engine: TensorEngine) {
  const options = optionsSchemaOf(definition, registry).parse(given);
  const energy = await definition.create(options, contextOf(space as StateSpace<unknown>, engine));
  if (!isTrainable(energy)) throw new Error('a network is trainable');
  const moved = energy.parameters();
  const rng = randomStream(5, 'parameters');
  energy.setParameters(moved.map((value) => value + 0.1 * rng.normal()));
  return { energy, space: space as StateSpace<unknown> };
}

describe.each([perceptronEnergy, sequenceConvolutionEnergy, imageConvolutionEnergy, attentionEnergy])('$name', (of) => {
  it('says of itself what it must', () => checkDefinition(of as EnergyDefinition, registry));
});

describe.each(cases)('%s', (...example) => {
  it('keeps the contract of energies, exactly by the reference engine', async () => {
    const { energy, space } = await made(example, reference);
    const batch = await space.random(randomStream(2, 'states'), 5);
    await checkEnergy(energy, space, batch, { gradientTolerance: 1e-5 });
    expect(isDifferentiable(energy)).toBe(space instanceof VectorSpace);
    expect(isSiteSloped(energy)).toBe(space instanceof CategoricalSpace);
    expect(isExportable(energy)).toBe(true);
  });

  it('keeps the contract by ONNX Runtime, and agrees with the reference', async () => {
    const [{ energy, space }, { energy: exact }] = [await made(example, runtime), await made(example, reference)];
    const batch = await space.random(randomStream(3, 'states'), 7);
    // Central differences of float32 energies are noise at these steps: derivatives are held to the reference below.
    await checkEnergy(energy, space, batch, { tolerance: 1e-5, gradientTolerance: 2 });
    const weights = Float64Array.from({ length: 7 }, (_, row) => row - 2);
    expectClose(await energy.evaluate(batch), await exact.evaluate(batch));
    expectClose(await energy.parameterGradient(batch, weights), await exact.parameterGradient(batch, weights));
    if (isDifferentiable(energy) && isDifferentiable(exact)) {
      expectClose(
        (await energy.evaluateWithGradient(batch)).gradient,
        (await exact.evaluateWithGradient(batch)).gradient,
      );
    }
    const none = space.take(batch, new Int32Array(0));
    expect(await energy.parameterGradient(none, new Float64Array(0))).toEqual(new Float64Array(energy.parameterCount));
  });

  it('has derivatives along directions as finite differences of its own gradients say', async () => {
    const { energy, space } = await made(example, reference);
    if (!isDirectionallyTrainable(energy) || !isDifferentiable(energy) || !(space instanceof VectorSpace)) return;
    const batch = (await space.random(randomStream(4, 'states'), 3)) as Float64Array;
    const directions = new Float64Array(batch.length);
    randomStream(4, 'directions').fillNormal(directions);
    const weights = Float64Array.of(1, -0.5, 2);
    const h = 2e-5;
    const at = (t: number) => batch.map((x, i) => x + t * directions[i]!);
    const slopes = async (t: number) => rowProducts((await energy.evaluateWithGradient(at(t))).gradient, directions, 3);
    const [behind, here, ahead] = [await slopes(-h), await slopes(0), await slopes(h)];
    const first = await energy.directionalGradient(batch, directions, 1, weights);
    const second = await energy.directionalGradient(batch, directions, 2, weights);
    expectClose(first.derivative, here, 1e-9);
    expectClose(
      second.derivative,
      here.map((_, row) => (ahead[row]! - behind[row]!) / (2 * h)),
      1e-5,
    );
    for (const [order, { gradient }] of [
      [1, first],
      [2, second],
    ] as const) {
      const found = await differences(energy, async () => {
        const { derivative } = await energy.directionalGradient(batch, directions, order, weights);
        return derivative.reduce((sum, value, row) => sum + weights[row]! * value, 0);
      });
      expectClose(gradient, found, 1e-5);
    }
  });
});

it('gives as slopes the differences of an energy that is linear in its sites, and forbids missing values', async () => {
  const { energy } = await made(['linear', perceptronEnergy as EnergyDefinition, { hidden: [] }, sequence], reference);
  if (!isSiteSloped(energy)) throw new Error('a network over one-hot sites has slopes');
  const sites = Uint8Array.of(1, 2, 0, 1, 2);
  const { slopes, energy: values } = await energy.evaluateWithSlopes(sites);
  const { valueCounts } = sequence as Discrete<Uint8Array>;
  for (let site = 0; site < 5; site++) {
    for (let value = 0; value < 3; value++) {
      const slope = slopes[site * 3 + value]!;
      if (value >= valueCounts[site]!) {
        expect(slope).toBe(Number.POSITIVE_INFINITY);
        continue;
      }
      const changed = sites.map((before, index) => (index === site ? value : before));
      const change = (await energy.evaluate(changed))[0]! - values[0]!;
      expect(slope - slopes[site * 3 + sites[site]!]!).toBeCloseTo(change, 10);
    }
  }
});

it('is proper on open axes with a quadratic term, and not known to be without', async () => {
  const [withTerm, without] = [
    await made(['with', perceptronEnergy as EnergyDefinition, { quadratic: 0.5 }, plane], reference),
    await made(['without', perceptronEnergy as EnergyDefinition, {}, plane], reference),
  ];
  expect(isTailed(withTerm.energy) && withTerm.energy.tail).toEqual({
    growth: 'quadratic',
    form: Float64Array.of(0.5 / 1.5 ** 2, 0, 0, 0.5 / 1.5 ** 2),
  });
  expect(propernessOf(withTerm.energy, plane as StateSpace<unknown>).verdict).toBe('proper');
  expect(propernessOf(without.energy, plane as StateSpace<unknown>).verdict).toBe('unknown');
});

it('refuses parameters that are too few or not finite', async () => {
  const { energy } = await made(cases[0]!, reference);
  expect(() => energy.setParameters(new Float64Array(2))).toThrow(RangeError);
  expect(() => energy.setParameters(energy.parameters().fill(Number.NaN))).toThrow('parameter 0 is NaN');
});

it('runs large batches in blocks that add up', async () => {
  const line = VectorSpace.ofDimension(1, 1);
  const encoder = coordinateEncoder(line, { centre: 0, scale: 1, kinds: {} });
  const network = buildNetwork(encoder, 1, (x, weights) =>
    multilayerPerceptron({ hidden: [4096], activation: 'tanh', residual: false, layerNorm: false }, x, weights),
  );
  const energy = networkEnergy({ space: line, network, encoder, engine: runtime });
  if (!isDifferentiable(energy)) throw new Error('a network over coordinates has gradients');
  // Some 30,000 numbers a row, of which blocks of 2²⁵ hold about a thousand rows.
  const points = await line.random(randomStream(6, 'points'), 5000);
  const weights = Float64Array.from({ length: 5000 }, (_, row) => (row % 3) - 0.5);
  const half = [points.slice(0, 2500), points.slice(2500)] as const;
  const found = await energy.evaluateWithGradient(points);
  const parts = [await energy.evaluateWithGradient(half[0]), await energy.evaluateWithGradient(half[1])];
  expectClose(found.energy, Float64Array.from(parts.flatMap((part) => [...part.energy])));
  expectClose(found.gradient, Float64Array.from(parts.flatMap((part) => [...part.gradient])));
  const whole = await energy.parameterGradient(points, weights);
  const [first, second] = [
    await energy.parameterGradient(half[0], weights.slice(0, 2500)),
    await energy.parameterGradient(half[1], weights.slice(2500)),
  ];
  expectClose(
    whole,
    first.map((value, index) => value + second[index]!),
  );
  await energy.dispose();
});

it('reads whole numbers that stand for kinds as it reads them one-hot', async () => {
  const kinds: Encoder<Uint8Array> = { shape: [5], kinds: 3, encode: (batch) => Float64Array.from(batch) };
  const options = { width: 8, heads: 2, layers: 1, expansion: 2, activation: 'gelu' } as const;
  const energies = [kinds, oneHotEncoder(sequence)].map((encoder) => {
    const network = buildNetwork(encoder, 2, (x, weights) => attentionNetwork(options, x, weights));
    return networkEnergy({ space: sequence, network, encoder, engine: runtime });
  });
  const states = await sequence.random(randomStream(7, 'states'), 6);
  const [found, expected] = await Promise.all(energies.map((energy) => energy.evaluate(states)));
  expectClose(found!, expected!, 1e-6);
});

function rowProducts(a: Float64Array, b: Float64Array, rowCount: number): Float64Array {
  const width = a.length / rowCount;
  const products = new Float64Array(rowCount);
  for (let i = 0; i < a.length; i++) products[Math.floor(i / width)]! += a[i]! * b[i]!;
  return products;
}

/** Central differences of a number that follows an energy's parameters. */
async function differences(energy: Trainable<never>, value: () => Promise<number>): Promise<Float64Array> {
  const parameters = energy.parameters();
  const slopes = new Float64Array(parameters.length);
  for (let i = 0; i < parameters.length; i++) {
    const at = async (by: number) => {
      energy.setParameters(parameters.map((before, index) => (index === i ? before + by : before)));
      return value();
    };
    slopes[i] = ((await at(1e-5)) - (await at(-1e-5))) / 2e-5;
  }
  energy.setParameters(parameters);
  return slopes;
}

function expectClose(found: Float64Array, wanted: Float64Array, tolerance = 2e-5): void {
  expect(found.length).toBe(wanted.length);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  wanted.forEach((value, index) => {
    const isClose = Math.abs(found[index]! - value) <= tolerance * scale;
    if (!isClose) expect.fail(`value ${index} is ${found[index]}, not ${value}`);
  });
}

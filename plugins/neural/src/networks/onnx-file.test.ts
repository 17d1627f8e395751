import {
  CategoricalSpace,
  coordinateEncoder,
  coreModule,
  type Encoder,
  type EnergyDefinition,
  isDifferentiable,
  isExportable,
  isSiteSloped,
  isTrainable,
  oneHotEncoder,
  optionsSchemaOf,
  Registry,
  randomStream,
  type StateSpace,
  type TensorEngine,
  VectorSpace,
} from '@basin/core';
import { checkDefinition, checkEnergy, energyContextOf } from '@basin/core/testing';
import { describe, expect, it } from 'vitest';
import { onnxRuntimeEngine } from '../engines/onnx-runtime-engine.js';
import { referenceEngine } from '../engines/reference-engine.js';
import { apply } from '../graph/apply.js';
import { add, multiply } from '../graph/arithmetic.js';
import { rows } from '../graph/dimension.js';
import { sum } from '../graph/expand-and-sum.js';
import { constant, input } from '../graph/leaves.js';
import type { Operator } from '../graph/operator.js';
import { basinModule } from '../neural-module.js';
import { readModel } from '../onnx/read-model.js';
import { writeModel } from '../onnx/write-model.js';
import { perceptronEnergy } from './multilayer-perceptron-energy.js';
import { onnxFileEnergy, onnxFileProperty } from './onnx-file-energy.js';
import { regressor } from './regressor.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);
registry.load({ name: '@basin/neural', version: '0.1.0' }, basinModule);

const creation = { workerCount: 1, onDispose: () => undefined };
const reference = await referenceEngine.create({}, 'cpu', creation);
const runtime = await onnxRuntimeEngine.create({ threads: 1 }, 'cpu', creation);
const plane = VectorSpace.ofDimension(2, 1);
const planeEncoder = coordinateEncoder(plane, { centre: 0.1, scale: 2, kinds: {} });
const sequence = new CategoricalSpace({ alphabets: [[...'ab'], [...'abc'], [...'abc']] });

async function created<B>(
  definition: unknown,
  given: unknown,
  space: StateSpace<B>,
  encoder: Encoder<B>,
  { engine = reference, bytes = new Uint8Array() }: { engine?: TensorEngine; bytes?: Uint8Array } = {},
) {
  const energies = definition as EnergyDefinition<B>; // Definitions of options of every kind.
  const options = optionsSchemaOf(energies as EnergyDefinition, registry).parse(given);
  const readFile = async () => bytes;
  return energies.create(options, energyContextOf(space, { encoder: () => encoder, engine: () => engine, readFile }));
}

describe.each([onnxFileEnergy, onnxFileProperty, regressor])('$name', (definition) => {
  it('says of itself what it must', () => checkDefinition(definition as EnergyDefinition, registry));
});

describe('a network that was saved', () => {
  it.each([
    ['reference', reference, 1e-6],
    ['onnx-runtime', runtime, 1e-5],
  ] as const)('gives the same energies and gradients when it is read again, by %s', async (_, engine, tolerance) => {
    const network = await created(perceptronEnergy, { hidden: [5], quadratic: 0.2, seed: 4 }, plane, planeEncoder);
    if (!isExportable(network) || !isDifferentiable(network)) throw new Error('a network is exportable');
    const { bytes, extension } = await network.exportFile({ 'basin.step': 'train' });
    expect(extension).toBe('.onnx');
    const { tensors, metadata } = readModel(bytes);
    expect([...tensors.keys()]).toEqual(expect.arrayContaining(['features', 'layers.0.weight', 'layers.1.bias']));
    expect(metadata).toMatchObject({ 'basin.energy': 'neural/mlp', 'basin.space': 'vector', 'basin.step': 'train' });
    const given = { file: 'model.onnx', train: true };
    const read = await created(onnxFileEnergy, given, plane, planeEncoder, { engine, bytes });
    if (!isDifferentiable(read) || !isTrainable(read)) throw new Error('the file has gradients');
    const points = await plane.random(randomStream(1, 'points'), 6);
    const [before, after] = [await network.evaluateWithGradient(points), await read.evaluateWithGradient(points)];
    expectClose(after.energy, before.energy, tolerance);
    expectClose(after.gradient, before.gradient, tolerance);
    expect(read.parameterCount).toBe(2 * 5 + 5 + 5 + 1);
    if (engine === reference) await checkEnergy(read, plane, points);
  });

  it('has slopes over one-hot sites, and is a property that nothing trains unless it is asked to', async () => {
    const encoder = oneHotEncoder(sequence);
    const network = await created(perceptronEnergy, { hidden: [4] }, sequence, encoder);
    if (!isExportable(network)) throw new Error('a network is exportable');
    const { bytes } = await network.exportFile();
    const read = await created(onnxFileProperty, { file: 'model.onnx' }, sequence, encoder, { bytes });
    expect([isSiteSloped(read), isTrainable(read)]).toEqual([true, false]);
    await checkEnergy(read, sequence, await sequence.random(randomStream(1, 'states'), 5), { role: 'property' });
  });
});

describe('a file made elsewhere', () => {
  const x = input('x', [rows, 2]);
  const factor = input('factor', [rows, 1]);
  const scaled = sum(multiply(multiply(x, x), factor), [1]);
  const file = (outputs: Parameters<typeof writeModel>[0]['outputs'], inputs = [x, factor]) => ({
    bytes: writeModel({ inputs, outputs }, { precision: 'float32' }),
  });
  const points = Float64Array.of(1, 2, 3, 4);
  const features = [0.45, 0.95, 1.45, 1.95];

  it('takes fixed values for its other inputs', async () => {
    const given = { file: 'f', others: { factor: 3 }, output: 'y' };
    const energy = await created(onnxFileEnergy, given, plane, planeEncoder, file({ y: scaled, z: x }));
    const expected = [0, 1].map((row) => 3 * (features[2 * row]! ** 2 + features[2 * row + 1]! ** 2));
    expectClose(await energy.evaluate(points), Float64Array.from(expected), 1e-12);
    await checkEnergy(energy, plane, points);
  });

  it('is used without gradients where an operator is not known here, by an engine that knows it', async () => {
    const hardmax: Operator = {
      name: 'Hardmax',
      infer: () => [{ type: 'real', shape: [rows, 2] }],
      evaluate: () => [],
    };
    const bytes = file({ y: add(sum(x, [1]), sum(multiply(apply(hardmax, [x]), constant([0, 10], [2])), [1])) }, [x]);
    const energy = await created(onnxFileEnergy, { file: 'f' }, plane, planeEncoder, { ...bytes, engine: runtime });
    expectClose(await energy.evaluate(points), Float64Array.of(11.4, 13.4), 1e-6);
    expect([isDifferentiable(energy), isTrainable(energy)]).toEqual([false, false]);
    await checkEnergy(energy, plane, points);
    const elsewhere = created(onnxFileEnergy, { file: 'f' }, plane, planeEncoder, bytes);
    await expect(elsewhere).rejects.toThrow('Hardmax');
    const trained = created(onnxFileEnergy, { file: 'f', train: true }, plane, planeEncoder, bytes);
    await expect(trained).rejects.toThrow("the file cannot be trained: Hardmax (node 'Hardmax");
  });

  it.each([
    [{ file: 'f' }, "the file has the inputs 'x', 'factor'; name the one that is meant"],
    [{ file: 'f', input: 'x' }, "the file also takes 'factor'; give their values"],
    [{ file: 'f', others: { scale: 1 } }, "the file has no input 'scale'; it has 'x', 'factor'"],
    [{ file: 'f', others: { factor: [1, 2] } }, "the input 'factor' of shape [rows, 1] takes 1 numbers, not 2"],
    [{ file: 'f', others: { factor: 1 }, output: 'e' }, "the file has no output 'e'; it has 'y'"],
    [
      { file: 'f', input: 'factor', others: { x: [1, 2] } },
      "the input 'factor' takes [rows, 1], and the encoder gives [rows, 2]",
    ],
  ])('refuses %j', async (given, message) => {
    await expect(created(onnxFileEnergy, given, plane, planeEncoder, file({ y: scaled }))).rejects.toThrow(message);
  });

  it('refuses outputs that are not one number a state, and a fixed number of states', async () => {
    const vector = created(onnxFileEnergy, { file: 'f' }, plane, planeEncoder, file({ y: multiply(x, x) }, [x]));
    await expect(vector).rejects.toThrow("the output 'y' is reals of shape [rows, 2]");
    const one = input('x', [1, 2]);
    const single = created(onnxFileEnergy, { file: 'f' }, plane, planeEncoder, file({ y: sum(one, [1]) }, [one]));
    await expect(single).rejects.toThrow("the input 'x' takes [1, 2], a fixed number of states");
  });
});

describe('neural/regressor', () => {
  const given = { architecture: { mlp: { hidden: [4] } }, members: 3, centre: 10, scale: 2, factor: 1.5 };
  const reported = (report: string) => created(regressor, { ...given, report }, plane, planeEncoder);

  it('keeps the contract, whatever it tells of its members', async () => {
    const points = await plane.random(randomStream(1, 'points'), 4);
    for (const report of ['mean', 'deviation', 'lower-bound', 'upper-bound']) {
      await checkEnergy(await reported(report), plane, points, { name: report, role: 'property' });
    }
  });

  it('has bounds at so many deviations from the mean, which are those of its members', async () => {
    const points = await plane.random(randomStream(2, 'points'), 4);
    const [mean, deviation, lower, upper] = await Promise.all(
      ['mean', 'deviation', 'lower-bound', 'upper-bound'].map(async (report) =>
        (await reported(report)).evaluate(points),
      ),
    );
    const whole = await reported('mean');
    if (!isTrainable(whole)) throw new Error('a regressor is trainable');
    const all = whole.parameters();
    const each = all.length / 3;
    const single = await created(regressor, { ...given, members: 1, centre: 10 }, plane, planeEncoder);
    if (!isTrainable(single)) throw new Error('a regressor is trainable');
    const members: Float64Array[] = [];
    for (const member of [0, 1, 2]) {
      single.setParameters(all.slice(member * each, (member + 1) * each));
      members.push(await single.evaluate(points));
    }
    for (let row = 0; row < 4; row++) {
      const values = members.map((member) => member[row]!);
      const middle = values.reduce((sum, value) => sum + value, 0) / 3;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 2);
      expect(mean![row]).toBeCloseTo(middle, 10);
      expect(deviation![row]).toBeCloseTo(spread, 5);
      expect(lower![row]).toBeCloseTo(middle - 1.5 * spread, 5);
      expect(upper![row]).toBeCloseTo(middle + 1.5 * spread, 5);
    }
    expect(new Set(members.map((member) => member[0])).size).toBe(3);
  });
});

function expectClose(found: Float64Array, wanted: Float64Array, tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, index) => {
    expect(Math.abs(found[index]! - value)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(value)));
  });
}

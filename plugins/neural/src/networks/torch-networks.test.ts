import { readFileSync } from 'node:fs';
import { coordinateEncoder, isDifferentiable, VectorSpace } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { onnxRuntimeEngine } from '../engines/onnx-runtime-engine.js';
import { referenceEngine } from '../engines/reference-engine.js';
import { imageConvolution } from './image-convolution-energy.js';
import { multilayerPerceptron } from './multilayer-perceptron.js';
import { type Architecture, buildNetwork } from './network.js';
import { networkEnergy } from './network-energy.js';

interface TorchCase {
  readonly parameters: readonly number[];
  readonly features: readonly number[];
  readonly energy: readonly number[];
  readonly gradient: readonly number[];
  readonly rowWeights: readonly number[];
  readonly parameterGradient: readonly number[];
}

const fixture = JSON.parse(readFileSync(new URL('fixtures/torch-networks.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, TorchCase>
>;

const plain = { residual: false, layerNorm: false, activation: 'silu' } as const;
const architectures: readonly [string, number, Architecture][] = [
  ['perceptron', 2, (x, weights) => multilayerPerceptron({ ...plain, hidden: [5, 5] }, x, weights)],
  [
    'image',
    16,
    (x, weights) => {
      const layers = { kernel: 3, pooling: 'sum', periodic: true, residual: false } as const;
      return imageConvolution({ ...layers, channels: [3, 2], activation: 'gelu', shape: [1, 4, 4] }, x, weights);
    },
  ],
  [
    'normalised',
    3,
    (x, weights) => multilayerPerceptron({ ...plain, hidden: [4], layerNorm: true, activation: 'elu' }, x, weights),
  ],
];

const creation = { workerCount: 1, onDispose: () => undefined };
const engines = [
  ['reference', await referenceEngine.create({}, 'cpu', creation), 1e-7],
  ['onnx-runtime', await onnxRuntimeEngine.create({ threads: 1 }, 'cpu', creation), 1e-5],
] as const;

describe.each(engines)('networks of PyTorch by %s', (_, engine, tolerance) => {
  it.each(architectures)('%s: energies, gradients and parameter gradients', async (name, dimension, architecture) => {
    const known = fixture[name]!;
    const space = VectorSpace.ofDimension(dimension, 1);
    const encoder = coordinateEncoder(space, { centre: 0, scale: 1, kinds: {} });
    const network = buildNetwork(encoder, 0, architecture);
    const energy = networkEnergy({ space, network, encoder, engine });
    energy.setParameters(Float64Array.from(known.parameters));
    if (!isDifferentiable(energy)) throw new Error('a network over coordinates has gradients');
    const batch = Float64Array.from(known.features);
    const found = await energy.evaluateWithGradient(batch);
    const byParameters = await energy.parameterGradient(batch, Float64Array.from(known.rowWeights));
    expectClose(await energy.evaluate(batch), known.energy, tolerance);
    expectClose(found.energy, known.energy, tolerance);
    expectClose(found.gradient, known.gradient, tolerance);
    expectClose(byParameters, known.parameterGradient, tolerance);
  });
});

function expectClose(found: Float64Array, wanted: readonly number[], tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, index) => {
    const isClose = Math.abs(found[index]! - value) <= tolerance * (1 + Math.abs(value));
    if (!isClose) expect.fail(`value ${index} is ${found[index]}, not ${value}`);
  });
}

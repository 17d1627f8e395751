import type { CompiledGraph, Encoder, StateSpace, TensorEngine, WithoutGradients } from '@basin/core';
import { isKnown } from '../graph/dimension.js';
import type { OnnxModel } from '../onnx/read-model.js';
import { type FileChoice, type FileFunction, otherTensors } from './file-network.js';
import type { EngineBound } from './network-energy.js';

/** A file that holds operators which graphs do not know, as an energy without gradients: its engine knows them. */
export interface OpaqueFile<B> {
  readonly bytes: Uint8Array;
  readonly model: OnnxModel;
  readonly choice: FileChoice;
  readonly found: FileFunction;
  readonly space: StateSpace<B>;
  readonly encoder: Encoder<B>;
  readonly engine: TensorEngine;
}

/** States of one run. */
const blockRows = 4096;

/** @throws {ConfigurationError} The engine does not know an operator either; it names the node. */
export async function opaqueFileEnergy<B>(file: OpaqueFile<B>): Promise<WithoutGradients<B> & EngineBound> {
  const compiled = await file.engine.compile(file.bytes);
  const { space, encoder } = file;
  return {
    async evaluate(batch) {
      const features = await encoder.encode(batch);
      const energy = new Float64Array(space.size(batch));
      const width = features.length / energy.length;
      for (let from = 0; from < energy.length; from += blockRows) {
        const to = Math.min(energy.length, from + blockRows);
        energy.set(await runBlock(file, compiled, features.subarray(from * width, to * width), to - from), from);
      }
      return energy;
    },
    gradientObstacle: `no derivative is known of ${opaqueText(file.model)}`,
    dispose: async () => compiled.dispose(),
  };
}

/** The nodes that graphs do not know: 'Hardmax (node 'h')'. */
export function opaqueText({ opaque }: OnnxModel): string {
  return opaque.map(({ operator, name }) => (name ? `${operator} (node '${name}')` : operator)).join(', ');
}

async function runBlock<B>(
  { model, choice, found: { input, inputShape, output } }: OpaqueFile<B>,
  compiled: CompiledGraph,
  features: Float64Array,
  rowCount: number,
): Promise<Float64Array> {
  const shape = inputShape.map((length) => (isKnown(length) ? length : rowCount));
  const { type } = model.inputs.find(({ name }) => name === input)!;
  const values = type === 'integer' ? new Int32Array(features) : features;
  const outputs = await compiled.run({ ...otherTensors(model, choice, rowCount), [input]: { shape, values } }, [
    output,
  ]);
  const found = Float64Array.from(outputs[output]!.values);
  if (found.length === rowCount) return found;
  throw new RangeError(`the output '${output}' has ${found.length} numbers for ${rowCount} states`);
}

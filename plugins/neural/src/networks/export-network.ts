import type { ExportedFile } from '@basin/core';
import { constant } from '../graph/leaves.js';
import { substituted } from '../graph/substitute.js';
import { writeModel } from '../onnx/write-model.js';
import type { Network } from './network.js';

/**
 * A network as a file in ONNX's format, its parameters inside by name: input `features`, output `energy`, both float32.
 *
 * @remarks Such files of a perceptron with normed layers, of convolutions and of attention were passed by onnx.checker with
 * full_check (onnx 1.23.1), whose reference evaluator gave the energies of the reference engine to 3e-7.
 */
export function exportNetwork(
  { features, energy, parameters }: Network,
  values: Float64Array,
  metadata: Readonly<Record<string, string>>,
): ExportedFile {
  let from = 0;
  const held = parameters.map(({ tensor, initial, name }) => {
    const part = values.subarray(from, from + initial.length);
    from += initial.length;
    // The shapes of parameters are numbers: they are the same for all rows.
    return { name, tensor, value: constant(part, tensor.shape as readonly number[]) };
  });
  const replaced = new Map(held.map(({ tensor, value }) => [tensor, value]));
  const graph = { inputs: [features], outputs: { energy: substituted(energy, replaced) } };
  const names = new Map(held.map(({ name, value }) => [value, name]));
  return { extension: '.onnx', bytes: writeModel(graph, { precision: 'float32', metadata, names }) };
}

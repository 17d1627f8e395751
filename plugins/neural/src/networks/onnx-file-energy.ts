import {
  ConfigurationError,
  defineEnergy,
  type Energy,
  type EnergyContext,
  type EngineChoice,
  engineChoiceOptions,
  type Reference,
  type ReferenceSchemas,
} from '@basin/core';
import { z } from 'zod';
import { readModel } from '../onnx/read-model.js';
import { encoderMetadata, encoderOfMetadata } from './encoder-metadata.js';
import { type FileChoice, fileFunction, gradientObstacle, withParameters } from './file-network.js';
import { fixedNetworkEnergy, networkEnergy } from './network-energy.js';
import { unitOption } from './network-options.js';
import { opaqueFileEnergy, opaqueText } from './opaque-file-energy.js';

const reference = 'ONNX: Open Neural Network Exchange, https://onnx.ai';

const details =
  'Reads a model that was trained elsewhere, of opset 13 or later. Its input is fed by the encoder, and gradients come of the graph itself wherever every operator between that input and the output has a derivative; the others still have values. Files that were saved here name their encoder.';

/** Options of what reads a file. */
function fileOptions(refer: ReferenceSchemas) {
  return {
    file: z.string().min(1).describe('Path of the .onnx file'),
    input: z.string().optional().describe('Input that the encoder feeds; the only one when absent'),
    output: z.string().optional().describe('Output that is meant, one number a state; the only one when absent'),
    others: z
      .record(z.string(), z.union([z.number().transform((value) => [value]), z.array(z.number())]))
      .default({})
      .describe('Values of the other inputs, the same for every state, row by row'),
    train: z.boolean().default(false).describe("Whether the file's weights are parameters that can be trained further"),
    encoder: refer
      .to('encoder')
      .optional()
      .describe('What makes numbers of the states; what the file names, else the default of their space, when absent'),
    ...engineChoiceOptions(refer),
  };
}

interface FileOptions extends FileChoice, EngineChoice {
  readonly file: string;
  readonly train: boolean;
  readonly encoder?: Reference<'encoder'> | undefined;
}

/** The energy `neural/onnx`. */
export const onnxFileEnergy = defineEnergy({
  name: 'neural/onnx',
  space: 'any',
  role: 'energy',
  unit: '1',
  summary: 'A network read from an ONNX file, as an energy',
  details,
  reference,
  options: (refer) => z.strictObject(fileOptions(refer)),
  example: { file: 'model.onnx' },
  filesRead: ({ file }) => [file],
  create: (options, context) => createFromFile('neural/onnx', options, context),
});

/** The property `neural/onnx-property`. */
export const onnxFileProperty = defineEnergy({
  name: 'neural/onnx-property',
  space: 'any',
  role: 'property',
  unit: '1',
  summary: 'A network read from an ONNX file, as a property in the units that it was trained with',
  details,
  reference,
  options: (refer) => z.strictObject({ ...fileOptions(refer), unit: unitOption }),
  example: { file: 'model.onnx', output: 'solubility', unit: 'log10(mol/L)' },
  unitOf: ({ unit }) => unit,
  filesRead: ({ file }) => [file],
  create: (options, context) => createFromFile('neural/onnx-property', options, context),
});

async function createFromFile<B>(name: string, options: FileOptions, context: EnergyContext<B>): Promise<Energy<B>> {
  const bytes = await context.readFile(options.file);
  const model = readModel(bytes);
  const reference = options.encoder ?? encoderOfMetadata(model.metadata);
  const [encoder, engine] = await Promise.all([context.encoder(reference), context.engine(options)]);
  const { space } = context;
  const found = fileFunction(model, options, encoder);
  if (found.network === undefined) {
    if (options.train) throw untrainable([opaqueText(model)]);
    const energy = await opaqueFileEnergy({ bytes, model, choice: options, found, space, encoder, engine });
    context.onDispose(() => energy.dispose());
    return energy;
  }
  const obstacle = gradientObstacle(found.network);
  const metadata = { 'basin.energy': name, ...encoderMetadata(reference, encoder, space) };
  const network = options.train ? withParameters(found.network) : found.network;
  const parts = { space, network, encoder, engine, metadata };
  if (options.train && obstacle !== undefined) throw untrainable([obstacle]);
  const energy = options.train ? networkEnergy(parts) : fixedNetworkEnergy(parts, obstacle);
  context.onDispose(() => energy.dispose());
  return energy;
}

function untrainable(reasons: readonly string[]): ConfigurationError {
  const message = `the file cannot be trained: ${reasons.join(', ')}`;
  return new ConfigurationError([{ path: ['train'], message }]);
}

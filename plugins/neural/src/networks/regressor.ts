import { defineEnergy, type Lattice, latticeOf } from '@basin/core';
import { z } from 'zod';
import { attentionNetwork, attentionOptions } from './attention.js';
import { convolutionOptions } from './convolution-layers.js';
import { createNetwork } from './create-network.js';
import { ensemble, ensembleReports } from './ensemble.js';
import { imageConvolution, imageOptions } from './image-convolution-energy.js';
import { multilayerPerceptron, perceptronOptions } from './multilayer-perceptron.js';
import type { Architecture } from './network.js';
import { networkOptions, unitOption } from './network-options.js';
import { sequenceConvolution } from './sequence-convolution-energy.js';

const name = 'neural/regressor';

const architecture = z
  .union([
    z.strictObject({ mlp: z.strictObject(perceptronOptions) }),
    z.strictObject({ 'sequence-convolution': z.strictObject(convolutionOptions) }),
    z.strictObject({ 'image-convolution': z.strictObject(imageOptions) }),
    z.strictObject({ attention: z.strictObject(attentionOptions) }),
  ])
  .prefault({ mlp: {} })
  .describe('What each member is: mlp, sequence-convolution, image-convolution or attention, with its options');

const ownOptions = {
  unit: unitOption,
  architecture,
  members: z.int().min(1).max(100).default(5).describe('Networks, each with first parameters of its own'),
  report: z
    .enum(ensembleReports)
    .default('mean')
    .describe('What is told of the members: their mean, how far they are apart, or the mean less or more some of that'),
  factor: z.number().min(0).default(1).describe('Standard deviations between the mean and a bound'),
  centre: z.number().default(0).describe('What is added to predictions: about the mean of the values'),
  scale: z
    .number()
    .positive()
    .default(1)
    .describe('What predictions are multiplied by: about the spread of the values'),
};

/** The property `neural/regressor`. */
export const regressor = defineEnergy({
  name,
  space: 'any',
  role: 'property',
  unit: '1',
  summary: 'An ensemble of networks that predicts a property, to be trained, with how far its members disagree',
  details:
    'Train it on a column of values with the trainer regression. Members learn apart, each from a resample of the examples, whatever the report; what was learned can be used with another report. Bounds keep a search where the members agree, or send it where they do not.',
  reference: 'Lakshminarayanan, Pritzel & Blundell, NeurIPS 30 (2017)',
  options: (refer) =>
    z
      .strictObject({ ...ownOptions, ...networkOptions(refer) })
      .refine(({ members, report }) => members > 1 || report === 'mean', {
        path: ['members'],
        message: 'one member alone has no deviation; take two or more, or report the mean',
      }),
  example: { architecture: { mlp: { hidden: [64, 64] } }, members: 5, report: 'lower-bound', factor: 1 },
  unitOf: ({ unit }) => unit,
  create: (options, context) => {
    const together = ensemble(options, memberOf(options.architecture, latticeOf(context.space)));
    return createNetwork({ name, choice: options, architecture: together }, context);
  },
});

function memberOf(given: z.infer<typeof architecture>, lattice: Lattice | undefined): Architecture {
  if ('mlp' in given) return (features, weights) => multilayerPerceptron(given.mlp, features, weights);
  if ('attention' in given) return (features, weights) => attentionNetwork(given.attention, features, weights);
  if ('image-convolution' in given) {
    return (features, weights) => imageConvolution(given['image-convolution'], features, weights, lattice);
  }
  return (features, weights) => sequenceConvolution(given['sequence-convolution'], features, weights);
}

import {
  type Reference,
  type ReferenceSchemas,
  refineLength,
  type TrainingSettings,
  trainingOptions,
} from '@basin/core';
import { z } from 'zod';
import { certificateOptions } from './sampling-certificate.js';

/** Examples that are only looked at: those of the second input, or a share of the first. */
export interface HeldOutOptions {
  readonly share?: number | undefined;
  readonly every?: number | undefined;
  readonly patience?: number | undefined;
}

export interface TrainOptions extends Omit<TrainingSettings, 'heldOut'> {
  readonly trainer: Reference<'trainer'>;
  readonly target?: string | undefined;
  readonly heldOut: number | HeldOutOptions;
  readonly limit: { readonly minutes?: number | undefined };
  readonly certificate: { readonly required: boolean };
  readonly save?: string | undefined;
  readonly overwrite: boolean;
}

const share = z.number().gt(0).lt(1);

const heldOut = z
  .union([
    share,
    trainingOptions.heldOut
      .unwrap()
      .extend({ share: share.optional().describe('share of the examples that is held out, chosen by the seed') }),
  ])
  .default({})
  .describe('share of the examples that is only looked at, chosen by the seed; or how often, and when to stop');

export function trainOptions(refer: ReferenceSchemas) {
  return z
    .strictObject({
      trainer: refer.to('trainer').describe('what is learned from the examples, and how'),
      target: z.string().min(1).optional().describe('column of what a supervised trainer is to predict'),
      ...trainingOptions,
      heldOut,
      limit: z
        .strictObject({ minutes: z.number().positive().optional().describe('minutes of work') })
        .prefault({})
        .describe('what ends training before its steps do; the parameters then depend on the machine'),
      certificate: certificateOptions
        .pick({ required: true })
        .prefault({})
        .describe('whether training that diverges for good fails the run'),
      save: z.string().min(1).optional().describe('file for the trained energy, where it can be written as one'),
      overwrite: z.boolean().default(false).describe('whether to replace a file that Basin did not write'),
    })
    .superRefine(refineLength);
}

/** Parts of the option, which may be the share alone. */
export function heldOutOf({ heldOut: given }: Pick<TrainOptions, 'heldOut'>): HeldOutOptions {
  return typeof given === 'number' ? { share: given } : given;
}

/** What core's driver is told. */
export function settingsOf(options: TrainOptions): TrainingSettings {
  const { steps, epochs, batch, optimiser, schedule, clip, average, regularise, recovery, report } = options;
  const { every, patience } = heldOutOf(options);
  const looks = { every, patience };
  return { steps, epochs, batch, optimiser, schedule, clip, average, regularise, recovery, report, heldOut: looks };
}

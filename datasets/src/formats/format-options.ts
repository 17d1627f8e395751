import { z } from 'zod';
import { givenTypes } from '../text/column-types.js';

/** Rows of a batch. */
export const batchSize = z.int().min(1).max(1_000_000).optional();

/** What every text format can be told; the defaults are those of its reader. */
export const textOptions = {
  batchSize,
  malformedLimit: z.int().min(0).max(1_000_000).optional(),
  maximumRecordBytes: z
    .int()
    .min(1)
    .max(256 * 1024 * 1024)
    .optional(),
};

/** What formats whose values carry no types can be told. */
export const typedTextOptions = {
  ...textOptions,
  types: z.record(z.string(), z.enum(givenTypes)).optional(),
  sampleRows: z.int().min(1).max(1_000_000).optional(),
};

import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { inverseFromFactor, logDeterminant } from '../numerics/factored-matrix.js';
import { choleskyFactor } from '../numerics/symmetric-matrix.js';
import type { CoordinateSpace } from '../state/coordinate-space.js';
import { checkLength, perAxis, positivePerAxisOption } from '../state/per-axis.js';

/** The inverse covariance of a Gaussian: its diagonal where it is diagonal, else the whole matrix, row-major. */
export interface Precision {
  readonly kind: 'diagonal' | 'dense';
  readonly entries: Float64Array;
  /** ln det of the precision. */
  readonly logDeterminant: number;
}

const matrixOption = z
  .array(z.array(z.number()).min(1))
  .min(1)
  .superRefine((rows, context) => {
    const message = matrixFault(rows);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** The options that say how wide a Gaussian is. */
export const widthOptions = {
  deviations: positivePerAxisOption
    .optional()
    .describe('Standard deviations: one for all axes, or one for each; 1 when no width is given'),
  variances: positivePerAxisOption.optional().describe('Variances, instead of deviations'),
  covariance: matrixOption
    .optional()
    .describe('Covariance matrix, instead of deviations: symmetric and positive definite'),
  precision: matrixOption.optional().describe('Inverse of the covariance matrix, instead of deviations'),
};

/** How wide a Gaussian is: one of them, or none for deviations of 1. */
export type WidthOptions = z.infer<z.ZodObject<typeof widthOptions>>;

/** What is wrong with widths as a whole; undefined where nothing is. */
export function widthFault({ deviations, variances, covariance, precision }: WidthOptions): string | undefined {
  const given = Object.entries({ deviations, variances, covariance, precision }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  return given.length > 1
    ? `give one of deviations, variances, covariance and precision, not ${given.join(' and ')}`
    : undefined;
}

/**
 * The precision that widths give in a space.
 *
 * @param path - To the options, for messages.
 * @throws {ConfigurationError} They are not of the space's dimension, are more than one, or not those of a Gaussian.
 */
export function precisionOf(
  widths: WidthOptions,
  space: CoordinateSpace,
  path: readonly (string | number)[] = [],
): Precision {
  const fault = widthFault(widths);
  if (fault !== undefined) throw new ConfigurationError([{ path, message: fault }]);
  const { deviations, variances, covariance, precision } = widths;
  if (covariance !== undefined) return densePrecision(covariance, 'covariance', space, path);
  if (precision !== undefined) return densePrecision(precision, 'precision', space, path);
  const entries =
    variances === undefined
      ? perAxis(deviations ?? 1, space, [...path, 'deviations']).map((deviation) => 1 / deviation ** 2)
      : perAxis(variances, space, [...path, 'variances']).map((variance) => 1 / variance);
  return { kind: 'diagonal', entries, logDeterminant: entries.reduce((sum, entry) => sum + Math.log(entry), 0) };
}

function densePrecision(
  rows: readonly (readonly number[])[],
  name: 'covariance' | 'precision',
  space: CoordinateSpace,
  path: readonly (string | number)[],
): Precision {
  checkLength(rows.length, space, [...path, name]);
  const message = matrixFault(rows);
  if (message !== undefined) throw new ConfigurationError([{ path: [...path, name], message }]);
  const size = rows.length;
  const matrix = Float64Array.from(rows.flat());
  const factor = choleskyFactor(matrix, size)!;
  const determinant = logDeterminant(factor, size);
  return name === 'precision'
    ? { kind: 'dense', entries: matrix, logDeterminant: determinant }
    : { kind: 'dense', entries: inverseFromFactor(factor, size), logDeterminant: -determinant };
}

function matrixFault(rows: readonly (readonly number[])[]): string | undefined {
  const size = rows.length;
  const short = rows.findIndex((row) => row.length !== size);
  if (short !== -1) return `the matrix has ${size} rows, and row ${short} has ${rows[short]!.length} entries`;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      if (rows[i]![j] !== rows[j]![i]) return `the matrix is not symmetric: entries ${i}, ${j} and ${j}, ${i} differ`;
    }
  }
  return choleskyFactor(Float64Array.from(rows.flat()), size) === undefined
    ? 'the matrix is not positive definite'
    : undefined;
}

/** The whole matrix of a precision, [dimension, dimension], new. */
export function matrixOf({ kind, entries }: Precision): Float64Array {
  if (kind === 'dense') return entries.slice();
  const matrix = new Float64Array(entries.length ** 2);
  for (let i = 0; i < entries.length; i++) matrix[i * (entries.length + 1)] = entries[i]!;
  return matrix;
}

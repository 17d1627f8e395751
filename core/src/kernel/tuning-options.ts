import { z } from 'zod';

/** Options of kernels that can tune themselves while the chains warm up; the step size beside them has its own words. */
export const tuningOptions = {
  adapt: z
    .boolean()
    .optional()
    .describe(
      'Whether the warm-up tunes the kernel; by default only where no stepSize is given, and a given one then stays',
    ),
  targetAcceptance: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe('Mean acceptance probability that the step size is tuned to'),
};

export const metricOption = z
  .enum(['unit', 'diagonal', 'dense'])
  .optional()
  .describe(
    'What the warm-up learns of the scales: nothing, the variance of each coordinate, or their covariance too; by default ' +
      'diagonal where the kernel is tuned, unit where not',
  );

export function stepSizeOption(words: string): z.ZodOptional<z.ZodNumber> {
  return z.number().positive().optional().describe(`${words}; tuned where none is given`);
}

interface Tunable {
  readonly stepSize?: number | undefined;
  readonly adapt?: boolean | undefined;
  readonly targetAcceptance?: number | undefined;
  readonly metric?: 'unit' | 'diagonal' | 'dense' | undefined;
}

/** Refuses options that would have no effect, so that none is overridden without a word. */
export function refuseIdleOptions(options: Tunable, context: z.RefinementCtx): void {
  const { stepSize, adapt = stepSize === undefined, targetAcceptance, metric = 'unit' } = options;
  const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if (adapt) return;
  if (stepSize === undefined) refuse('adapt', 'without tuning there must be a stepSize');
  const remedy = 'a given stepSize is not tuned: write adapt: true to start the tuning there';
  if (targetAcceptance !== undefined) refuse('targetAcceptance', `it has no effect, for ${remedy}`);
  if (metric !== 'unit') refuse('metric', `nothing is learned without tuning, and ${remedy}`);
}

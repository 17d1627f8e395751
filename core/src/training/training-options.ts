import { z } from 'zod';
import { type AdamSettings, adam, type DescentSettings, type Optimiser, stochasticDescent } from './optimiser.js';
import type { ScheduleSettings } from './rate-schedule.js';

const share = z.number().min(0).max(1);
const memory = z.number().min(0).lt(1);
const decay = z
  .number()
  .min(0)
  .default(0)
  .describe('Weight decay: each step takes away rate · decay of every parameter');
const warmUp = z.int().min(0).default(0).describe('Steps in which the rate rises to its full height');
const end = share.default(0).describe('Share of the rate that is left at the last step');

const adamOptions = z.strictObject({
  rate: z.number().positive().default(1e-3).describe('Size of a step'),
  beta1: memory.default(0.9).describe('How much of the mean gradient is kept at a step'),
  beta2: memory.default(0.999).describe('How much of the mean square of the gradient is kept at a step'),
  epsilon: z.number().positive().default(1e-8).describe('Keeps steps small where gradients vanish'),
  decay,
});

const descentOptions = z.strictObject({
  rate: z.number().positive().default(0.01).describe('Parameters move by the rate times the gradient'),
  momentum: memory.default(0.9).describe('Share of the last step that is taken again'),
  nesterov: z.boolean().default(false).describe('Look ahead by the momentum'),
  decay,
});

/** Says so unless exactly one key is there. */
function oneOf(given: object, context: z.RefinementCtx): void {
  const keys = Object.keys(given);
  if (keys.length === 1) return;
  const found = keys.length === 0 ? 'none is given' : `${keys.join(' and ')} are given`;
  context.addIssue({ code: 'custom', message: `one is needed, and ${found}` });
}

/** Options of every way to follow a gradient, as a step or a program gives them. */
export const learningOptions = {
  optimiser: z
    .strictObject({ adam: adamOptions.optional(), sgd: descentOptions.optional() })
    .superRefine(oneOf)
    .default({ adam: adamOptions.parse({}) })
    .describe('How parameters follow the gradient: adam, or sgd with momentum'),
  schedule: z
    .strictObject({
      constant: z.strictObject({ warmUp }).optional().describe('The same rate at every step'),
      linear: z.strictObject({ warmUp, end }).optional().describe('Along a line to the end'),
      cosine: z.strictObject({ warmUp, end }).optional().describe('Along half a cosine to the end'),
      steps: z
        .strictObject({
          warmUp,
          every: z.int().min(1).describe('Steps after which the rate falls'),
          factor: share.default(0.1).describe('By which it is multiplied'),
        })
        .optional()
        .describe('By a factor every so many steps'),
    })
    .superRefine(oneOf)
    .default({ constant: { warmUp: 0 } })
    .describe('How the rate changes from step to step'),
  clip: z.number().positive().optional().describe('Gradients that are longer are shortened to this norm'),
  average: memory
    .optional()
    .describe('Keep an exponential average of the parameters, of which each step keeps this share; 0.999 is usual'),
};

/** Options of what is added to what a trainer lowers. */
export const regulariserOptions = {
  energyMagnitude: z
    .number()
    .min(0)
    .default(0)
    .describe('α: lowers α(E₊² + E₋²), the energies of data and model, as Du & Mordatch (2019) do'),
  gradientPenalty: z
    .number()
    .min(0)
    .default(0)
    .describe('λ: lowers λ‖∇E‖² at the data and at what the model draws; needs coordinates'),
  inputNoise: z
    .number()
    .min(0)
    .default(0)
    .describe('Standard deviation of normal noise that is added to the coordinates of the data'),
};

const recoveryOptions = z.strictObject({
  limit: z.int().min(0).default(5).describe('Times that training may go back before it ends as diverged'),
  slowDown: z.number().gt(0).lt(1).default(0.5).describe('The rate is multiplied by it each time'),
  every: z.int().min(1).default(100).describe('Steps between two points to go back to'),
  explosion: z
    .number()
    .gt(1)
    .default(1000)
    .describe('A gradient, or a gap of energies, so many times its running median is a divergence'),
});

const stoppingOptions = z.strictObject({
  every: z.int().min(1).optional().describe('Steps between two looks at the held-out examples; an epoch when absent'),
  patience: z.int().min(1).optional().describe('Looks without a better figure after which it ends; never when absent'),
});

/** Options of {@link train}, for the schema of whoever lets people train. */
export const trainingOptions = {
  steps: z.int().min(1).optional().describe('Steps, each over one minibatch; or give epochs'),
  epochs: z.number().positive().optional().describe('Passes over the examples; or give steps'),
  batch: z.int().min(1).default(128).describe('Examples in a minibatch; all of them where there are fewer'),
  ...learningOptions,
  regularise: z
    .strictObject(regulariserOptions)
    .default({ energyMagnitude: 0, gradientPenalty: 0, inputNoise: 0 })
    .describe('What is lowered beside what the trainer lowers'),
  heldOut: stoppingOptions.default({}).describe('When to look at the held-out examples, and when to stop'),
  recovery: recoveryOptions.default(recoveryOptions.parse({})).describe('What happens when training diverges'),
  report: z.int().min(1).optional().describe('Steps between two rows of the course; some 500 rows in all when absent'),
};

/** Says so unless the length is given once: refines an object with {@link trainingOptions}. */
export function refineLength(
  { steps, epochs }: { readonly steps?: number | undefined; readonly epochs?: number | undefined },
  context: z.RefinementCtx,
): void {
  if ((steps === undefined) !== (epochs === undefined)) return;
  const message = steps === undefined ? 'give steps or epochs' : 'it has no effect beside steps: give one of them';
  context.addIssue({ code: 'custom', path: steps === undefined ? [] : ['epochs'], message });
}

const wholeOptions = z.strictObject(trainingOptions).superRefine(refineLength);

/** How to train: the parsed {@link trainingOptions}. */
export type TrainingSettings = z.output<typeof wholeOptions>;

/** Settings from the few that are given, defaults for the rest. @throws {ZodError} They are not allowed. */
export function trainingSettings(given: z.input<typeof wholeOptions>): TrainingSettings {
  return wholeOptions.parse(given);
}

export type OptimiserSettings = TrainingSettings['optimiser'];

/** The optimiser of settings that name exactly one. */
export function optimiserOf({ adam: ofAdam, sgd }: OptimiserSettings): Optimiser {
  if (sgd !== undefined) return stochasticDescent(sgd satisfies DescentSettings);
  return adam((ofAdam ?? adamOptions.parse({})) satisfies AdamSettings);
}

/** The schedule of settings that name exactly one. */
export function scheduleOf(schedule: TrainingSettings['schedule']): ScheduleSettings {
  // The schema lets exactly one key pass.
  return schedule as ScheduleSettings;
}

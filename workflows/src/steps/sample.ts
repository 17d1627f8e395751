import {
  defineStep,
  type Energy,
  mixtureShares,
  type Reference,
  type RehearsalCheck,
  type RehearsalContext,
  randomStream,
  type SamplerTraits,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
} from '@basin/core';
import { z } from 'zod';
import { columnsOfEveryDraw, drawOutline, shareColumn } from './draw-columns.js';
import { DrawTable } from './draw-table.js';
import type { SamplerRun } from './drive-sampler.js';
import { type ObserveOption, observationsOf, observeOption, openObserved, refuseTakenNames } from './observe.js';
import { rejectingEnergy, throwForbiddingEnergy } from './rejecting-energy.js';
import { sampleDesigns } from './sample-designs.js';
import { sampleDraws } from './sample-draws.js';
import { openStart } from './sample-start.js';
import {
  type CertificateOptions,
  certificateOptions,
  refuseEndlessFall,
  targetRemarks,
  weightRemark,
} from './sampling-certificate.js';
import { type LimitOptions, SamplingLimit } from './sampling-limit.js';
import { readNote, rejectionsOf, type SamplingNote } from './sampling-note.js';
import { scoredOutline } from './scored-schema.js';
import { stateColumnUses, stateOutline } from './state-columns.js';
import { stepFault } from './step-fault.js';

interface SampleOptions {
  readonly sampler: Reference<'sampler'>;
  readonly count?: number | undefined;
  readonly startRows: number;
  readonly certificate: CertificateOptions;
  readonly limit: LimitOptions;
  readonly observe: ObserveOption;
}

const limitOptions = z.strictObject({
  minutes: z.number().positive().optional().describe('minutes of work; the rows then depend on the machine'),
  rHat: z.number().min(1).optional().describe('R̂ that every quantity of the draws has reached'),
  sampleSize: z.number().positive().optional().describe('effective sample size that every quantity has reached'),
});

/** Draws from e^(−βE), or designs of low energy. */
export const sample = defineStep<SampleOptions>({
  name: 'sample',
  summary: 'Draws or searches for states of low energy',
  details:
    'Runs a sampler on the energy, from the rows of the step that it takes from, or from random states of the space where it takes from ' +
    'none. The table of a sampler that draws holds every draw with its chain and step, and energy and terms as `score` gives them; the ' +
    'draws end in a certificate, and a check of it that fails ends the run with exit code 4. What `observe` names is worked out of the ' +
    'draws alone, and has a column, a line of the certificate and a picture of the report like the energy itself; so has the share of ' +
    "each component of a mixture (`any`). `count` adds a side table 'best' of the best " +
    "different draws. The table of a sampler that searches holds its states in the sampler's order, or the `count` best different ones. " +
    "Forbidden states (energy +Infinity) are left out. Side tables: 'trace' tells how the sampler went, 'start' holds up to `startRows` of " +
    "the starting states (of random ones, at most 500, where it takes from no step), scored, for comparison before and after, 'bad' the " +
    'input rows that are no states. A run that is stopped, or killed, goes on where it was when it is run again, to the same bytes.',
  options: (refer) =>
    z.strictObject({
      sampler: refer.to('sampler').describe('how states are looked for'),
      count: z
        .int()
        .positive()
        .optional()
        .describe('best different designs to keep; every state, in order, when absent'),
      startRows: z
        .int()
        .nonnegative()
        .default(2000)
        .describe('starting states that are scored for comparison, at most'),
      certificate: certificateOptions.prefault({}).describe('what the certificate of the draws must reach'),
      observe: observeOption(refer),
      limit: limitOptions
        .prefault({})
        .describe('what ends the sampler before its own steps do: the time, or draws that are known well enough'),
    }),
  example: {
    sampler: { annealing: { kernel: { metropolis: { proposal: 'plugin/proposal' } }, chains: 16, steps: 10_000 } },
    count: 100,
  },
  inputs: { minimum: 0, maximum: 1 },
  energy: 'required',
  filesRead: () => [],
  filesWritten: () => [],
  columnsRead: (_options, context) => stateColumnUses(context),
  tableMade: ({ sampler, observe }, context) => {
    const { yields, isWeighted } = context.samplerTraits(sampler);
    const states = stateOutline(context);
    if (yields !== 'draws' || context.terms === undefined) return scoredOutline(states, context);
    const components = mixtureShares(context.terms, undefined).map(({ path }) => path);
    const beside = { isWeighted, observed: observationsOf(observe), components };
    return scoredOutline(drawOutline(states, beside), context);
  },
  rehearse: (options, context) => rehearseSample(options, context),
  create: (options): Step => ({ run: (context) => runSample(context, options) }),
});

function rehearseSample(
  { sampler, limit, observe }: SampleOptions,
  context: RehearsalContext,
): readonly RehearsalCheck[] {
  const traits = context.samplerTraits(sampler);
  return [
    () => refuseJudgedDesigns(context.name, traits, limit),
    () => refuseObservedDesigns(context.name, traits, observe),
    async () => {
      const { terms } = await context.target();
      const shares = terms === undefined ? [] : mixtureShares(terms, undefined).map(({ path }) => shareColumn(path));
      refuseTakenNames(context.name, observe, [...(context.stateColumns ?? []), ...columnsOfEveryDraw, ...shares]);
    },
    async () => {
      const { space, energy } = await context.target();
      if (traits.yields === 'draws') targetRemarks(space, energy, traits);
      else refuseEndlessFall(space, energy);
    },
    () => context.checkSampler(sampler),
    async () => {
      const { space } = await context.target();
      // Without rows to start from there must be random states.
      if (context.inputCount === 0) await space.random(randomStream(0, 'rehearsal'), 1);
    },
  ];
}

async function* runSample(context: StepContext, options: SampleOptions): AsyncGenerator<StepProgress, StepOutcome> {
  const space = await context.space();
  const energy = await wantedEnergy(context);
  const { sampler: reference, count, certificate } = options;
  const traits = context.samplerTraits(reference);
  const isDrawing = traits.yields === 'draws';
  refuseJudgedDesigns(context.name, traits, options.limit);
  refuseObservedDesigns(context.name, traits, options.observe);
  const observed = await openObserved(context, options.observe);
  if (!isDrawing) refuseEndlessFall(space, energy);
  const remarks = isDrawing ? [...weightRemark(context.expression), ...targetRemarks(space, energy, traits)] : [];
  const start = await openStart(context, space, options.startRows);

  const note = await readNote(context.store);
  const seconds = clockFrom(note);
  const rejects = isDrawing ? throwForbiddingEnergy : rejectingEnergy;
  const { isWeighted } = traits;
  const table = isDrawing
    ? new DrawTable({ context, space, energy, isWeighted, observed, bestCount: count })
    : undefined;
  if (note !== undefined && note.draws !== null) await table?.restore(note.draws);
  const run: SamplerRun = {
    context,
    space,
    sampler: await context.sampler(reference),
    initial: start.batch,
    rejecting: rejects(space, energy, context.signal, rejectionsOf(note)),
    limit: new SamplingLimit(options.limit, table?.record, seconds),
    sink: table,
    note,
    seconds,
  };
  const { name: sampler } = reference;
  const outcome =
    table === undefined
      ? yield* sampleDesigns(run, { sampler, count, certificate })
      : yield* sampleDraws(run, table, { sampler, traits, energy, certificate, remarks });
  return { badRows: start.badRows, rowsRead: start.rowsRead, ...outcome };
}

/** R̂ and sample sizes are of draws: designs have neither. */
function refuseJudgedDesigns(stepName: string, { yields }: SamplerTraits, { rHat, sampleSize }: LimitOptions): void {
  if (yields === 'draws' || (rHat === undefined && sampleSize === undefined)) return;
  const option = rHat === undefined ? 'sampleSize' : 'rHat';
  throw stepFault(stepName, ['limit', option], 'this sampler makes no draws, so only minutes can limit it');
}

/** Designs are no draws: a mean over them says nothing of a distribution. */
function refuseObservedDesigns(stepName: string, { yields }: SamplerTraits, observe: ObserveOption): void {
  if (yields === 'draws' || observationsOf(observe).length === 0) return;
  const message = 'this sampler makes designs and no draws, so there is nothing to observe; score its table instead';
  throw stepFault(stepName, ['observe'], message);
}

/** Seconds of work of this run and those before it. */
function clockFrom(note: SamplingNote | undefined): () => number {
  const startedAt = performance.now() - 1000 * (note?.seconds ?? 0);
  return () => (performance.now() - startedAt) / 1000;
}

async function wantedEnergy(context: StepContext): Promise<Energy<unknown>> {
  const energy = await context.energy();
  if (energy === undefined) throw stepFault(context.name, ['energy'], 'needs an energy; name one');
  return energy;
}

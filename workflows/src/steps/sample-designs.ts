import {
  certify,
  rowCountOf,
  type SamplingResult,
  type StepCertificate,
  type StepContext,
  type StepOutcome,
  type StepProgress,
} from '@basin/core';
import { bestDistinctRows } from './chosen-rows.js';
import { type Driven, driveSampler, type SamplerRun } from './drive-sampler.js';
import { writeScored } from './sample-start.js';
import { bestFigures, forbiddenFigures, rejectionFigures, runFigures } from './sample-summary.js';
import type { CertificateOptions } from './sampling-certificate.js';
import { stepFault } from './step-fault.js';
import { traceSchema } from './trace-schema.js';

type Outcome = Pick<StepOutcome, 'summary' | 'certificate'>;

/** What the step was asked for. */
export interface DesignOptions {
  readonly sampler: string;
  readonly count: number | undefined;
  readonly certificate: CertificateOptions;
}

/** Runs a sampler that makes designs of low energy, and writes the best of them. */
export async function* sampleDesigns(
  run: SamplerRun,
  { sampler, count, certificate }: DesignOptions,
): AsyncGenerator<StepProgress, Outcome> {
  const { context, space, rejecting } = run;
  const driven = yield* driveSampler(run);
  refuseNothingNew(context.name, driven);
  const { result, stepName } = driven;
  await writeTrace(context, result, stepName);
  const allowed = allowedRows(result.energy);
  const rows = count === undefined ? allowed : bestDistinctRows(space, result, allowed, count);
  await writeScored(context, 'main', space, space.take(result.batch, rows));
  const best = result.energy.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return {
    ...factCertificate(sampler, result, certificate.required),
    summary: {
      designs: rows.length,
      ...bestFigures(best),
      ...runFigures(result),
      ...forbiddenFigures(result.energy.length - allowed.length),
      ...rejectionFigures(rejecting.rejected()),
    },
  };
}

export async function writeTrace(
  context: StepContext,
  { trace }: SamplingResult<unknown>,
  stepName: string | undefined,
): Promise<void> {
  const writer = await context.output('trace', traceSchema(trace, stepName));
  await writer.append(trace);
}

/** Designs are no draws: all there is to certify is what the sampler found out about its own run. */
function factCertificate(
  sampler: string,
  { facts = [] }: SamplingResult<unknown>,
  isRequired: boolean,
): { readonly certificate?: StepCertificate } {
  if (facts.length === 0) return {};
  return { certificate: { ...certify({ sampler, quantities: [], facts, remarks: [] }), isRequired } };
}

/** Steps in which any variation that works at all makes a new state. */
const fairChance = 10;

/** A search that found nothing new would hand out its own start as designs. */
function refuseNothingNew(stepName: string, { result, startCount }: Driven): void {
  const { stopReason, evaluations, trace } = result;
  const gaveUp = stopReason === 'exhausted';
  const hadTime = (stopReason === 'steps' || stopReason === 'patience') && rowCountOf(trace) > fairChance;
  if (evaluations !== startCount || !(gaveUp || hadTime)) return;
  const states = startCount === 1 ? 'the 1 starting state' : `the ${startCount} starting states`;
  throw stepFault(
    stepName,
    ['sampler'],
    `the variations changed none of ${states} into a new one; a 'core' that none of them has, or limits that are too tight, are the usual reasons`,
  );
}

/** Rows of states that the energy allows: a forbidden one is no result of a search. */
function allowedRows(energy: Float64Array): Int32Array {
  return Int32Array.from(energy.keys()).filter((row) => energy[row] !== Number.POSITIVE_INFINITY);
}

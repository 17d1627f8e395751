import type { Energy, SamplerTraits, SamplingResult, StepCertificate, StepOutcome, StepProgress } from '@basin/core';
import type { DrawTable } from './draw-table.js';
import { driveSampler, type SamplerRun } from './drive-sampler.js';
import { figureOf } from './figure.js';
import { writeLandscape } from './landscape.js';
import { writeTrace } from './sample-designs.js';
import { writeScored } from './sample-start.js';
import { forbiddenFigures, meanFigures, rejectionFigures, runFigures } from './sample-summary.js';
import { type CertificateOptions, samplingCertificate } from './sampling-certificate.js';

type Outcome = Pick<StepOutcome, 'summary' | 'certificate'>;

/** What the certificate of the draws is made from, beside the draws. */
export interface DrawOptions {
  readonly sampler: string;
  readonly traits: SamplerTraits;
  readonly energy: Energy<unknown>;
  readonly certificate: CertificateOptions;
  /** What is known of the target before any draw. */
  readonly remarks: readonly string[];
}

/** Stream below the step's own. */
const certificateStream = 2;

/** Runs a sampler that draws from e^(−βE), writes its draws, and certifies them. */
export async function* sampleDraws(
  run: SamplerRun,
  table: DrawTable,
  { sampler, traits, energy, certificate: options, remarks }: DrawOptions,
): AsyncGenerator<StepProgress, Outcome> {
  const { context, space, rejecting, limit } = run;
  const { result, stepName } = yield* driveSampler({ ...run, sink: table });
  const ended = result.stopReason === 'limit' ? limit.ending() : undefined;
  await writeTrace(context, result, stepName);
  const rows = yield* writeDraws(table, result.batch);
  if (table.best !== undefined) await writeScored(context, 'best', space, table.best);
  await drawLandscape(run, table, energy, result);
  const certificate = await samplingCertificate({
    sampler,
    traits,
    options,
    space,
    energy,
    result,
    record: table.record,
    remarks: [...remarks, ...leftOut(table, run), ...(ended === undefined ? [] : [ended])],
    rng: context.rng.split(certificateStream),
  });
  return {
    certificate,
    summary: {
      draws: rows,
      ...(certificate.chains === 0 ? {} : { chains: certificate.chains }),
      ...meanFigures(certificate),
      ...runFigures(result),
      ...forbiddenFigures(table.forbidden),
      ...rejectionFigures(rejecting.rejected()),
      ...shareFigures(table.shares, certificate),
      certificate: certificate.verdict,
    },
  };
}

/** Components of mixtures that a summary tells of, at most. */
const mostComponents = 8;

/** The mean share of each component of a mixture; how well it is known stands in the certificate. */
function shareFigures(shares: readonly string[], { quantities }: StepCertificate): Outcome['summary'] {
  if (shares.length > mostComponents) return {};
  return Object.fromEntries(
    quantities.flatMap(({ quantity, mean }) => (shares.includes(quantity) ? [[quantity, figureOf(mean)]] : [])),
  );
}

/** Draws that say where to look. */
const mostLookedAt = 20_000;

/** The energy around the draws, where it can be drawn. */
async function drawLandscape(
  { context, space }: SamplerRun,
  { record }: DrawTable,
  energy: Energy<unknown>,
  { beta, evaluations }: SamplingResult<unknown>,
): Promise<void> {
  const draws = record.states(mostLookedAt);
  if (draws === undefined || beta === undefined) return;
  await writeLandscape(context, { space, energy, draws, beta, evaluations });
}

async function* writeDraws(table: DrawTable, like: unknown): AsyncGenerator<StepProgress, number> {
  const writing = table.finish(like);
  for (;;) {
    const next = await writing.next();
    if (next.done === true) return next.value;
    yield { done: next.value, total: table.drawCount, unit: 'draws', detail: 'written' };
  }
}

/** What was taken for forbidden without the energy saying so, or was left out. */
function leftOut({ forbidden }: DrawTable, { rejecting }: SamplerRun): readonly string[] {
  const { count, first } = rejecting.rejected();
  return [
    ...(forbidden === 0 ? [] : [`${forbidden} draws of chains that had not yet left forbidden states are left out.`]),
    ...(count === 0
      ? []
      : [`The energy of ${count} proposed states failed, and they count as forbidden; the first: ${first?.message}.`]),
  ];
}

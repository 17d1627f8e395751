import type { Checkpoint, CheckpointValue } from '../sampler/checkpoint.js';
import { Course } from './course.js';
import { copyStanding, packStanding, type Standing, unpackStanding } from './standing.js';
import type { Trainer, TrainerMaker } from './trainer.js';
import type { Recovery, TrainingProblem, TrainingProgress, TrainingResult } from './training.js';
import type { TrainingSettings } from './training-options.js';
import { TrainingRun } from './training-run.js';

/** Rows of the course where nothing else is asked for. */
const usualRows = 500;

/** The parameters that did best on the held-out examples. */
interface Best {
  readonly figure: number;
  readonly step: number;
  readonly parameters: Float64Array;
}

/** All that a checkpoint holds. */
interface Ledger<S> {
  standing: Standing<S>;
  /** Two points to go back to. The newer may have been on its way down already: divergence goes back to the older. */
  good: readonly [Standing<S>, Standing<S>];
  best: Best | undefined;
  /** Looks at the held-out examples since the best. */
  fruitlessLooks: number;
  evaluations: number;
  recoveries: readonly Recovery[];
  course: Course;
}

/**
 * Trains an energy: minibatch after minibatch, the gradient of a trainer and of the regularisers, clipped, through the optimiser.
 * Where training diverges (something is not finite, or a gradient or a gap of energies explodes) it goes back to a good step,
 * takes the rate down, and says so. Streams are addressed by step, so that a run that is resumed from a checkpoint takes the
 * path it would have taken, byte for byte.
 *
 * Progress is sent at every row of the course and at the end; `return` ends with the parameters to keep, which the energy holds.
 *
 * @throws {ConfigurationError} Something that was asked for cannot be done with this space, energy or table.
 * @throws {InvalidStateError} The energy of an example is not finite to begin with.
 */
export async function* train<B>(
  problem: TrainingProblem<B>,
  maker: TrainerMaker,
  settings: TrainingSettings,
): AsyncGenerator<TrainingProgress, TrainingResult> {
  const run = new TrainingRun(problem, await maker(problem), settings);
  const ledger = await opened(run, problem);
  const { stepCount } = run;
  const reportEvery = settings.report ?? Math.max(1, Math.ceil(stepCount / usualRows));
  const lookEvery = settings.heldOut.every ?? run.minibatches.stepsOf(1);
  let figures: Readonly<Record<string, number>> = {};
  const progress = (): TrainingProgress => {
    const { standing, evaluations, recoveries } = ledger;
    return {
      step: standing.step,
      stepCount,
      epoch: run.minibatches.epochsAfter(standing.step),
      figures,
      evaluations,
      recoveries: recoveries.length,
      checkpoint: () => packLedger(run.trainer, ledger),
    };
  };
  let stopReason = endingOf(ledger, settings, stepCount);
  while (stopReason === undefined) {
    if (problem.signal?.aborted) {
      stopReason = 'cancelled';
      break;
    }
    if (ledger.standing.step % settings.recovery.every === 0)
      ledger.good = [ledger.good[1], copyStanding(ledger.standing)];
    const attempt = await run.attempt(ledger.standing, ledger.recoveries.length);
    ledger.evaluations += attempt.evaluations;
    if ('divergence' in attempt) {
      const isLost = ledger.recoveries.length >= settings.recovery.limit;
      goBack(run, ledger, attempt.divergence);
      if (isLost) stopReason = 'diverged';
      continue;
    }
    ledger.standing = attempt.standing;
    figures = attempt.figures;
    const { step } = ledger.standing;
    const isLook = step % lookEvery === 0 || step === stepCount;
    const heldOut = isLook ? await look(run, ledger) : undefined;
    const isReport = step % reportEvery === 0 || step === stepCount || heldOut !== undefined;
    if (isReport) {
      ledger.course.add({
        step,
        epoch: run.minibatches.epochsAfter(step),
        ...figures,
        ...(problem.heldOut === undefined ? {} : { heldOut: heldOut ?? Number.NaN }),
      });
    }
    stopReason = endingOf(ledger, settings, stepCount);
    if (isReport || stopReason !== undefined) yield progress();
    if (stopReason === undefined && problem.enough?.(progress())) {
      stopReason = 'limit';
      if (!isReport) yield progress();
    }
  }
  return closed(run, problem, ledger, stopReason);
}

/** A ledger at its beginning, or as a checkpoint left it. */
async function opened<S, B>(run: TrainingRun<S, B>, { resumeFrom }: TrainingProblem<B>): Promise<Ledger<S>> {
  if (resumeFrom !== undefined) {
    const ledger = await unpackLedger(run.trainer, resumeFrom);
    run.adopt(ledger.standing.parameters);
    return ledger;
  }
  const { standing, evaluations } = await run.begin();
  return {
    standing,
    good: [copyStanding(standing), copyStanding(standing)],
    best: undefined,
    fruitlessLooks: 0,
    evaluations,
    recoveries: [],
    course: new Course(),
  };
}

function endingOf(
  { standing, fruitlessLooks }: Ledger<unknown>,
  { heldOut: { patience } }: TrainingSettings,
  stepCount: number,
): TrainingResult['stopReason'] | undefined {
  if (patience !== undefined && fruitlessLooks >= patience) return 'patience';
  return standing.step >= stepCount ? 'steps' : undefined;
}

/** Looks at the held-out examples, and remembers the parameters where they are the best so far. */
async function look<S, B>(run: TrainingRun<S, B>, ledger: Ledger<S>): Promise<number | undefined> {
  const figure = await run.look(ledger.standing);
  if (figure === undefined) return undefined;
  if (figure < (ledger.best?.figure ?? Number.POSITIVE_INFINITY)) {
    ledger.best = { figure, step: ledger.standing.step, parameters: run.kept(ledger.standing) };
    ledger.fruitlessLooks = 0;
  } else ledger.fruitlessLooks++;
  return figure;
}

/** Puts training back to the older of the good steps. */
function goBack<S, B>(run: TrainingRun<S, B>, ledger: Ledger<S>, reason: string): void {
  const [good] = ledger.good;
  const recovery = { step: ledger.standing.step + 1, to: good.step, reason };
  ledger.recoveries = [...ledger.recoveries, recovery];
  ledger.standing = copyStanding(good);
  ledger.good = [good, good];
  ledger.course.goBackTo(good.step);
  run.adopt(good.parameters);
}

function closed<S, B>(
  run: TrainingRun<S, B>,
  { energy }: TrainingProblem<B>,
  { standing, best, course, recoveries, evaluations }: Ledger<S>,
  stopReason: TrainingResult['stopReason'],
): TrainingResult {
  const kept = best?.parameters ?? run.kept(standing);
  run.adopt(kept);
  const { ownNames } = run.trainer;
  return {
    parameters: kept.slice(0, energy.parameterCount),
    own: Object.fromEntries(ownNames.map((name, i) => [name, kept[energy.parameterCount + i]!])),
    stopReason,
    step: best?.step ?? standing.step,
    course: course.columns(),
    recoveries,
    evaluations,
    notes: run.notes,
  };
}

function packLedger<S, B>(trainer: Trainer<S, B>, ledger: Ledger<S>): Checkpoint {
  const { standing, good, best, fruitlessLooks, evaluations, recoveries, course } = ledger;
  return {
    standing: packStanding(trainer, standing),
    good: good.map((one) => packStanding(trainer, one)),
    best: best === undefined ? null : { ...best },
    fruitlessLooks,
    evaluations,
    recoveries: recoveries.map((recovery) => ({ ...recovery })),
    course: course.pack(),
  };
}

async function unpackLedger<S, B>(trainer: Trainer<S, B>, checkpoint: Checkpoint): Promise<Ledger<S>> {
  // What packLedger wrote; a checkpoint file is checked as a whole.
  const packed = checkpoint as unknown as {
    readonly standing: CheckpointValue;
    readonly good: readonly [CheckpointValue, CheckpointValue];
    readonly best: Best | null;
    readonly fruitlessLooks: number;
    readonly evaluations: number;
    readonly recoveries: readonly Recovery[];
    readonly course: CheckpointValue;
  };
  const [older, newer] = await Promise.all(packed.good.map((one) => unpackStanding(trainer, one)));
  return {
    ...packed,
    standing: await unpackStanding(trainer, packed.standing),
    good: [older!, newer!],
    best: packed.best ?? undefined,
    course: Course.unpack(packed.course),
  };
}

import {
  defineStep,
  type Energy,
  InvalidStateError,
  isExportable,
  isTrainable,
  type RehearsalCheck,
  type RehearsalContext,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
  type Trainable,
  type TrainingResult,
} from '@basin/core';
import { badTableColumns, badTableSchema } from './bad-table.js';
import { driveTraining } from './drive-training.js';
import { exampleRemarks } from './example-remarks.js';
import { stateColumnUses } from './state-columns.js';
import { stepFault } from './step-fault.js';
import { heldOutOf, settingsOf, type TrainOptions, trainOptions } from './train-options.js';
import { type Examples, openExamples } from './training-examples.js';
import { trainingOutcome } from './training-outcome.js';
import { writeTraining } from './training-tables.js';

/** Learns the parameters of an energy from examples. */
export const train = defineStep<TrainOptions>({
  name: 'train',
  summary: 'Learns the parameters of an energy from a table of examples',
  details:
    "Reads the rows into states of the workflow's space, and changes the parameters of its energy by a trainer: weights of a network, " +
    'fields and couplings, weights of a composition. Later steps use what was learned as `trained: <this step>`; the energy that the ' +
    'file names stays as it is. The table is the course of training: step, epoch and every figure; the side table ' +
    "'parameters' holds what was learned, 'bad' the rows that are no examples. Where training diverges it goes back to a good step " +
    'with a smaller rate and says so; where that does not help, its certificate fails and the run ends with exit code 4. Examples of ' +
    'a second step that it takes from, or a share of the first (`heldOut: 0.1`), are only looked at, and can tell when to stop. ' +
    'A run that is stopped, or killed, goes on where it was when it is run again, to the same bytes.',
  options: trainOptions,
  example: {
    trainer: { 'contrastive-divergence': { kernel: { metropolis: { proposal: 'plugin/proposal' } } } },
    epochs: 20,
    heldOut: 0.1,
  },
  inputs: { minimum: 1, maximum: 2 },
  energy: 'required',
  trains: true,
  filesRead: () => [],
  filesWritten: ({ save }) => (save === undefined ? [] : [save]),
  mayReplace: ({ save, overwrite }) => (save === undefined || !overwrite ? [] : [save]),
  columnsRead: ({ target }, context) =>
    context.inputs.flatMap((table, i) => [
      ...stateColumnUses({ ...context, inputs: [table] }).map((use) =>
        context.inputs.length === 1 ? use : { ...use, path: [...use.path, i] },
      ),
      ...(target === undefined ? [] : [{ path: ['target'], column: target, table }]),
    ]),
  rehearse: (options, context) => rehearseTraining(options, context),
  create: (options): Step => ({ run: (context) => runTraining(context, options) }),
});

function rehearseTraining(options: TrainOptions, context: RehearsalContext): readonly RehearsalCheck[] {
  const { trainer, target, save } = options;
  return [
    () => refuseHeldOut(context.name, options, context.inputCount),
    () => context.checkTrainer(trainer, target !== undefined),
    async () => {
      const { energy } = await context.target();
      await refuseUnsaveable(context.name, energy, save);
    },
  ];
}

/** Examples are held out by a second step, or by a share: not by both; and what looks at them needs some. */
function refuseHeldOut(stepName: string, options: TrainOptions, inputCount: number): void {
  const { share, every, patience } = heldOutOf(options);
  const fault = (option: string, message: string) => stepFault(stepName, ['heldOut', option], message);
  if (share !== undefined && inputCount > 1) {
    const path = typeof options.heldOut === 'number' ? ['heldOut'] : ['heldOut', 'share'];
    throw stepFault(stepName, path, 'the examples of the second step are held out already; leave the share out');
  }
  if (share !== undefined || inputCount > 1) return;
  const looking = patience === undefined ? (every === undefined ? undefined : 'every') : 'patience';
  if (looking === undefined) return;
  throw fault(looking, 'no examples are held out: give a share, or a second step to take them from');
}

/** @throws {ConfigurationError} The energy cannot be written as a file, or not as one with this ending. */
async function refuseUnsaveable(stepName: string, energy: Energy<unknown>, save: string | undefined): Promise<void> {
  if (save === undefined) return;
  if (!isExportable(energy)) {
    const message =
      "this energy cannot be written as a file: only one network by itself can; leave 'save' out, the parameters stand in the table 'parameters'";
    throw stepFault(stepName, ['save'], message);
  }
  const { extension } = await energy.exportFile();
  if (!save.toLowerCase().endsWith(extension)) {
    throw stepFault(stepName, ['save'], `this energy is written as a ${extension} file: let the name end so`);
  }
}

async function* runTraining(context: StepContext, options: TrainOptions): AsyncGenerator<StepProgress, StepOutcome> {
  const { trainer, target, save, limit, batch, recovery, certificate } = options;
  const space = await context.space();
  const energy = await trainableEnergy(context);
  refuseHeldOut(context.name, options, context.inputs.length);
  await refuseUnsaveable(context.name, energy, save);
  const { set, heldOut, badRows, rowsRead, rejected } = await openExamples(context, space, {
    share: heldOutOf(options).share,
    target,
  });
  const bad = await context.output('bad', badTableSchema);
  if (rejected.length > 0) await bad.append(badTableColumns(rejected));
  const remarks = exampleRemarks(set, space, energy, batch);
  const maker = await context.trainer(trainer);
  const settings = settingsOf(options);
  const training = { context, space, energy, maker, settings, set, heldOut, minutes: limit.minutes };
  const result = yield* withTableRows(driveTraining(training), set);
  await writeTraining(context, result, trainer.name);
  if (save !== undefined) await saveEnergy(context, energy, { save, trainer: trainer.name });
  const outcome = trainingOutcome({
    trainer: trainer.name,
    result,
    exampleCount: set.count,
    heldOutCount: heldOut?.count ?? 0,
    recoveryLimit: recovery.limit,
    minutes: limit.minutes,
    isRequired: certificate.required,
    remarks,
  });
  return { badRows, rowsRead, ...outcome };
}

async function trainableEnergy(context: StepContext): Promise<Trainable<unknown>> {
  const energy = await context.energy();
  if (energy === undefined) throw stepFault(context.name, ['energy'], 'needs an energy; name one');
  if (isTrainable(energy)) return energy;
  throw stepFault(context.name, ['energy'], 'this energy has no parameters that could be learned');
}

/** Errors about an example name the row of the table that it comes from. */
async function* withTableRows(
  training: AsyncGenerator<StepProgress, TrainingResult>,
  { rows }: Examples,
): AsyncGenerator<StepProgress, TrainingResult> {
  try {
    return yield* training;
  } catch (error) {
    if (!(error instanceof InvalidStateError)) throw error;
    const row = rows[error.row] ?? error.row;
    throw new InvalidStateError(row, error.message.replace(/^row \d+: /, ''));
  }
}

async function saveEnergy(
  context: StepContext,
  energy: Energy<unknown>,
  { save, trainer }: { readonly save: string; readonly trainer: string },
): Promise<void> {
  if (!isExportable(energy)) return;
  const { bytes } = await energy.exportFile({ step: context.name, trainer });
  await context.files.writeBytes(save, bytes);
}

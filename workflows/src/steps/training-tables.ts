import type { ColumnField, Columns, StepContext, TableSchema, TrainingResult } from '@basin/core';
import { z } from 'zod';
import { figureName } from './training-figures.js';

/** Key of the metadata under which a table of a training course says what it is of. */
const trainingKey = 'basin.training';

const aboutTraining = z.strictObject({
  trainer: z.string(),
  stopReason: z.enum(['steps', 'patience', 'diverged', 'cancelled', 'limit']),
  /** The step whose parameters were kept. */
  keptStep: z.number(),
  recoveries: z.array(z.strictObject({ step: z.number(), to: z.number(), reason: z.string() })),
});

/** What a table of a training course says of the training. */
export type AboutTraining = z.output<typeof aboutTraining>;

/** What the table is of; undefined where it is no course of a training. */
export function aboutTrainingOf({ metadata }: Pick<TableSchema, 'metadata'>): AboutTraining | undefined {
  const text = metadata[trainingKey];
  return text === undefined ? undefined : aboutTraining.parse(JSON.parse(text));
}

const meanings: Readonly<Record<string, string>> = {
  step: 'Step of training, from 1',
  epoch: 'Passes over the examples',
  objective: 'What is lowered',
  dataEnergy: 'Mean energy of the examples of the step',
  modelEnergy: 'Mean energy of what the model draws',
  heldOut: 'What is lowered, of the examples that were held out; missing where they were not looked at',
  gradientNorm: 'Norm of the gradient before clipping',
  rate: 'Size of a step of the optimiser',
};

const parametersSchema: TableSchema = {
  fields: [{ name: 'value', type: 'float64', unit: '1', description: 'A parameter of the energy, in its order' }],
  metadata: {},
};

/** Writes the tables of a training: its course, and the parameters that it learned. */
export async function writeTraining(context: StepContext, result: TrainingResult, trainer: string): Promise<void> {
  const columns = Object.keys(result.course).length === 0 ? nothing : result.course;
  const course = await context.output('main', courseSchema(columns, result, trainer));
  await course.append(columns);
  const parameters = await context.output('parameters', parametersSchema);
  await parameters.append({ value: { type: 'float64', values: result.parameters } });
}

/** A course without a step. */
const nothing: Columns = {
  step: { type: 'float64', values: new Float64Array(0) },
  epoch: { type: 'float64', values: new Float64Array(0) },
};

function courseSchema(
  columns: Columns,
  { stopReason, step: keptStep, recoveries }: TrainingResult,
  trainer: string,
): TableSchema {
  const about: AboutTraining = { trainer, stopReason, keptStep, recoveries: recoveries.map((one) => ({ ...one })) };
  const fields = Object.keys(columns).map(
    (name): ColumnField => ({ name, type: 'float64', unit: '1', description: meanings[name] ?? figureName(name) }),
  );
  return { fields, metadata: { [trainingKey]: JSON.stringify(about) } };
}

import type { StepInput } from '@basin/core';
import { aboutTrainingOf } from '../steps/training-tables.js';
import { numericColumns } from './numeric-columns.js';
import type { TrainingCourse } from './report-content.js';

const figures = ['objective', 'dataEnergy', 'modelEnergy', 'heldOut', 'gradientNorm'] as const;

/** Whether a step's table is the course of a training. */
export function holdsTraining({ table }: StepInput): boolean {
  return aboutTrainingOf(table.schema) !== undefined;
}

/** The trainings among the inputs, in their order. */
export async function trainingsOf(inputs: readonly StepInput[]): Promise<readonly TrainingCourse[]> {
  return Promise.all(inputs.filter(holdsTraining).map(trainingOf));
}

async function trainingOf({ name, table }: StepInput): Promise<TrainingCourse> {
  const { trainer, keptStep, recoveries } = aboutTrainingOf(table.schema)!;
  const { columns } = await numericColumns(table, ['step', ...figures]);
  const found = figures.flatMap((figure) => {
    const values = columns.get(figure);
    return values?.some(Number.isFinite) ? [[figure, values] as const] : [];
  });
  const steps = columns.get('step') ?? new Float64Array(0);
  return { step: name, trainer, steps, keptStep, recoveries, ...Object.fromEntries(found) };
}

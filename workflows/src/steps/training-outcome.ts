import {
  type Column,
  type Columns,
  certify,
  type Recovery,
  type StepCertificate,
  type StepOutcome,
  type TrainingResult,
} from '@basin/core';
import { figureOf } from './figure.js';
import { figureName } from './training-figures.js';

/** What the end of a training is told from, beside its result. */
export interface TrainingEvidence {
  readonly trainer: string;
  readonly result: TrainingResult;
  readonly exampleCount: number;
  readonly heldOutCount: number;
  /** Times that it was allowed to go back. */
  readonly recoveryLimit: number;
  /** Minutes that it was given; undefined where it was given no limit. */
  readonly minutes: number | undefined;
  readonly isRequired: boolean;
  /** What is known of the examples: sentences. */
  readonly remarks: readonly string[];
}

/** Figures that the summary tells of, as they were at the end. */
const told = ['objective', 'dataEnergy', 'modelEnergy', 'heldOut', 'gradientNorm'];

/** Recoveries that the certificate tells of one by one. */
const mostRecoveries = 8;

export function trainingOutcome(evidence: TrainingEvidence): Pick<StepOutcome, 'summary' | 'certificate'> {
  const { result, exampleCount, heldOutCount } = evidence;
  const { course, own, stopReason, step, parameters, recoveries, evaluations } = result;
  const figures = told.flatMap((name) => {
    const value = lastOf(course[name]);
    return value === undefined ? [] : [[figureName(name), figureOf(value)] as const];
  });
  const last = recoveries.at(-1);
  const certificate = trainingCertificate(evidence);
  return {
    certificate,
    summary: {
      examples: exampleCount,
      ...(heldOutCount === 0 ? {} : { 'held-out examples': heldOutCount }),
      parameters: parameters.length,
      'parameters of step': step,
      ...Object.fromEntries(figures),
      ...Object.fromEntries(Object.entries(own).map(([name, value]) => [figureName(name), figureOf(value)])),
      evaluations,
      ...(last === undefined ? {} : { 'times it went back': recoveries.length, 'the last time': backWords(last) }),
      'stop reason': stopReason,
      certificate: certificate.verdict,
    },
  };
}

function trainingCertificate(evidence: TrainingEvidence): StepCertificate {
  const { trainer, result, recoveryLimit, isRequired, remarks } = evidence;
  const { recoveries, step } = result;
  const advice =
    `Training diverged for good, and the parameters are those of step ${step}: lower the rate of the optimiser, shorten ` +
    'gradients by `clip`, or add `regularise`.';
  const limit = { low: 0, high: recoveryLimit, advice };
  const gap = finalGap(result.course);
  const facts = [
    { name: 'times that training diverged and went back', value: recoveries.length, limit },
    ...(gap === undefined ? [] : [{ name: 'energy of the model above that of the data, at the end', value: gap }]),
  ];
  const more = recoveries.length - mostRecoveries;
  const all = [
    ...remarks,
    ...endingRemarks(evidence),
    ...recoveries.slice(0, mostRecoveries).map((recovery) => `Went back ${backWords(recovery)}.`),
    ...(more > 0 ? [`Went back ${more} times more.`] : []),
    ...result.notes.map(sentence),
  ];
  return { ...certify({ sampler: trainer, quantities: [], facts, remarks: all }), isRequired };
}

function endingRemarks({ result: { stopReason, step }, minutes }: TrainingEvidence): readonly string[] {
  switch (stopReason) {
    case 'patience':
      return [
        `The held-out examples became no better; the parameters are those of step ${step}, which did best on them.`,
      ];
    case 'limit':
      return minutes === undefined
        ? []
        : [`Ended by its limit of ${minutes} minutes; the parameters depend on the machine.`];
    default:
      return [];
  }
}

/** The median of the model's energy less the data's over the last tenth of the course; undefined where there are none. */
function finalGap({ modelEnergy, dataEnergy }: Columns): number | undefined {
  if (modelEnergy?.type !== 'float64' || dataEnergy?.type !== 'float64') return undefined;
  const gaps = modelEnergy.values.map((value, i) => value - dataEnergy.values[i]!).filter(Number.isFinite);
  const last = gaps.slice(-Math.max(1, Math.ceil(gaps.length / 10))).sort();
  return last[last.length >> 1];
}

/** 'from step 1200 to 1000: the norm of the gradient is 3e+5, usual is 2'. */
function backWords({ step, to, reason }: Recovery): string {
  return `from step ${step} to ${to}: ${reason}`;
}

function sentence(note: string): string {
  return `${note.charAt(0).toUpperCase()}${note.slice(1)}.`;
}

/** The last number of a column; undefined where there is none. */
function lastOf(column: Column | undefined): number | undefined {
  return column?.type === 'float64' ? column.values.filter(Number.isFinite).at(-1) : undefined;
}

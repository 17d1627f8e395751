import type { StepContext } from '@basin/core';
import type { TermColumn } from '../steps/term-columns.js';
import { badRowsOf } from './collect-bad-rows.js';
import { bestCandidates, diverseCandidates } from './collect-candidates.js';
import { certificatesOf } from './collect-certificates.js';
import { courseOf } from './collect-course.js';
import { drawsOf } from './collect-draws.js';
import { holdsPartition, partitionsOf } from './collect-partitions.js';
import { questionOf } from './collect-question.js';
import { tradeOffOf } from './collect-trade-off.js';
import { holdsTraining, trainingsOf } from './collect-trainings.js';
import type { DrawsContent } from './draws-content.js';
import { type NumericColumns, numericColumns } from './numeric-columns.js';
import type { Answer, Distribution, ReportContent, WantedRegion } from './report-content.js';
import { type ReportRequest, type ReportSource, reportSource } from './report-source.js';

/** More states than this at the start change no picture of them. */
const beforeLimit = 50_000;

/** Reads all that a report tells from the tables and the run of its step. */
export async function collectContent(context: StepContext, request: ReportRequest): Promise<ReportContent> {
  const source = await reportSource(context, request);
  const { expression, describe } = source;
  const draws = await allDraws(source, request.show);
  const isDrawn = draws.length > 0;
  const told = isDrawn ? { draws } : await designsOf(context, source, request);
  return {
    title: request.title ?? context.run.title,
    run: context.run,
    ...(expression === undefined ? {} : { question: questionOf(expression, describe, { isDrawn }) }),
    draws: [],
    best: [],
    distributions: [],
    ...told,
    certificates: certificatesOf(context.run, source.inputs),
    trainings: await trainingsOf(source.inputs),
    partitions: await partitionsOf(source.inputs),
    badRows: await badRowsOf(context.run, source.inputs),
  };
}

/** Of draws, those of every input that holds some, the designs first; nothing where the designs are none. */
async function allDraws(source: ReportSource, show: number): Promise<readonly DrawsContent[]> {
  const first = await drawsOf(source, show);
  if (first === undefined) return [];
  const draws = [first];
  for (const input of source.inputs) {
    if (input === source.designs) continue;
    const more = await drawsOf({ ...source, designs: input }, show);
    if (more !== undefined) draws.push(more);
  }
  return draws;
}

type Designs = Partial<Pick<ReportContent, 'answer' | 'best' | 'diverse' | 'distributions' | 'tradeOff' | 'course'>>;

/** What is told of designs, which are looked at one by one; nothing where the table holds none. */
async function designsOf(context: StepContext, source: ReportSource, request: ReportRequest): Promise<Designs> {
  if (holdsPartition(source.designs) || holdsTraining(source.designs)) return {};
  const names = columnNames(source.terms);
  const after = await numericColumns(source.designs.table, names);
  const before = source.before === undefined ? none : await numericColumns(source.before, names, beforeLimit);
  const diverse = await diverseCandidates(source, Math.ceil(request.show / 2));
  const course = source.trace === undefined ? undefined : await courseOf(source.trace.table);
  const tradeOff = tradeOffOf(source.terms, after, before);
  return {
    answer: answerOf(context, source, after, before),
    best: await bestCandidates(source, request.show),
    ...(diverse === undefined || diverse.candidates.length === 0 ? {} : { diverse }),
    distributions: distributionsOf(source, after, before),
    ...(tradeOff === undefined ? {} : { tradeOff }),
    ...(course === undefined ? {} : { course }),
  };
}
const none: NumericColumns = { rowCount: 0, columns: new Map() };

function columnNames(terms: readonly TermColumn[]): readonly string[] {
  return ['energy', ...terms.flatMap(({ value, energy }) => [value, energy].filter((name) => name !== undefined))];
}

function answerOf(context: StepContext, source: ReportSource, after: NumericColumns, before: NumericColumns): Answer {
  const meetingCount = meeting(source, after);
  const sampled = context.run.steps.find(({ name }) => name === source.trace?.step);
  const evaluations = sampled?.outcome.summary.evaluations;
  const bestEnergyBefore = least(before.columns.get('energy'));
  return {
    designCount: after.rowCount,
    bestEnergy: least(after.columns.get('energy')) ?? Number.NaN,
    ...(meetingCount === undefined ? {} : { meetingCount }),
    ...(typeof evaluations === 'number' ? { evaluations } : {}),
    ...(bestEnergyBefore === undefined ? {} : { bestEnergyBefore }),
  };
}

/** Designs with every wanted property in its region; undefined where none has a region. */
function meeting({ terms, wanted }: ReportSource, { rowCount, columns }: NumericColumns): number | undefined {
  const asked = terms.flatMap(({ path, value }): [Float64Array, WantedRegion][] => {
    const values = value === undefined ? undefined : columns.get(value);
    const region = wanted.get(path);
    return values === undefined || region === undefined ? [] : [[values, region]];
  });
  if (asked.length === 0) return undefined;
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    if (asked.every(([values, { low, high }]) => values[row]! >= low && values[row]! <= high)) count++;
  }
  return count;
}

function distributionsOf(
  { terms, wanted }: ReportSource,
  after: NumericColumns,
  before: NumericColumns,
): readonly Distribution[] {
  const energy = { path: 'energy', value: 'energy', unit: '1' };
  return [energy, ...terms].flatMap(({ path, value, unit = '1' }): Distribution[] => {
    const values = value === undefined ? undefined : after.columns.get(value);
    if (value === undefined || values === undefined) return [];
    const region = wanted.get(path);
    return [
      {
        label: path,
        unit,
        before: (before.columns.get(value) ?? new Float64Array(0)).filter((number) => !Number.isNaN(number)),
        after: values.filter((number) => !Number.isNaN(number)),
        ...(region === undefined ? {} : { wanted: region }),
      },
    ];
  });
}

function least(values: Float64Array | undefined): number | undefined {
  const finite = values?.filter(Number.isFinite);
  return finite === undefined || finite.length === 0 ? undefined : finite.reduce((a, b) => Math.min(a, b));
}

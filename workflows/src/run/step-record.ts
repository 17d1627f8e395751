import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { certificateRecord } from './certificate-record.js';
import { writeJson } from './json-file.js';
import { stepRecordPath, type Workspace } from './workspace.js';

const recordedFile = z.strictObject({
  path: z.string(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string(),
});

/** JSON has no NaN and no infinities; a summary may hold them, so they are written as texts. */
const figure = z.union([z.number(), z.string()]);

const stepRecord = z.strictObject({
  basin: z.literal(1),
  name: z.string(),
  step: z.string(),
  hash: z.string(),
  seconds: z.number(),
  outcome: z.strictObject({
    badRows: z.int().nonnegative(),
    rowsRead: z.int().nonnegative(),
    summary: z.record(z.string(), figure),
    certificate: certificateRecord.exactOptional(),
  }),
  tables: z.record(z.string(), recordedFile),
  files: z.array(recordedFile),
  /** Hash of what the step could see of the run, where it looked; absent where it did not. */
  toldOf: z.string().exactOptional(),
});

/** What a finished step made: the content of its step.json. */
export type StepRecord = z.output<typeof stepRecord>;

/** What a finished step said of itself, as JSON holds it. */
export type OutcomeRecord = StepRecord['outcome'];

/** @returns The record of a finished step, or undefined where there is none that can be read. */
export async function readStepRecord(workspace: Workspace, hash: string): Promise<StepRecord | undefined> {
  try {
    const record = stepRecord.parse(JSON.parse(await readFile(stepRecordPath(workspace, hash), 'utf8')));
    return record.hash === hash ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a step's record, whole or not at all: from then on the step is finished. */
export async function writeStepRecord(workspace: Workspace, record: StepRecord): Promise<void> {
  await writeJson(stepRecordPath(workspace, record.hash), stepRecord.parse(record));
}

/** The figures of a summary as JSON can hold them. */
export function summaryForRecord(summary: Readonly<Record<string, number | string>>): Record<string, number | string> {
  const entries = Object.entries(summary);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'number' && !Number.isFinite(value) ? String(value) : value]),
  );
}

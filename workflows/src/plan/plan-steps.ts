import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError, type EnergyExpression } from '@basin/core';
import { nearestHint } from '../language/describe-value.js';
import { secretNames } from '../language/secret-text.js';
import { stepsBefore } from '../language/step-order.js';
import type { DocumentStep } from '../language/workflow-document.js';
import type { OpenedWorkflow } from '../run/open-workflow.js';
import { readStepRecord, type StepRecord } from '../run/step-record.js';
import { readUnfinishedStep } from '../run/unfinished-step.js';
import { lastSpecificationPath } from '../run/workspace.js';
import { contentHash } from './content-hash.js';
import type { FileHashes } from './file-hashes.js';
import { placeText } from './place-text.js';
import type { PlannedStep } from './plan.js';
import { runFacts } from './run-facts.js';
import { energiesNamed, expressionOf, factsOf, type StepFacts } from './step-specification.js';
import type { VariableHashes } from './variable-hashes.js';
import { whatChanged } from './what-changed.js';

/** Which steps are wanted, and which are to run whatever is cached. */
export interface PlanSelection {
  /** Run every step. */
  readonly force?: boolean | undefined;
  /** Run this step and all that take from it, or use an energy that it trains. */
  readonly from?: string | undefined;
  /** Only this step and what it waits for. */
  readonly until?: string | undefined;
}

/** A planned step with what running it needs. */
export interface DetailedStep extends PlannedStep {
  readonly document: DocumentStep;
  readonly facts: StepFacts;
  readonly expression: EnergyExpression | undefined;
  /** Hash of what the step can see of the run. */
  readonly toldOf: string;
  /** Whether it is to run whatever is there of it. */
  readonly isForced: boolean;
  /** What it made; undefined where it must run. */
  readonly record: StepRecord | undefined;
}

/**
 * Works out what would happen to each step, in running order, and why.
 *
 * @throws {ConfigurationError} `from` or `until` names no step.
 */
export async function planSteps(
  opened: OpenedWorkflow,
  selection: PlanSelection,
  hashes: FileHashes,
  variables: VariableHashes,
): Promise<readonly DetailedStep[]> {
  const steps = selectedSteps(opened.document.steps, selection);
  const planned: DetailedStep[] = [];
  for (const step of steps) planned.push(await planStep(step, opened, selection, planned, { hashes, variables }));
  return planned;
}

async function planStep(
  step: DocumentStep,
  opened: OpenedWorkflow,
  selection: PlanSelection,
  before: readonly DetailedStep[],
  { hashes, variables }: { readonly hashes: FileHashes; readonly variables: VariableHashes },
): Promise<DetailedStep> {
  const { document, registry, workspace } = opened;
  const planned = (name: string): DetailedStep => before.find((other) => other.name === name)!;
  const [inputs, trainedBy] = [step.from.map(planned), step.trainedBy.map(planned)];
  const files: Record<string, string> = {};
  for (const file of step.filesRead) files[file] = (await hashes.of(join(workspace.folder, file))) ?? 'missing';
  const referred = secretNames([
    step.options,
    expressionOf(step, document),
    energiesNamed(step.options, document, registry),
    document.space,
  ]);
  const facts = factsOf(step, document, registry, {
    inputs: hashesOf(inputs),
    ...(trainedBy.length === 0 ? {} : { trained: hashesOf(trainedBy) }),
    files,
    ...(referred.length === 0 ? {} : { variables: variables.of(referred) }),
  });
  const hash = hashOfFacts(step, facts);
  const toldOf = contentHash(runFacts(opened, before));
  const record = await readStepRecord(workspace, hash);
  const verdict = await judge({
    step,
    facts,
    hash,
    toldOf,
    record,
    inputs: [...inputs, ...trainedBy],
    opened,
    selection,
    hashes,
  });
  const { name, from } = step;
  const common = { name, step: step.definition.name, from, hash, document: step, facts, toldOf };
  return {
    ...common,
    ...verdict,
    expression: expressionOf(step, document),
    record: verdict.action === 'cached' ? record : undefined,
  };
}

function hashesOf(steps: readonly DetailedStep[]): StepFacts['inputs'] {
  return steps.map(({ name, hash }) => ({ name, hash }));
}

/** @throws {ConfigurationError} The options parse to something that cannot be compared: a defect of the step's schema. */
function hashOfFacts({ name, definition }: DocumentStep, facts: StepFacts): string {
  try {
    return contentHash(facts);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `the options of '${definition.name}' cannot be compared: ${reason}; its schema must give plain data`;
    throw new ConfigurationError([{ path: ['steps', name], message }]);
  }
}

interface Judged {
  readonly step: DocumentStep;
  readonly facts: StepFacts;
  readonly hash: string;
  readonly toldOf: string;
  readonly record: StepRecord | undefined;
  /** Those that trained its energies are among them. */
  readonly inputs: readonly DetailedStep[];
  readonly opened: OpenedWorkflow;
  readonly selection: PlanSelection;
  readonly hashes: FileHashes;
}

type Verdict = Pick<DetailedStep, 'action' | 'reason' | 'isForced' | 'goesOnFrom'>;

async function judge(judged: Judged): Promise<Verdict> {
  const forced = forcedReason(judged);
  const isForced = forced !== undefined;
  if (isForced) return { action: 'run', reason: forced, isForced };
  if (judged.record === undefined) return { ...(await unfinishedOrChanged(judged)), isForced };
  const damage = await damageReason(judged.record, judged);
  if (damage !== undefined) return { action: 'run', reason: damage, isForced };
  if (judged.record.toldOf !== undefined && judged.record.toldOf !== judged.toldOf) {
    return { action: 'run', reason: 'the run that it tells of changed', isForced };
  }
  return { action: 'cached', reason: 'nothing changed', isForced };
}

/** Of a step that has not finished as it is now: it goes on from what it has kept, or begins anew because it changed. */
async function unfinishedOrChanged(judged: Judged): Promise<Omit<Verdict, 'isForced'>> {
  const unfinished = await readUnfinishedStep(judged.opened.workspace, judged.hash);
  if (unfinished === undefined) return { action: 'run', reason: await changeReason(judged) };
  const { progress } = unfinished;
  if (progress === undefined) return { action: 'run', reason: 'unfinished, goes on from where it was' };
  return { action: 'run', reason: `unfinished, goes on from ${placeText(progress)}`, goesOnFrom: progress };
}

function forcedReason({ step, inputs, selection }: Judged): string | undefined {
  if (selection.force === true) return '--force';
  if (selection.from === undefined) return undefined;
  if (step.name === selection.from) return `--from ${selection.from}`;
  const forced = inputs.find(({ reason }) => reason === `--from ${selection.from}` || reason.endsWith(afterFrom));
  return forced === undefined ? undefined : `step ${forced.name} runs again${afterFrom}`;
}

const afterFrom = ' by --from';

async function changeReason({ step, facts, hash, inputs, opened }: Judged): Promise<string> {
  const last = await readLast(opened, step.name);
  const change = whatChanged(last?.facts, facts);
  if (change !== undefined) return change;
  if (last?.hash === hash) return 'its tables are missing';
  const changed = inputs.find(({ action }) => action === 'run') ?? inputs[0];
  return changed === undefined ? 'it changed' : `step ${changed.name} changed before it`;
}

async function readLast(
  { workspace }: OpenedWorkflow,
  name: string,
): Promise<{ readonly hash: unknown; readonly facts: unknown } | undefined> {
  try {
    return JSON.parse(await readFile(lastSpecificationPath(workspace, name), 'utf8'));
  } catch {
    return undefined;
  }
}

async function damageReason(record: StepRecord, { opened, hashes }: Judged): Promise<string | undefined> {
  const { folder } = opened.workspace;
  for (const [table, { path, sha256 }] of Object.entries(record.tables)) {
    const found = await hashes.of(join(folder, path));
    const which = table === 'main' ? 'its table' : `its table '${table}'`;
    if (found === undefined) return `${which} is missing`;
    if (found !== sha256) return `${which} is damaged`;
  }
  for (const { path, sha256 } of record.files) {
    const found = await hashes.of(join(folder, path));
    if (found === undefined) return `${path} is gone`;
    if (found !== sha256) return `${path} was changed after it was written`;
  }
  return undefined;
}

function selectedSteps(steps: readonly DocumentStep[], { from, until }: PlanSelection): readonly DocumentStep[] {
  const names = steps.map(({ name }) => name);
  for (const [flag, name] of [
    ['--from', from],
    ['--until', until],
  ] as const) {
    if (name === undefined || names.includes(name)) continue;
    const hint = nearestHint(name, names) || `; there are ${names.join(', ')}`;
    throw new ConfigurationError([{ path: [], message: `${flag}: no step is named '${name}'${hint}` }]);
  }
  if (until === undefined) return steps;
  const wanted = new Set([until]);
  for (const step of steps.toReversed())
    if (wanted.has(step.name)) for (const name of stepsBefore(step)) wanted.add(name);
  return steps.filter(({ name }) => wanted.has(name));
}

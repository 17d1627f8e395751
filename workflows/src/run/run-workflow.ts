import { availableParallelism } from 'node:os';
import { ConfigurationError, type FileChecksum, type StepDescription, type StepOutcome } from '@basin/core';
import { secretNames } from '../language/secret-text.js';
import type { BadRowLimit } from '../language/workflow-document.js';
import { textHash } from '../plan/content-hash.js';
import { FileHashes } from '../plan/file-hashes.js';
import { type DetailedStep, type PlanSelection, planSteps } from '../plan/plan-steps.js';
import { planOf } from '../plan/plan-workflow.js';
import { VariableHashes } from '../plan/variable-hashes.js';
import { versionsOf } from '../plan/versions.js';
import { certificateProblem } from './certificate-problem.js';
import { certificateOf } from './certificate-record.js';
import { hiddenError } from './hidden-error.js';
import { writeJson } from './json-file.js';
import type { OpenedWorkflow } from './open-workflow.js';
import { placedError } from './placed-error.js';
import { removeUnfinished } from './remove-unfinished.js';
import { repeatCommand } from './repeat-command.js';
import { RunCancelledError } from './run-cancelled.js';
import type { RunEvent } from './run-event.js';
import { RunParts } from './run-parts.js';
import type { RecordedStep, RunRecord } from './run-record.js';
import { runStep } from './run-step.js';
import { removeFinished } from './stale-work.js';
import type { OutcomeRecord, StepRecord } from './step-record.js';
import { fileHashesPath, lockPath, runRecordPath, variableKeyPath } from './workspace.js';
import { lockWorkspace } from './workspace-lock.js';

export interface RunOptions extends PlanSelection {
  /** Ends the run at the next progress of the running step. */
  readonly signal?: AbortSignal | undefined;
  /** Worker threads that extensions and chains may use; the machine's processors if not given. Results do not depend on it. */
  readonly workerCount?: number | undefined;
  /** Seconds of sampling that others could do, from which on chains are given threads of their own; 2 if not given. */
  readonly worthThreads?: number | undefined;
  /** Told of everything that happens, in order. */
  readonly listener?: ((event: RunEvent) => void) | undefined;
}

/**
 * Runs a workflow: every step that its plan says must run, in order, and writes run.json beside the results. Interrupted anywhere,
 * also by a kill, the next run does only what is missing and gives the same bytes.
 *
 * @throws {WorkspaceLockedError} Another run is in this workspace.
 * @throws {ConfigurationError} A selected step or a secret is missing, or an extension refuses its options.
 * @throws {RunCancelledError} The signal came.
 * @throws Whatever a step throws, with secrets put back to their references.
 */
export async function runWorkflow(opened: OpenedWorkflow, options: RunOptions = {}): Promise<RunRecord> {
  const lock = await lockWorkspace(lockPath(opened.workspace), repeatCommand(opened));
  const hashes = new FileHashes(fileHashesPath(opened.workspace));
  const parts = new RunParts(opened, options.workerCount ?? availableParallelism());
  try {
    await removeUnfinished(opened.workspace);
    await removeFinished(opened.workspace.folder);
    const variables = new VariableHashes(variableKeyPath(opened.workspace), process.env);
    const planned = await planSteps(opened, options, hashes, variables);
    checkSecrets(planned, opened, parts);
    await variables.save();
    await opened.passedChecks.save();
    return await runPlanned(planned, opened, options, parts);
  } catch (error) {
    throw hiddenError(error, parts.secrets);
  } finally {
    await hashes.save();
    await parts.scope.dispose().finally(() => lock.release());
  }
}

async function runPlanned(
  planned: readonly DetailedStep[],
  opened: OpenedWorkflow,
  { signal = new AbortController().signal, listener = () => undefined, worthThreads = 2 }: RunOptions,
  parts: RunParts,
): Promise<RunRecord> {
  const startedAt = new Date().toISOString();
  const { title } = opened.document;
  const plan = planOf(planned);
  listener({ type: 'run-started', title, plan });
  const records = new Map<string, StepRecord>();
  for (const [index, step] of planned.entries()) {
    if (signal.aborted) throw new RunCancelledError(undefined, signal.reason);
    const shown = plan.steps[index]!;
    if (step.record !== undefined) {
      records.set(step.name, step.record);
      noteLearned(step, step.record, parts);
      listener({ type: 'step-cached', step: shown, rows: rowsOf(step.record) });
      continue;
    }
    const done = planned.slice(0, index).map((before) => describeStep(before, records.get(before.name)!));
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    listener({ type: 'step-started', step: shown });
    try {
      const record = await runStep({
        opened,
        planned: step,
        parts,
        inputs: step.from.map((name) => records.get(name)!),
        description: { ...describeRun(opened), steps: done },
        signal,
        worthThreads,
        createdBy: createdBy(opened),
        onProgress: (progress) => listener({ type: 'step-progress', step: shown, progress, seconds: seconds() }),
      });
      records.set(step.name, record);
      noteLearned(step, record, parts);
      const files = record.files.map(({ path }) => path);
      const { outcome } = record;
      listener({ type: 'step-finished', step: shown, outcome, rows: rowsOf(record), seconds: record.seconds, files });
    } catch (error) {
      const hidden = hiddenError(placedError(error, step.name, opened), parts.secrets);
      const message = hidden instanceof Error ? hidden.message : String(hidden);
      listener({ type: 'step-failed', step: shown, message, seconds: seconds() });
      throw hidden;
    }
  }
  const record = runRecord(planned, records, opened, startedAt);
  await writeJson(runRecordPath(opened.workspace), record);
  listener({ type: 'run-finished', record });
  return record;
}

/** Steps behind this one may use the energy that it trained. */
function noteLearned({ name, document }: DetailedStep, { tables }: StepRecord, { learned }: RunParts): void {
  if (document.definition.trains === true && tables.parameters !== undefined) learned.set(name, tables.parameters.path);
}

/** @throws {ConfigurationError} An environment variable that a step to run refers to is not set; all of them. */
function checkSecrets(planned: readonly DetailedStep[], opened: OpenedWorkflow, { secrets }: RunParts): void {
  const faults = planned
    .filter(({ action }) => action === 'run')
    .flatMap(({ name, facts }) => {
      const missing = secrets.missing(secretNames([facts.options, facts.energy, facts.named, facts.space]));
      const position = opened.places.ofKey(['steps', name]);
      return missing.map((variable) => {
        const message = `step '${name}' needs the environment variable ${variable}, which is not set`;
        return { message, path: ['steps', name], ...(position === undefined ? {} : { position }) };
      });
    });
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** Rows of its main table; of the file that it wrote where it makes no table. */
function rowsOf({ tables, files }: StepRecord): number {
  return tables.main?.rows ?? files[0]?.rows ?? 0;
}

function createdBy({ registry }: OpenedWorkflow): string {
  const name = '@basin/workflows';
  return `${name} ${registry.plugins.find((plugin) => plugin.name === name)?.version ?? ''}`.trim();
}

function describeRun(opened: OpenedWorkflow) {
  const { document, source } = opened;
  return {
    title: document.title,
    description: document.description,
    file: source.file,
    source: source.text,
    sourceHash: textHash(source.text),
    seed: document.seed,
    command: repeatCommand(opened),
    versions: versionsOf(opened.registry),
  };
}

function describeStep(planned: DetailedStep, record: StepRecord): StepDescription {
  const { name, step, hash, from, document, facts } = planned;
  const { seconds, outcome, tables, files } = record;
  const filesRead = Object.entries(facts.files).map(([path, sha256]): FileChecksum => ({ path, sha256 }));
  const filesMade = [...Object.values(tables), ...files].map(({ path, sha256 }): FileChecksum => ({ path, sha256 }));
  const { source, trainedBy } = document;
  const trained = trainedBy.length === 0 ? {} : { trainedBy };
  const common = { name, step, source, hash, from, ...trained, rows: rowsOf(record) };
  return { ...common, seconds, outcome: toldOutcome(outcome), filesRead, filesMade };
}

/** What a step said of itself, with the numbers that JSON has no words for. */
function toldOutcome({ certificate, ...outcome }: OutcomeRecord): StepOutcome {
  return certificate === undefined ? outcome : { ...outcome, certificate: certificateOf(certificate) };
}

function runRecord(
  planned: readonly DetailedStep[],
  records: ReadonlyMap<string, StepRecord>,
  opened: OpenedWorkflow,
  startedAt: string,
): RunRecord {
  const steps = planned.map((step) => recordStep(step, records.get(step.name)!));
  const problems = steps.flatMap((step) => problemsOf(step, opened.document.badRows));
  const { title, file, sourceHash, seed, command, versions } = describeRun(opened);
  return {
    basin: 1,
    title,
    file,
    sourceHash,
    seed,
    command,
    versions,
    startedAt,
    finishedAt: new Date().toISOString(),
    status: problems.length === 0 ? 'done' : 'checks-failed',
    problems,
    steps,
  };
}

function recordStep({ name, step, hash, from, action, reason }: DetailedStep, record: StepRecord): RecordedStep {
  const { seconds, outcome, tables, files } = record;
  return { name, step, hash, from, cached: action === 'cached', reason, seconds, outcome, tables, files };
}

/** What is wrong with a finished step, a sentence each: too many of its rows are bad, its certificate failed. */
function problemsOf({ name, outcome }: RecordedStep, limit: BadRowLimit): readonly string[] {
  const problems = [badRowProblem(outcome, limit), certificateProblem(outcome.certificate)];
  return problems.filter((problem) => problem !== undefined).map((problem) => `step '${name}': ${problem}`);
}

function badRowProblem({ badRows, rowsRead }: OutcomeRecord, limit: BadRowLimit): string | undefined {
  const allowed = 'count' in limit ? limit.count : limit.share * rowsRead;
  if (badRows <= allowed) return undefined;
  const shown = 'count' in limit ? `${limit.count}` : `${(100 * limit.share).toPrecision(3)} %`;
  return `${badRows} of ${rowsRead} rows are bad, more than the limit of ${shown} (badRows.limit)`;
}

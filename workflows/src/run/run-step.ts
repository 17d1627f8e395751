import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type Energy,
  evenSpans,
  isDivisible,
  type Reference,
  type RunDescription,
  randomStream,
  type Sampler,
  type StepContext,
  type StepOutcome,
  type StepProgress,
} from '@basin/core';
import { canonicalJson } from '../plan/canonical-json.js';
import { textHash } from '../plan/content-hash.js';
import type { DetailedStep } from '../plan/plan-steps.js';
import { recordedCertificate } from './certificate-record.js';
import { ChainCrew } from './chain-crew.js';
import { writeJson } from './json-file.js';
import type { OpenedWorkflow } from './open-workflow.js';
import { RunCancelledError } from './run-cancelled.js';
import type { RunParts } from './run-parts.js';
import { openInput } from './step-inputs.js';
import { StepOutputs } from './step-outputs.js';
import { type OutcomeRecord, type StepRecord, summaryForRecord, writeStepRecord } from './step-record.js';
import { FolderStepStore } from './step-store.js';
import { StepWorkspaceFiles } from './step-workspace-files.js';
import { threadedSampler } from './threaded-sampler.js';
import { cacheFolder, lastSpecificationPath } from './workspace.js';

/** What running one step needs of the run around it. */
export interface RunningStep {
  readonly opened: OpenedWorkflow;
  readonly planned: DetailedStep;
  readonly parts: RunParts;
  /** Records of the steps that it takes from, in order. */
  readonly inputs: readonly StepRecord[];
  readonly description: RunDescription;
  readonly signal: AbortSignal;
  /** Seconds of sampling from which on chains are worth threads of their own. */
  readonly worthThreads: number;
  readonly createdBy: string;
  onProgress(progress: StepProgress): void;
}

/**
 * Runs one step from a clean folder, or from what an earlier run of it kept on the way, to its record, which is written last.
 *
 * @throws {RunCancelledError} The signal came; also where the step ended early and well because of it.
 * @throws Whatever the step throws. After any failure the step has left no table and no half file beside what it keeps to go on from.
 */
export async function runStep(running: RunningStep): Promise<StepRecord> {
  const { opened, planned, createdBy } = running;
  const { workspace } = opened;
  const { hash, name } = planned;
  const folder = join(workspace.folder, cacheFolder(hash));
  await rm(folder, { recursive: true, force: true });
  const outputs = new StepOutputs(workspace, { step: name, hash, createdBy });
  const provenance = { workflow: opened.document.title, step: name, hash, seed: opened.document.seed };
  const files = new StepWorkspaceFiles(workspace, planned.document, opened.registry, { createdBy, provenance });
  const store = new FolderStepStore(workspace, planned);
  // Whoever forces a step wants all of it anew.
  if (planned.isForced) await store.clear();
  const started = performance.now();
  try {
    const { outcome, looked } = await drive(running, { outputs, files, store });
    await files.finish();
    const tables = await outputs.finish();
    const seconds = (performance.now() - started) / 1000;
    const told = looked ? { toldOf: planned.toldOf } : {};
    const head = { basin: 1, name, step: planned.step, hash, seconds, outcome } as const;
    const record: StepRecord = { ...head, tables, files: [...files.written], ...told };
    await writeStepRecord(workspace, record);
    await writeJson(lastSpecificationPath(workspace, name), { hash, facts: JSON.parse(canonicalJson(planned.facts)) });
    await store.clear();
    return record;
  } catch (error) {
    await files.abort();
    await outputs.abort();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Where a running step writes. */
interface Writing {
  readonly outputs: StepOutputs;
  readonly files: StepWorkspaceFiles;
  readonly store: FolderStepStore;
}

interface Driven {
  readonly outcome: OutcomeRecord;
  /** Whether the step looked at the run around it. */
  readonly looked: boolean;
}

async function drive(running: RunningStep, writing: Writing): Promise<Driven> {
  const { planned, parts, signal, onProgress } = running;
  const { context, looked } = await contextFor(running, writing);
  const step = planned.document.definition.create(parts.secrets.fillIn(planned.document.options));
  const generator = step.run(context);
  for (;;) {
    const next = await generator.next();
    if (!signal.aborted && next.done !== true) {
      onProgress(next.value);
      // A step that never waits would keep signals from arriving.
      await setImmediate();
    }
    if (signal.aborted) {
      // Lets the step's own `finally` blocks run; what it would return is of a run that nobody wants.
      if (next.done !== true) await generator.return({ badRows: 0, rowsRead: 0, summary: {} });
      throw new RunCancelledError(planned.name, signal.reason);
    }
    if (next.done === true) return { outcome: recordedOutcome(next.value, running), looked: looked() };
  }
}

function recordedOutcome(
  { badRows, rowsRead, summary, certificate }: StepOutcome,
  { parts }: RunningStep,
): OutcomeRecord {
  const entries = Object.entries(summaryForRecord(summary));
  const hidden = entries.map(([key, value]) => [key, typeof value === 'string' ? parts.secrets.hide(value) : value]);
  const figures = { badRows, rowsRead, summary: Object.fromEntries(hidden) };
  return certificate === undefined ? figures : { ...figures, certificate: recordedCertificate(certificate) };
}

async function contextFor(
  running: RunningStep,
  { outputs, files, store }: Writing,
): Promise<{ readonly context: StepContext; looked(): boolean }> {
  const { opened, planned, parts, signal, description } = running;
  const { name, expression } = planned;
  let looked = false;
  let own: Promise<Energy<unknown>> | undefined;
  const context: StepContext = {
    name,
    inputs: await Promise.all(running.inputs.map((record) => openInput(opened.workspace, record))),
    space: () => parts.space(),
    energy: () => {
      if (expression === undefined) return undefined;
      if (planned.document.definition.trains !== true) return parts.energy(expression);
      own ??= parts.energyApart(expression);
      return own;
    },
    expression,
    property: (reference) => parts.property(reference),
    sampler: async (reference) => {
      const sampler = await parts.sampler(name, reference, expression);
      return inThreads(sampler, { running, reference });
    },
    samplerTraits: (reference) => parts.samplerTraits(reference),
    partition: (reference) => parts.partition(name, reference, expression),
    trainer: (reference) => parts.trainer(name, reference, expression),
    describeObjective: (reference) => parts.describeObjective(reference),
    rng: randomStream(opened.document.seed, `steps/${name}`),
    signal,
    workerCount: parts.scope.threadCount,
    files,
    store,
    get run() {
      looked = true;
      return description;
    },
    output: (table, schema) => outputs.open(table, schema),
  };
  return { context, looked: () => looked };
}

/** The sampler, which drives its chains in threads where it can, and where no extension has threads of its own. */
function inThreads(
  sampler: Sampler<unknown>,
  { running, reference }: { readonly running: RunningStep; readonly reference: Reference<'sampler'> },
): Sampler<unknown> {
  const { opened, planned, parts, worthThreads: worthSeconds } = running;
  const { expression, name: step } = planned;
  if (expression === undefined || !isDivisible(sampler)) return sampler;
  const spans = evenSpans(sampler.chainCount, parts.scope.threadCount);
  if (spans.length === 1 || parts.scope.sharesThreads) return sampler;
  const { source, set } = opened;
  const common = { file: source.file, sourceHash: textHash(source.text), set, step, sampler: reference, expression };
  const learned = Object.fromEntries(parts.learned);
  return threadedSampler(sampler, {
    threadCount: spans.length,
    worthSeconds,
    hire: ({ rng, space }) => new ChainCrew({ ...common, learned, stream: rng.position }, spans, space),
  });
}

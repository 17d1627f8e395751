import type { Checkpoint } from '../sampler/checkpoint.js';
import { parseCheckpoint, serialiseCheckpoint } from '../sampler/checkpoint-text.js';
import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult } from '../sampler/sampler.js';
import type { Columns } from '../state/columns.js';
import { Conformance, sameColumns } from './conformance.js';

/** How a sampler is interrupted. */
export interface ResumeCheckSettings {
  readonly name: string;
  /** Interrupted after every so many reports; 1 when absent. */
  readonly every?: number;
}

/** Everything that a run gave, as plain columns in order. */
interface RunRecord<B> {
  readonly progress: readonly SamplingProgress<B>[];
  readonly result: SamplingResult<B>;
}

/**
 * Whether a sampler goes on from its checkpoints as if it had never stopped: the run is broken off at its reports one after the
 * other, its checkpoint is written as text, read again and given to a new sampler, which must send the same draws and reports
 * and end with the same result as the uninterrupted run, byte for byte.
 *
 * @param make - Makes the sampler anew, so that nothing is carried over but the checkpoint.
 * @throws {ConformanceError} The first difference, or a report without a checkpoint.
 * @remarks Runs the sampler once for every interruption.
 */
export async function checkResume<B>(
  make: () => Promise<Sampler<B>> | Sampler<B>,
  problem: SamplingProblem<B>,
  { name, every = 1 }: ResumeCheckSettings,
): Promise<void> {
  const conformance = new Conformance(`sampler '${name}'`);
  const checkpoints: string[] = [];
  const whole = await recorded(await make(), problem, ({ checkpoint }) => {
    conformance.require(checkpoint !== undefined, 'a report carries no checkpoint');
    checkpoints.push(serialiseCheckpoint(checkpoint!()));
  });
  conformance.require(checkpoints.length > 1, 'it reported only once, so that nothing can be resumed');
  for (let report = 0; report < checkpoints.length; report += every) {
    const what = `resumed after report ${report + 1} of ${checkpoints.length}`;
    const resumeFrom = parseCheckpoint(checkpoints[report]!);
    const rest = await recorded(await make(), resumed(problem, resumeFrom));
    requireSame(conformance, problem, rest, { ...whole, progress: whole.progress.slice(report + 1) }, what);
  }
}

/** The problem of the second part; its `initial` is one that would show if it were looked at. */
function resumed<B>(problem: SamplingProblem<B>, resumeFrom: Checkpoint): SamplingProblem<B> {
  const { space } = problem;
  return { ...problem, initial: space.concat([]), resumeFrom };
}

async function recorded<B>(
  sampler: Sampler<B>,
  problem: SamplingProblem<B>,
  listen?: (progress: SamplingProgress<B>) => void,
): Promise<RunRecord<B>> {
  const progress: SamplingProgress<B>[] = [];
  const run = sampler.sample(problem);
  for (;;) {
    const next = await run.next();
    if (next.done === true) return { progress, result: next.value };
    listen?.(next.value);
    progress.push(next.value);
  }
}

function requireSame<B>(
  conformance: Conformance,
  problem: SamplingProblem<B>,
  found: RunRecord<B>,
  expected: RunRecord<B>,
  what: string,
): void {
  const require = (holds: boolean, which: string): void => conformance.require(holds, `${what}: ${which}`);
  require(found.progress.length ===
    expected.progress.length, `${found.progress.length} reports where ${expected.progress.length} are expected`);
  found.progress.forEach((report, i) => {
    require(sameColumns(
      reportColumns(problem, report),
      reportColumns(problem, expected.progress[i]!),
    ), `report ${i + 1} is another`);
  });
  require(sameColumns(
    resultColumns(problem, found.result),
    resultColumns(problem, expected.result),
  ), 'the result is another');
  require(sameColumns(found.result.trace, expected.result.trace), 'the trace is another');
  const endings = [found.result, expected.result].map(({ stopReason, facts }) => JSON.stringify([stopReason, facts]));
  require(endings[0] === endings[1], `it ends as ${endings[0]}, expected ${endings[1]}`);
}

function reportColumns<B>(
  { space }: SamplingProblem<B>,
  { draws, step, evaluations, bestEnergy }: SamplingProgress<B>,
): Columns {
  const numbers = { '#report': { type: 'float64', values: Float64Array.of(step, evaluations, bestEnergy) } } as const;
  if (draws === undefined) return numbers;
  const { batch, energy, chain, step: steps, logWeight } = draws;
  return {
    ...space.encode(batch),
    ...numbers,
    '#energy': { type: 'float64', values: energy },
    '#chain': { type: 'int32', values: chain },
    '#step': { type: 'int32', values: steps },
    '#logWeight': { type: 'float64', values: logWeight ?? new Float64Array(0) },
  };
}

function resultColumns<B>(
  { space }: SamplingProblem<B>,
  { batch, energy, evaluations, logPartition }: SamplingResult<B>,
): Columns {
  const { value, standardError } = logPartition ?? { value: Number.NaN, standardError: Number.NaN };
  return {
    ...space.encode(batch),
    '#energy': { type: 'float64', values: energy },
    '#numbers': { type: 'float64', values: Float64Array.of(evaluations, value, standardError) },
  };
}

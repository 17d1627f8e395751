import { NonFiniteEnergyError } from '../errors/design-error.js';
import { type ChainWork, type DrivenSpan, lowestBest } from './chain-work.js';
import type { Checkpoint } from './checkpoint.js';
import type { ChainSpan, Divisible, SpanDriver, SpanReport, SpanWindow } from './divisible.js';
import { joinDraws } from './join-draws.js';
import { runSteps } from './run-steps.js';
import type { SamplingProblem, SamplingProgress, SamplingResult, StopReason } from './sampler.js';
import { Trace } from './trace.js';

/** Rows of draws in a window, at most: no span sends more at once. */
const mostWindowRows = 65_536;

const stepName = 'step';

/** The sampler that does some work, with all its chains together or with spans of them apart. */
export function divisibleSampler<B>(work: ChainWork<B>): Divisible<B> {
  return {
    // Only where all chains are together, their evaluations are known after every step.
    chainCount: work.mostEvaluations === undefined ? work.chainCount : 1,
    sample: (problem) => sampleTogether(problem, work),
    checkTarget: (target) => work.checkTarget(target),
    span: (problem, span) => driveSpan(problem, work, span),
    sampleApart: (problem, spans, windowSteps) => sampleApart(problem, work, { spans, windowSteps }),
  };
}

async function* sampleTogether<B>(
  problem: SamplingProblem<B>,
  work: ChainWork<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const trace = traceOf(problem, work);
  const all = await work.begin(problem, { first: 0, count: work.chainCount });
  const standing = (): Checkpoint => work.join([all.pack()]);
  const stopReason = yield* runSteps(problem, {
    from: stepOf(problem),
    stepCount: work.stepCount,
    stepName,
    interval: work.interval,
    mostEvaluations: work.mostEvaluations,
    draws: all.draws,
    evaluations: () => all.evaluations(),
    bestEnergy: () => all.bestEnergy(),
    advance: (step) => all.advance(step),
    report: (step) => trace.add(work.traceRow([all.report(step)])),
    pack: () => ({ ...standing(), trace: trace.pack() }),
  });
  const { batch, energy } = all.states();
  const { beta } = work;
  const facts = work.facts(standing());
  return { batch, energy, stopReason, evaluations: all.evaluations(), beta, trace: trace.columns(), facts };
}

async function driveSpan<B>(problem: SamplingProblem<B>, work: ChainWork<B>, span: ChainSpan): Promise<SpanDriver<B>> {
  const chains = await work.begin(problem, span);
  let step = stepOf(problem);
  const goTo = async (to: number): Promise<SpanWindow<B>> => {
    const reports: SpanReport[] = [];
    while (step < to) {
      step++;
      await advanceNamed(chains, step);
      if (isReported(work, step)) reports.push(chains.report(step));
    }
    const standing = chains.pack();
    const draws = chains.draws.take();
    return { reports, draws, bestEnergy: chains.bestEnergy(), evaluations: chains.evaluations(), standing };
  };
  let latest: Promise<unknown> = Promise.resolve();
  return {
    advance(to) {
      const window = latest.then(() => goTo(to));
      latest = window;
      return window;
    },
  };
}

/** @throws {NonFiniteEnergyError} The first fault that is counted: its name is that of all chains only where it is the first of all. */
async function advanceNamed<B>(chains: DrivenSpan<B>, step: number): Promise<void> {
  const before = chains.faultyTerm();
  const advanced = chains.advance(step);
  if (advanced instanceof Promise) await advanced;
  const term = chains.faultyTerm();
  if (before === null && term !== null) throw new NonFiniteEnergyError(term, 0, Number.NaN);
}

interface Apart<B> {
  readonly spans: readonly SpanDriver<B>[];
  windowSteps(): number;
}

async function* sampleApart<B>(
  problem: SamplingProblem<B>,
  work: ChainWork<B>,
  { spans, windowSteps }: Apart<B>,
): AsyncGenerator<SamplingProgress<B>, SamplingResult<B>> {
  const trace = traceOf(problem, work);
  const ahead = new WindowsAhead(problem, work, { spans, windowSteps });
  for (;;) {
    const { to, answers } = ahead.take();
    const windows = await answers;
    // Windows are on their way while whoever pulls looks at this one.
    ahead.request();
    const isLast = to >= work.stepCount;
    for (let report = 0; report < windows[0]!.reports.length; report++) {
      trace.add(work.traceRow(windows.map(({ reports }) => reports[report]!)));
    }
    const traced = trace.pack();
    const standing = (): Checkpoint => {
      return { ...work.join(windows.map((window) => window.standing)), trace: traced, step: to };
    };
    const progress = progressOf(problem, work, { step: to, windows, standing });
    yield progress;
    const stopReason = isLast ? 'steps' : endingOf(problem, progress);
    if (stopReason === undefined) continue;
    const { batch, energy } = await work.lastStates(problem.space, standing());
    const { beta } = work;
    const { evaluations } = progress;
    return { batch, energy, stopReason, evaluations, beta, trace: trace.columns(), facts: work.facts(standing()) };
  }
}

function endingOf<B>({ signal, enough }: SamplingProblem<B>, progress: SamplingProgress<B>): StopReason | undefined {
  if (enough?.(progress)) return 'limit';
  return signal?.aborted ? 'cancelled' : undefined;
}

/** Windows that are asked for before the one in hand is done with: a span that is faster than another need not wait for it. */
const mostAhead = 4;

interface Requested<B> {
  readonly to: number;
  readonly answers: Promise<readonly SpanWindow<B>[]>;
}

/** The windows that all spans have been asked for and nobody has taken yet, in order. */
class WindowsAhead<B> {
  readonly #problem: SamplingProblem<B>;
  readonly #work: ChainWork<B>;
  readonly #apart: Apart<B>;
  readonly #requested: Requested<B>[] = [];
  #step: number;

  constructor(problem: SamplingProblem<B>, work: ChainWork<B>, apart: Apart<B>) {
    this.#problem = problem;
    this.#work = work;
    this.#apart = apart;
    this.#step = stepOf(problem);
  }

  /** Asks for as many as there may be, up to the last step. */
  request(): void {
    while (this.#requested.length < mostAhead && this.#step < this.#work.stepCount) this.#requestOne();
  }

  /** The first of them; an empty one behind the last step. */
  take(): Requested<B> {
    if (this.#requested.length === 0) this.#requestOne();
    return this.#requested.shift()!;
  }

  #requestOne(): void {
    const to = windowEnd(this.#problem, this.#work, this.#step, this.#apart.windowSteps());
    const answers = Promise.all(this.#apart.spans.map((span) => span.advance(to)));
    // One that nobody takes, because the work has ended before, may fail as it likes.
    answers.catch(() => undefined);
    this.#requested.push({ to, answers });
    this.#step = to;
  }
}

/** The step that the next window ends at: one that progress is asked for at is never within. */
function windowEnd<B>(
  { progressEvery }: SamplingProblem<B>,
  { stepCount, chainCount }: ChainWork<B>,
  step: number,
  wanted: number,
): number {
  const most = Math.max(1, Math.min(wanted, Math.floor(mostWindowRows / chainCount)));
  const asked = progressEvery === undefined ? stepCount : (Math.floor(step / progressEvery) + 1) * progressEvery;
  return Math.min(step + most, asked, stepCount);
}

interface WindowsDone<B> {
  readonly step: number;
  readonly windows: readonly SpanWindow<B>[];
  standing(): Checkpoint;
}

function progressOf<B>(
  { space }: SamplingProblem<B>,
  { stepCount }: ChainWork<B>,
  { step, windows, standing }: WindowsDone<B>,
): SamplingProgress<B> {
  const draws = joinDraws(
    space,
    windows.map((window) => window.draws),
  );
  const bestEnergy = lowestBest(windows);
  const evaluations = windows.reduce((sum, window) => sum + window.evaluations, 0);
  const common = { step, stepCount, stepName, evaluations, bestEnergy, threads: windows.length };
  return { ...common, ...(draws === undefined ? {} : { draws }), checkpoint: standing };
}

function isReported<B>({ interval, stepCount }: ChainWork<B>, step: number): boolean {
  return step % interval === 0 || step === stepCount;
}

function stepOf<B>({ resumeFrom }: SamplingProblem<B>): number {
  return resumeFrom === undefined ? 0 : (resumeFrom.step as number);
}

function traceOf<B>({ resumeFrom }: SamplingProblem<B>, { traceNames }: ChainWork<B>): Trace {
  const trace = new Trace(traceNames);
  if (resumeFrom !== undefined) trace.restore(resumeFrom.trace!);
  return trace;
}

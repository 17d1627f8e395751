import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult } from '../sampler/sampler.js';

/** A finished run: what the sampler sent on its way, and what it gave back. */
export interface FinishedRun<B> {
  readonly progress: readonly SamplingProgress[];
  readonly result: SamplingResult<B>;
}

/** Pulls a sampler to its end. */
export async function runSampler<B>(sampler: Sampler<B>, problem: SamplingProblem<B>): Promise<FinishedRun<B>> {
  const progress: SamplingProgress[] = [];
  const run = sampler.sample(problem);
  for (;;) {
    const next = await run.next();
    if (next.done) return { progress, result: next.value };
    progress.push(next.value);
  }
}

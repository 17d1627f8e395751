import type { Sampler, SamplingProblem, SamplingProgress, SamplingResult } from '../sampler/sampler.js';

/** A finished run: what the sampler sent on its way (all but the checkpoints, which are functions), and what it gave back. */
export interface FinishedRun<B> {
  readonly progress: readonly SamplingProgress<B>[];
  readonly result: SamplingResult<B>;
}

/** Pulls a sampler to its end. */
export async function runSampler<B>(sampler: Sampler<B>, problem: SamplingProblem<B>): Promise<FinishedRun<B>> {
  const progress: SamplingProgress<B>[] = [];
  const run = sampler.sample(problem);
  for (;;) {
    const next = await run.next();
    if (next.done) return { progress, result: next.value };
    const { checkpoint: _, ...sent } = next.value;
    progress.push(sent);
  }
}

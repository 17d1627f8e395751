import type { UnfinishedStep } from '../run/unfinished-step.js';

/** What would happen to one step, and why. */
export interface PlannedStep {
  readonly name: string;
  /** The step's type: 'sample'. */
  readonly step: string;
  readonly from: readonly string[];
  /** SHA-256 over everything that the step is a function of, hex. */
  readonly hash: string;
  readonly action: 'run' | 'cached';
  /** 'its options changed', 'examples/data/drugs.smi changed', 'step designs runs before it', 'its table is damaged' … */
  readonly reason: string;
  /** How far an earlier run of the very same step came, where this one goes on from there. */
  readonly goesOnFrom?: NonNullable<UnfinishedStep['progress']>;
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
}

import type { StepProgress } from '@basin/core';
import type { Plan, PlannedStep } from '../plan/plan.js';
import type { RunRecord } from './run-record.js';
import type { OutcomeRecord } from './step-record.js';

/** What happens during a run, in order, for whoever shows it. `seconds` are wall-clock since the step began. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly title: string; readonly plan: Plan }
  | { readonly type: 'step-cached'; readonly step: PlannedStep; readonly rows: number }
  | { readonly type: 'step-started'; readonly step: PlannedStep }
  | {
      readonly type: 'step-progress';
      readonly step: PlannedStep;
      readonly progress: StepProgress;
      readonly seconds: number;
    }
  | {
      readonly type: 'step-finished';
      readonly step: PlannedStep;
      readonly outcome: OutcomeRecord;
      readonly rows: number;
      readonly seconds: number;
      readonly files: readonly string[];
    }
  | { readonly type: 'step-failed'; readonly step: PlannedStep; readonly message: string; readonly seconds: number }
  | { readonly type: 'run-finished'; readonly record: RunRecord };

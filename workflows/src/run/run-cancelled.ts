import { DesignError } from '@basin/core';

/** A run that its caller ended. What was finished stays; what was begun left nothing. */
export class RunCancelledError extends DesignError {
  /** The step that was running. */
  readonly step: string | undefined;

  constructor(step: string | undefined, cause: unknown) {
    super(step === undefined ? 'the run was cancelled' : `the run was cancelled in step '${step}'`, { cause });
    this.step = step;
  }
}

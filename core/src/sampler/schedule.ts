/** β of every step: step 0 is the first. A schedule is a value; asking it changes nothing. */
export type Schedule = (step: number) => number;

/** The same β at every step. @throws {RangeError} β is not finite and ≥ 0. */
export function constantSchedule(beta: number): Schedule {
  check('beta', beta);
  return () => beta;
}

/**
 * β from `betaStart` at step 0 to `betaEnd` at step `stepCount − 1` by equal steps, and `betaEnd` from there on.
 *
 * @throws {RangeError} A β is not finite and ≥ 0.
 */
export function linearSchedule(betaStart: number, betaEnd: number, stepCount: number): Schedule {
  check('betaStart', betaStart);
  check('betaEnd', betaEnd);
  return (step) => betaStart + (betaEnd - betaStart) * shareDone(step, stepCount);
}

/**
 * β from `betaStart` at step 0 to `betaEnd` at step `stepCount − 1` by equal factors, and `betaEnd` from there on:
 * the exponential cooling of Kirkpatrick et al., written for β = 1/T.
 *
 * @throws {RangeError} A β is not finite and > 0.
 * @see Kirkpatrick, Gelatt & Vecchi, Science 220, 671 (1983).
 */
export function geometricSchedule(betaStart: number, betaEnd: number, stepCount: number): Schedule {
  check('betaStart', betaStart);
  check('betaEnd', betaEnd);
  if (betaStart === 0 || betaEnd === 0) throw new RangeError('a geometric schedule cannot start or end at beta 0');
  return (step) => betaStart * (betaEnd / betaStart) ** shareDone(step, stepCount);
}

function check(name: string, beta: number): void {
  if (!(Number.isFinite(beta) && beta >= 0)) throw new RangeError(`${name} is ${beta}; it must be finite and ≥ 0`);
}

function shareDone(step: number, stepCount: number): number {
  return stepCount <= 1 ? 1 : Math.min(1, step / (stepCount - 1));
}

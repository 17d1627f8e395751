import { ConfigurationError, type ConfigurationFault } from '@basin/core';
import type { OpenedWorkflow } from './open-workflow.js';

/**
 * An error of a running step with places in the workflow file: faults of options that only showed when something was created get
 * the place of the step or of the option. Other errors are returned themselves.
 */
export function placedError(error: unknown, step: string, { places }: OpenedWorkflow): unknown {
  if (!(error instanceof ConfigurationError) || error.faults.every(({ position }) => position !== undefined))
    return error;
  const placed = error.faults.map((fault): ConfigurationFault => {
    const isWhole = fault.path[0] === 'steps' || fault.path[0] === 'energies';
    const path = isWhole ? fault.path : ['steps', step, ...fault.path];
    const position = fault.position ?? places.ofKey(path);
    return position === undefined ? fault : { ...fault, position };
  });
  return new ConfigurationError(placed);
}

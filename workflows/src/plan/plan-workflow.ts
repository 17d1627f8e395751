import type { OpenedWorkflow } from '../run/open-workflow.js';
import { fileHashesPath, variableKeyPath } from '../run/workspace.js';
import { FileHashes } from './file-hashes.js';
import type { Plan } from './plan.js';
import { type DetailedStep, type PlanSelection, planSteps } from './plan-steps.js';
import { VariableHashes } from './variable-hashes.js';

/**
 * What a run would do: for each step, in running order, whether it runs or is cached, and why. Reads files and tables where they
 * changed since they were hashed last; changes nothing but the remembered hashes.
 *
 * @throws {ConfigurationError} `from` or `until` names no step.
 */
export async function planWorkflow(opened: OpenedWorkflow, selection: PlanSelection = {}): Promise<Plan> {
  const hashes = new FileHashes(fileHashesPath(opened.workspace));
  const variables = new VariableHashes(variableKeyPath(opened.workspace), process.env);
  const steps = await planSteps(opened, selection, hashes, variables);
  await hashes.save();
  return planOf(steps);
}

/** The plan as it is shown and recorded. */
export function planOf(steps: readonly DetailedStep[]): Plan {
  return {
    steps: steps.map(({ name, step, from, hash, action, reason, goesOnFrom }) => {
      const common = { name, step, from, hash, action, reason };
      return goesOnFrom === undefined ? common : { ...common, goesOnFrom };
    }),
  };
}

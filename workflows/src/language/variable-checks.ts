import {
  ConfigurationError,
  type CreationContext,
  heldVariables,
  type LatentMethod,
  latentPoints,
  latentVariables,
  type Reference,
  type StateSpace,
  type StateSpaceDefinition,
  type VariableName,
  type VariableValue,
  variableIndices,
} from '@basin/core';
import type { FaultList } from './fault-list.js';
import { secretNames } from './secret-text.js';
import type { KeyPath } from './source-places.js';

/** Judges names against a space; throws a ConfigurationError whose paths are those of the document. */
type VariableCheck = (space: StateSpace<unknown>) => void;

/** Names of coordinates and sites in a document, which only its space can judge. */
export class VariableChecks {
  readonly #checks: VariableCheck[] = [];

  /** Notes values at which variables are held. */
  noteValues(assignments: Readonly<Record<string, VariableValue>>, path: KeyPath): void {
    this.#checks.push((space) => heldVariables(space, new Map(Object.entries(assignments)), path));
  }

  /**
   * Notes variables that are summed out or minimised over, and how.
   *
   * @param path - Of the energy, in which 'latents' stands.
   * @param methodPath - Of the method, or of what a fault of it is shown at where none is given.
   */
  noteLatents(latents: readonly VariableName[], method: LatentMethod, path: KeyPath, methodPath: KeyPath): void {
    this.#checks.push((space) => {
      const variables = at(path, () => latentVariables(space, variableIndices(space, latents, ['latents'])));
      // Draws and searches are made when the energy is: they fit all variables.
      if (method.name === 'enumerate' || method.name === 'quadrature')
        at(methodPath, () => latentPoints(variables, method), 1);
    });
  }

  /** Reports what the names are wrong about. The space is created only where there are names, and if it needs no secret. */
  async report(
    space: Reference<'space'> | undefined,
    definition: StateSpaceDefinition | undefined,
    faults: FaultList,
  ): Promise<void> {
    if (this.#checks.length === 0 || space === undefined || definition === undefined) return;
    if (secretNames(space.options).length > 0) return;
    const disposals: Parameters<CreationContext['onDispose']>[0][] = [];
    const context: CreationContext = { workerCount: 1, onDispose: (dispose) => disposals.push(dispose) };
    try {
      const created = await definition.create(space.options, context);
      for (const check of this.#checks) reportFaults(() => check(created), faults);
    } finally {
      for (const dispose of disposals.reverse()) await dispose();
    }
  }
}

/** Runs something whose faults have paths below one of the document, once their first `skipped` keys are left away. */
function at<T>(path: KeyPath, run: () => T, skipped = 0): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(
      error.faults.map((fault) => ({ ...fault, path: [...path, ...fault.path.slice(skipped)] })),
    );
  }
}

function reportFaults(run: () => void, faults: FaultList): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const { path, message } of error.faults) {
      if (typeof path.at(-1) === 'number') faults.atValue(path, message);
      else faults.atKey(path, message);
    }
  }
}

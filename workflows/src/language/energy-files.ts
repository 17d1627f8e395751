import { posix } from 'node:path';
import type { DefinitionSource, EnergyExpression, Reference } from '@basin/core';
import { energyNamesIn, energyReferences } from './energies-used.js';
import type { FaultList } from './fault-list.js';
import { definitionOf } from './reading-context.js';
import { resolveExpression } from './resolve-expression.js';
import type { KeyPath } from './source-places.js';
import { missingFault, pathOfText } from './step-files.js';
import type { DocumentStep } from './workflow-document.js';
import { workspacePathFault } from './workspace-path.js';

/** What the files of energies are looked for in. */
export interface EnergyFileContext {
  /** Absolute path of the workflow file's folder. */
  readonly folder: string;
  readonly source: DefinitionSource;
  readonly faults: FaultList;
  readonly named: ReadonlyMap<string, EnergyExpression>;
  /** Every expression that was read, and where it stands. */
  readonly expressions: ReadonlyMap<EnergyExpression, KeyPath>;
}

/**
 * Reports files of energies that cannot be read: paths that leave the workspace, and files that are not there. Those that a step of
 * the workflow writes are at fault anyway.
 */
export function reportEnergyFiles(steps: readonly DocumentStep[], context: EnergyFileContext): void {
  const { folder, source, faults, expressions } = context;
  const leaves = [...expressions].flatMap(([expression, path]) => {
    if (expression.form === 'energy') return [{ reference: expression.energy, path: [...path, 'energy'] }];
    const isLeaf = expression.form === 'property' || expression.form === 'constraint';
    return isLeaf ? [{ reference: expression.property, path: [...path, expression.form] }] : [];
  });
  const others = steps.flatMap(({ name, options }) => energyReferences(options, ['steps', name]));
  for (const { reference, path } of [...leaves, ...others]) {
    const at = [...path, reference.name];
    for (const file of filesOf(reference, source)) {
      if (steps.some(({ filesWritten }) => filesWritten.includes(posix.normalize(file)))) continue;
      const missing = missingFault(folder, file);
      const fault = workspacePathFault(folder, file) ?? (missing && `${missing}${trainedHint(file, steps)}`);
      if (fault !== undefined) faults.atValue(pathOfText(reference.options, file, at) ?? at, fault);
    }
  }
}

/** Where a step that trains saves a file of that name elsewhere. */
function trainedHint(file: string, steps: readonly DocumentStep[]): string {
  const writer = steps.find(
    ({ definition, filesWritten }) =>
      definition.trains === true && filesWritten.some((written) => posix.basename(written) === posix.basename(file)),
  );
  return writer === undefined ? '' : `; what step '${writer.name}' trains is used with trained: ${writer.name}`;
}

/** The step with the files that its energies read among its own: of its energy, of those that its options name, of properties there. */
export function withEnergyFiles(
  step: DocumentStep,
  steps: readonly DocumentStep[],
  { source, named }: EnergyFileContext,
): DocumentStep {
  const parts = { energies: named, steps };
  const names = energyNamesIn(step.options, source);
  const written = [step.energyExpression, ...names.map((name) => named.get(name))];
  const used = written.flatMap((expression) => {
    const resolved = expression === undefined ? undefined : resolvedOrNone(expression, parts);
    return resolved === undefined ? [] : [resolved];
  });
  const files = energyReferences([used, step.options], []).flatMap(({ reference }) => filesOf(reference, source));
  return { ...step, filesRead: [...new Set([...step.filesRead, ...files.map((file) => posix.normalize(file))])] };
}

/** Files that an extension's options name. */
export function filesOf({ name, options }: Reference<'energy'>, source: DefinitionSource): readonly string[] {
  return definitionOf(source, 'energy', name).filesRead?.(options) ?? [];
}

/** Undefined where a step that the expression names is at fault itself. */
function resolvedOrNone(
  expression: EnergyExpression,
  parts: Parameters<typeof resolveExpression>[1],
): EnergyExpression | undefined {
  try {
    return resolveExpression(expression, parts);
  } catch {
    return undefined;
  }
}

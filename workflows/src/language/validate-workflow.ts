import {
  type Definition,
  type DefinitionSource,
  extensionPointNames,
  type Reference,
  referenceSchemas,
  type StateSpaceDefinition,
  UnknownExtensionError,
} from '@basin/core';
import { z } from 'zod';
import { badRowLimitOf, badRowLimitSchema } from './bad-row-limit.js';
import { checkTables } from './check-tables.js';
import type { ExpressionContext } from './expression-context.js';
import type { FaultList } from './fault-list.js';
import { readNamedEnergies } from './named-energies.js';
import { type KnownChecks, OptionChecks } from './option-checks.js';
import type { ParsedYaml } from './parse-yaml.js';
import { packageNameFault } from './plugin-name.js';
import { readSteps } from './read-steps.js';
import { definitionOf, isMap, noteReferences, type ReadingContext, readReference } from './reading-context.js';
import { explainedElsewhere, reportIssues } from './report-issues.js';
import type { PlacedReference } from './sampler-traits.js';
import { isVariableName, secretNames } from './secret-text.js';
import type { KeyPath } from './source-places.js';
import { sourceText } from './source-text.js';
import { VariableChecks } from './variable-checks.js';
import type { ReadWorkflow, WorkflowDocument } from './workflow-document.js';

/** A plugin that the file names and that could not be loaded. */
export interface PluginFault {
  /** Index in the file's `plugins`. */
  readonly index: number;
  readonly message: string;
}

/** What a parsed file is validated against. */
export interface ValidationContext {
  /** The text of the file. */
  readonly text: string;
  /** Absolute path of the file's folder. */
  readonly folder: string;
  /** Name of the workflow file without its ending. */
  readonly workflowName: string;
  readonly source: DefinitionSource;
  readonly pluginFaults: readonly PluginFault[];
  /** Checks of options that need not be made again; all are made when absent. */
  readonly knownChecks?: KnownChecks;
  /** Creates what the file describes, as far as it was read without fault, and reports what does not fit; not done when absent. */
  readonly rehearse?: ((read: ReadWorkflow, faults: FaultList) => Promise<void>) | undefined;
}

/** The keys of a file that need no plugin. The others are read against what plugins offer. */
const header = z.strictObject({
  basin: z.literal(1, { error: 'expected basin: 1, the version of the format that this Basin reads' }),
  title: z.string().min(1).max(200),
  description: z.string().default(''),
  plugins: z.array(z.string()).default([]),
  space: z.unknown().optional(),
  seed: z.int().min(0).default(0),
  badRows: z.strictObject({ limit: badRowLimitSchema }).default({ limit: 0.1 }),
  energies: z.unknown().optional(),
  steps: z.unknown().optional(),
});

type Header = z.infer<typeof header>;

/**
 * Validates a parsed workflow file: first what its text tells, then what the extensions' own checks of their options find.
 *
 * @param parsed - Its faults are reported with those found here.
 * @throws {ConfigurationError} Every fault of the file, by line, each at the key or value that it is about.
 */
export async function validateWorkflow(
  { value, places, faults }: ParsedYaml,
  context: ValidationContext,
): Promise<WorkflowDocument> {
  const raw = isMap(value) ? value : {};
  if (!isMap(value)) faults.atValue([], `expected a map with basin: 1, a title and steps`);
  const pluginsAreLost = context.pluginFaults.length > 0 || pluginNameFaults(raw.plugins).length > 0;
  const source = pluginsAreLost ? withoutLostNames(context.source) : context.source;
  const reading: ReadingContext = { source, faults, checks: new OptionChecks(context.knownChecks) };
  const parsed = header.safeParse(raw);
  if (!parsed.success && isMap(value))
    reportIssues(parsed.error.issues, { raw, path: [], schema: header, source }, faults);
  reportPlugins(raw.plugins, context.pluginFaults, faults);
  const energies = isMap(raw.energies) ? raw.energies : {};
  const space = readSpace(raw, energies, reading, pluginsAreLost);
  const states = space === undefined ? undefined : definitionOf(source, 'space', space.name);
  const spaceKind = states?.kind;
  const stateColumns = stateColumnsOf(states, space);
  const variables = new VariableChecks();
  const expressions: ExpressionContext = {
    ...reading,
    energies,
    rawSteps: isMap(raw.steps) ? raw.steps : {},
    spaceKind,
    spaceVariables: states?.variables,
    stateColumns: stateColumns ?? [],
    expressions: new Map(),
    variables,
  };
  const named = readNamedEnergies(raw.energies, expressions);
  const sourceOf = (name: string): string => sourceText(context.text, places.get(['steps', name]));
  const { folder, workflowName } = context;
  const loose: PlacedReference[] = [];
  const stepsContext = { ...expressions, named, folder, workflowName, sourceOf, loose };
  const steps = isMap(value) ? readSteps(raw.steps, stepsContext) : [];
  checkSecrets(raw, [], faults);
  await reading.checks.report(faults);
  await variables.report(space, states, faults);
  await checkTables(steps, { folder, source, energies: named, stateColumns, faults, raw: raw.steps });
  await context.rehearse?.(
    { space, energies: named, steps, expressions: expressions.expressions, loose, stateColumns },
    faults,
  );
  faults.throwIfAny();
  const { title, description, plugins, seed, badRows } = parsed.data as Header;
  return { title, description, plugins, space, seed, badRows: badRowLimitOf(badRows.limit), energies: named, steps };
}

function reportPlugins(raw: unknown, pluginFaults: readonly PluginFault[], faults: FaultList): void {
  for (const { index, message } of [...pluginNameFaults(raw), ...pluginFaults])
    faults.atValue(['plugins', index], message);
}

/** Plugins that are named by what is no package name: never looked for. */
function pluginNameFaults(raw: unknown): readonly PluginFault[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((name: unknown, index) => {
    const message = typeof name === 'string' ? packageNameFault(name) : undefined;
    return message === undefined ? [] : [{ index, message }];
  });
}

/** The file's space; where it names none, the only one that its plugins bring, if it needs no options. */
function readSpace(
  raw: Readonly<Record<string, unknown>>,
  energies: Readonly<Record<string, unknown>>,
  reading: ReadingContext,
  pluginsAreLost: boolean,
): Reference<'space'> | undefined {
  if (raw.space !== undefined) return readReference('space', raw.space, ['space'], reading);
  const offered = reading.source.definitions('space');
  const [only, second] = offered.filter(isOfPlugin);
  if (only !== undefined && second === undefined) {
    const schema = referenceSchemas(reading.source).to('space');
    const parsed = schema.safeParse(only.name);
    if (parsed.success) {
      noteReferences(schema, only.name, ['space'], reading);
      return parsed.data;
    }
  }
  // A plugin that could not be loaded may be the one with the space.
  if (pluginsAreLost) return undefined;
  if (usesEnergy(raw.steps) || Object.keys(energies).length > 0) {
    reading.faults.atKey(['space'], `'space' is missing: energies are about states of a space; ${spaceHint(offered)}`);
  }
  return undefined;
}

/** Columns that hold the states; undefined where the space does not tell before it is created. */
function stateColumnsOf(
  states: StateSpaceDefinition | undefined,
  space: Reference<'space'> | undefined,
): readonly string[] | undefined {
  return secretNames(space?.options).length > 0 ? undefined : states?.columns?.(space?.options);
}

function spaceHint(offered: readonly Definition[]): string {
  if (offered.length === 0) return 'none of the plugins offers one';
  const [only, second] = offered.filter(isOfPlugin);
  if (only === undefined || second !== undefined) return `there are ${offered.map(({ name }) => name).join(', ')}`;
  return `write space: { ${only.name}: … } with its options`;
}

/** Core's own spaces, which every file has, carry no plugin's prefix; they are used only where a file names them. */
function isOfPlugin({ name }: Definition): boolean {
  return name.includes('/');
}

function usesEnergy(steps: unknown): boolean {
  return isMap(steps) && Object.values(steps).some((step) => isMap(step) && Object.hasOwn(step, 'energy'));
}

/** Refers to secrets only by names that an environment variable can have. */
function checkSecrets(value: unknown, path: KeyPath, faults: FaultList): void {
  if (typeof value === 'string') {
    const wrong = secretNames(value).find((name) => !isVariableName(name));
    if (wrong !== undefined) faults.atValue(path, `'${wrong}' is no name of an environment variable`);
    return;
  }
  if (!Array.isArray(value) && !isMap(value)) return;
  for (const [key, inner] of Object.entries(value)) checkSecrets(inner, [...path, key], faults);
}

/**
 * The same definitions, but where a plugin could not be loaded, names under a prefix that nobody registered are its own: they
 * are explained by the plugin's fault and not reported each.
 */
function withoutLostNames(source: DefinitionSource): DefinitionSource {
  const prefixes = new Set(
    extensionPointNames.flatMap((point) => source.definitions(point).map(({ name }) => name.split('/')[0])),
  );
  return {
    definitions: (point) => source.definitions(point),
    definition: (point, name) => {
      try {
        return source.definition(point, name);
      } catch (error) {
        const isLost =
          error instanceof UnknownExtensionError && name.includes('/') && !prefixes.has(name.split('/')[0]);
        throw isLost ? new Error(explainedElsewhere, { cause: error }) : error;
      }
    },
  };
}

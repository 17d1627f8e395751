import type { EnergyExpression, ExtensionPointName, PluginIdentity, Reference, Registry } from '@basin/core';
import { energyNamesIn } from '../language/energies-used.js';
import { isMap } from '../language/reading-context.js';
import { type NamedParts, resolveExpression } from '../language/resolve-expression.js';
import type { DocumentStep, WorkflowDocument } from '../language/workflow-document.js';

/** Everything that the result of a step is a function of, as plain data. Its hash is the step's hash. */
export interface StepFacts {
  /** Version of the file format. */
  readonly basin: 1;
  readonly name: string;
  readonly step: string;
  readonly seed: number;
  /** Parsed, defaults filled in; secrets as references. */
  readonly options: unknown;
  /** Named energies resolved. */
  readonly energy: EnergyExpression | undefined;
  /** Other energies that its options name, resolved; absent where they name none. */
  readonly named?: Readonly<Record<string, EnergyExpression>>;
  readonly space: Reference<'space'> | undefined;
  readonly inputs: readonly { readonly name: string; readonly hash: string }[];
  /** The steps that trained its energies; absent where there are none. */
  readonly trained?: StepFacts['inputs'];
  /** SHA-256 of each file that it reads. */
  readonly files: Readonly<Record<string, string>>;
  /**
   * Paths of the files that it writes, relative to the workspace, sorted; absent where it writes none. The options alone do not
   * say them: a plain name is of the results folder, which each workflow has to itself.
   */
  readonly written?: readonly string[];
  /** Keyed hash of each environment variable that it refers to; absent where it refers to none. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Versions of the packages whose extensions it uses, and of those that they run on, as far as these can change a result. */
  readonly packages: Readonly<Record<string, string>>;
}

/** What of the facts is known only when the steps before and the files have been looked at. */
export interface GatheredFacts {
  readonly inputs: StepFacts['inputs'];
  readonly trained?: NonNullable<StepFacts['trained']>;
  readonly files: StepFacts['files'];
  readonly variables?: NonNullable<StepFacts['variables']>;
}

/** Packages whose code every step goes through: the mathematics and the tables. */
const alwaysUsed = ['@basin/core', '@basin/datasets'];

export function factsOf(
  step: DocumentStep,
  document: WorkflowDocument,
  registry: Registry,
  gathered: GatheredFacts,
): StepFacts {
  const { space, seed } = document;
  const energy = expressionOf(step, document);
  const named = energiesNamed(step.options, document, registry);
  const facts = {
    basin: 1,
    name: step.name,
    step: step.definition.name,
    seed,
    options: step.options,
    energy,
    ...(Object.keys(named).length === 0 ? {} : { named }),
    space,
    ...(step.filesWritten.length === 0 ? {} : { written: step.filesWritten.toSorted() }),
  } as const;
  return { ...facts, ...gathered, packages: packagesOf(facts, registry) };
}

/** The expression of a step's energy with named energies resolved. */
export function expressionOf(step: DocumentStep, parts: NamedParts): EnergyExpression | undefined {
  return step.energyExpression === undefined ? undefined : resolveExpression(step.energyExpression, parts);
}

/** The energies that samplers in a step's options name, such as the cheap one of delayed acceptance. */
export function energiesNamed(
  options: unknown,
  parts: NamedParts,
  registry: Registry,
): Readonly<Record<string, EnergyExpression>> {
  return Object.fromEntries(
    energyNamesIn(options, registry).flatMap((name) => {
      const expression = parts.energies.get(name);
      return expression === undefined ? [] : [[name, resolveExpression(expression, parts)]];
    }),
  );
}

function packagesOf(
  facts: Pick<StepFacts, 'step' | 'options' | 'energy' | 'named' | 'space'>,
  registry: Registry,
): Readonly<Record<string, string>> {
  const references: ExtensionName[] = [{ point: 'step', name: facts.step }];
  collectReferences([facts.options, facts.energy, facts.named, facts.space], references);
  const used = new Set(registry.plugins.filter(({ name }) => alwaysUsed.includes(name)));
  for (const { point, name } of references) used.add(registry.find(point, name).plugin);
  return versionsOfPackages([...used]);
}

/** Versions by package name, sorted; all of them, where two plugins run on different versions of one package. */
function versionsOfPackages(plugins: readonly PluginIdentity[]): Readonly<Record<string, string>> {
  const versions = new Map<string, Set<string>>();
  for (const { name, version, dependencies } of plugins) {
    for (const [used, installed] of Object.entries({ ...dependencies, [name]: version })) {
      versions.set(used, (versions.get(used) ?? new Set()).add(installed));
    }
  }
  const sorted = [...versions].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, found]) => [name, [...found].toSorted().join(' and ')]));
}

interface ExtensionName {
  readonly point: ExtensionPointName;
  readonly name: string;
  readonly options?: unknown;
}

/** Every reference to an extension anywhere in plain data. */
function collectReferences(value: unknown, found: ExtensionName[]): void {
  if (Array.isArray(value)) for (const item of value) collectReferences(item, found);
  if (!isMap(value)) return;
  const { point, name } = value;
  if (typeof point === 'string' && typeof name === 'string' && 'options' in value) {
    found.push({ point: point as ExtensionPointName, name, options: value.options });
  }
  for (const inner of Object.values(value)) collectReferences(inner, found);
}

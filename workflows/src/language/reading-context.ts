import {
  type DefinitionSource,
  type EncoderDefinition,
  type EnergyDefinition,
  type EngineDefinition,
  type ExtensionPointName,
  type FormatDefinition,
  type KernelDefinition,
  type ObjectiveDefinition,
  type PartitionDefinition,
  type ProposalDefinition,
  type Reference,
  referenceSchemas,
  type SamplerDefinition,
  type StateSpaceDefinition,
  type StepDefinition,
  type TrainerDefinition,
} from '@basin/core';
import type { z } from 'zod';
import type { FaultList } from './fault-list.js';
import type { OptionChecks } from './option-checks.js';
import { writtenReferences } from './option-schema.js';
import { reportIssues } from './report-issues.js';
import type { KeyPath } from './source-places.js';

/** What the readers of a document's parts share. */
export interface ReadingContext {
  readonly source: DefinitionSource;
  readonly faults: FaultList;
  readonly checks: OptionChecks;
}

/** The literal of each extension point. */
interface DefinitionTypes {
  readonly encoder: EncoderDefinition;
  readonly engine: EngineDefinition;
  readonly trainer: TrainerDefinition;
  readonly energy: EnergyDefinition;
  readonly format: FormatDefinition;
  readonly objective: ObjectiveDefinition;
  readonly kernel: KernelDefinition;
  readonly partition: PartitionDefinition;
  readonly sampler: SamplerDefinition;
  readonly proposal: ProposalDefinition;
  readonly space: StateSpaceDefinition;
  readonly step: StepDefinition;
}

/** @throws {UnknownExtensionError} See {@link DefinitionSource}. */
export function definitionOf<P extends keyof DefinitionTypes>(
  source: DefinitionSource,
  point: P,
  name: string,
): DefinitionTypes[P] {
  // The registry takes a literal only with the brand of its point, so the point tells the type.
  return source.definition(point, name) as unknown as DefinitionTypes[P];
}

/** Reads `name` or `{ name: options }` at a path; reports what is wrong with it. */
export function readReference<P extends ExtensionPointName>(
  point: P,
  raw: unknown,
  path: KeyPath,
  context: ReadingContext,
): Reference<P> | undefined {
  const { source, faults } = context;
  const schema = referenceSchemas(source).to(point);
  noteReferences(schema, raw, path, context);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  reportIssues(parsed.error.issues, { raw, path, schema, source }, faults);
  return undefined;
}

/** Has the options of every reference written in a value checked, beside whatever else is found in it. */
export function noteReferences(
  schema: z.ZodType,
  raw: unknown,
  path: KeyPath,
  { source, checks }: Pick<ReadingContext, 'source' | 'checks'>,
): void {
  for (const { reference, path: at } of writtenReferences(schema, raw, path, source)) {
    checks.note(source.definition(reference.point, reference.name), reference.options, at);
  }
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the name in a reference stands: the value of `name`, the key of `{ name: options }`. */
export function namePath(raw: unknown, path: KeyPath): KeyPath {
  const [key] = isMap(raw) ? Object.keys(raw) : [];
  return key === undefined ? path : [...path, key];
}

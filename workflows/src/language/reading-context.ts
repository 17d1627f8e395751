import {
  type DefinitionSource,
  type EnergyDefinition,
  type ExtensionPointName,
  type FormatDefinition,
  type ObjectiveDefinition,
  type ProposalDefinition,
  type Reference,
  referenceSchemas,
  type SamplerDefinition,
  type StateSpaceDefinition,
  type StepDefinition,
} from '@basin/core';
import type { FaultList } from './fault-list.js';
import { reportIssues } from './report-issues.js';
import type { KeyPath } from './source-places.js';

/** What the readers of a document's parts share. */
export interface ReadingContext {
  readonly source: DefinitionSource;
  readonly faults: FaultList;
}

/** The literal of each extension point. */
interface DefinitionTypes {
  readonly energy: EnergyDefinition;
  readonly format: FormatDefinition;
  readonly objective: ObjectiveDefinition;
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
  { source, faults }: ReadingContext,
): Reference<P> | undefined {
  const schema = referenceSchemas(source).to(point);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  reportIssues(parsed.error.issues, { raw, path, schema, source }, faults);
  return undefined;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the name in a reference stands: the value of `name`, the key of `{ name: options }`. */
export function namePath(raw: unknown, path: KeyPath): KeyPath {
  const [key] = isMap(raw) ? Object.keys(raw) : [];
  return key === undefined ? path : [...path, key];
}

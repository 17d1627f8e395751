import { z } from 'zod';
import { apiVersion, type Definition, type ExtensionPointName } from '../extension/definition.js';
import { extensionPointNames } from '../extension/extension-point.js';
import { type DefinitionSource, optionsSchemaOf, referenceSchemas } from '../extension/reference.js';
import { Conformance, ConformanceError } from './conformance.js';

const word = '[a-z0-9]+(?:-[a-z0-9]+)*';
const nameFormat = new RegExp(`^(?:${word}/)*${word}$`);

/** Points at which every extension is a claim that somebody published. */
const pointsWithReference: readonly ExtensionPointName[] = ['energy', 'sampler'];

/**
 * Checks what an extension's literal says of itself: brand, name, summary, reference, and an example that its own options accept.
 *
 * @param source - Where references in the example are looked up, usually the registry. Without it every reference is taken as
 * given, so that a literal can be checked alone.
 * @throws {ConformanceError} The first fault found.
 */
export function checkDefinition(definition: Definition, source?: DefinitionSource): void {
  const conformance = new Conformance(`definition '${definition.name}'`);
  const point = extensionPointNames.find((name) => definition.$$type === `basin/${name}`);
  if (point === undefined) {
    throw new ConformanceError(
      conformance.subject,
      `its type is '${definition.$$type}', which no define function gives`,
    );
  }
  conformance.require(
    definition.apiVersion === apiVersion,
    `it is built for API version ${definition.apiVersion}, not ${apiVersion}`,
  );
  conformance.require(
    nameFormat.test(definition.name),
    "its name is not kebab-case: 'plugin/name', 'plugin/group/name' or, in core, 'name'",
  );
  checkSummary(conformance, definition.summary);
  if (pointsWithReference.includes(point)) {
    conformance.require((definition.reference ?? '') !== '', `it has no reference, and every ${point} must be citable`);
  }
  checkUnit(conformance, definition);
  checkExample(conformance, definition, source);
}

/** Knows every name, and takes any options. */
const anyReference: DefinitionSource = {
  definitions: () => [],
  definition: (point, name) => ({ $$type: `basin/${point}`, apiVersion, name, summary: '', options: z.unknown() }),
};

function checkSummary(conformance: Conformance, summary: string): void {
  conformance.require(summary.trim() !== '', 'its summary is empty');
  conformance.require(!summary.includes('\n'), 'its summary has more than one line');
  conformance.require(!summary.trimEnd().endsWith('.'), 'its summary ends in a full stop');
}

function checkUnit(conformance: Conformance, definition: Definition & { readonly unit?: unknown }): void {
  if (definition.$$type !== 'basin/energy') return;
  const { unit } = definition;
  conformance.require(typeof unit === 'string' && unit !== '', "its unit is missing; a pure number has the unit '1'");
}

/** The options with every reference taken as given: what a literal alone cannot show, such as a role, is not asked for. */
function optionsAlone({ options }: Definition): z.ZodType<unknown> {
  const schemas = referenceSchemas(anyReference);
  return typeof options === 'function' ? options({ to: (point) => schemas.to(point) }) : options;
}

function checkExample(conformance: Conformance, definition: Definition, source: DefinitionSource | undefined): void {
  const schema = source === undefined ? optionsAlone(definition) : optionsSchemaOf(definition, source);
  const example = definition.example ?? {};
  const parsed = schema.safeParse(example);
  const subject =
    definition.example === undefined
      ? 'it has no example, and its options refuse {}'
      : 'its options refuse its example';
  conformance.require(parsed.success, `${subject}: ${parsed.error && z.prettifyError(parsed.error)}`);
  if (typeof example !== 'object' || example === null || Array.isArray(example)) return;
  const mistyped = schema.safeParse({ ...example, 'no-such-option': 1 });
  conformance.require(
    !mistyped.success,
    'its options let an unknown key pass; use z.strictObject, so that typing errors show',
  );
}

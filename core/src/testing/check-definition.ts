import { z } from 'zod';
import { apiVersion, type Definition, type ExtensionPointName, type OptionFault } from '../extension/definition.js';
import { extensionPointNames } from '../extension/extension-point.js';
import { type DefinitionSource, optionsSchemaOf, referenceSchemas } from '../extension/reference.js';
import { Conformance, ConformanceError } from './conformance.js';

const word = '[a-z0-9]+(?:-[a-z0-9]+)*';
const nameFormat = new RegExp(`^(?:${word}/)*${word}$`);

/** Points at which every extension is a claim that somebody published. */
const pointsWithReference: readonly ExtensionPointName[] = ['energy', 'sampler'];

/**
 * Checks what an extension's literal says of itself: brand, name, summary, reference, and an example that its own options and its
 * own check accept.
 *
 * @param source - Where references in the example are looked up, usually the registry. Without it every reference is taken as
 * given, so that a literal can be checked alone.
 * @throws {ConformanceError} The first fault found.
 */
export async function checkDefinition(definition: Definition, source?: DefinitionSource): Promise<void> {
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
  await checkExample(conformance, definition, source);
}

/**
 * Checks that an extension's own check refuses options that its schema takes, and says of what in them it speaks.
 *
 * @param refused - Options as a workflow file would give them.
 * @param source - As of {@link checkDefinition}.
 * @throws {ConformanceError} The first fault found.
 */
export async function checkRefusal(definition: Definition, refused: unknown, source?: DefinitionSource): Promise<void> {
  const conformance = new Conformance(`definition '${definition.name}'`);
  const parsed = schemaOf(definition, source).safeParse(refused);
  conformance.require(parsed.success, 'its schema refuses these options, so that its check is never asked');
  const faults = (await definition.check?.(parsed.data)) ?? [];
  conformance.require(faults.length > 0, 'its check finds no fault in options that it must refuse');
  for (const fault of faults) checkFault(conformance, fault, refused);
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

function schemaOf(definition: Definition, source: DefinitionSource | undefined): z.ZodType<unknown> {
  return source === undefined ? optionsAlone(definition) : optionsSchemaOf(definition, source);
}

async function checkExample(
  conformance: Conformance,
  definition: Definition,
  source: DefinitionSource | undefined,
): Promise<void> {
  const schema = schemaOf(definition, source);
  const example = definition.example ?? {};
  const parsed = schema.safeParse(example);
  const subject =
    definition.example === undefined
      ? 'it has no example, and its options refuse {}'
      : 'its options refuse its example';
  conformance.require(parsed.success, `${subject}: ${parsed.error && z.prettifyError(parsed.error)}`);
  const faults = (await definition.check?.(parsed.data)) ?? [];
  for (const fault of faults) checkFault(conformance, fault, example);
  const found = faults.map(({ message }) => message).join('; ');
  conformance.require(faults.length === 0, `its check refuses its example: ${found}`);
  if (typeof example !== 'object' || example === null || Array.isArray(example)) return;
  const mistyped = schema.safeParse({ ...example, 'no-such-option': 1 });
  conformance.require(
    !mistyped.success,
    'its options let an unknown key pass; use z.strictObject, so that typing errors show',
  );
}

/** A fault speaks in one line of something that is there. */
function checkFault(conformance: Conformance, { path, message }: OptionFault, options: unknown): void {
  const line = message.trim();
  conformance.require(line !== '' && !line.includes('\n'), `its check must say a fault in one line, not '${message}'`);
  let here = options;
  for (const key of path) {
    const isThere = typeof here === 'object' && here !== null && Object.hasOwn(here, key);
    conformance.require(isThere, `its check speaks of '${path.join('.')}', which the options do not have`);
    here = (here as Record<string | number, unknown>)[key];
  }
}

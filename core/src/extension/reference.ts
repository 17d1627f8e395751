import { z } from 'zod';
import { UnknownExtensionError } from '../errors/design-error.js';
import type { Definition, ExtensionPointName, Reference, ReferenceNeed, ReferenceSchemas } from './definition.js';
import { extensionPointNames } from './extension-point.js';

/** What the reference schemas need of a registry: the definitions of a point, and one by name (throwing with the nearest names). */
export interface DefinitionSource {
  definitions(point: ExtensionPointName): readonly Definition[];
  definition(point: ExtensionPointName, name: string): Definition;
}

/** The options schema of a definition, with its references bound to `source`. */
export function optionsSchemaOf(definition: Definition, source: DefinitionSource): z.ZodType<unknown> {
  const { options } = definition;
  return typeof options === 'function' ? options(referenceSchemas(source)) : options;
}

/** Reference schemas over everything `source` knows. */
export function referenceSchemas(source: DefinitionSource): ReferenceSchemas {
  return { to: (point, need) => referenceSchema(point, source, need) };
}

function referenceSchema<P extends ExtensionPointName>(
  point: P,
  source: DefinitionSource,
  need: ReferenceNeed | undefined,
): z.ZodType<Reference<P>> {
  return z
    .unknown()
    .transform((input, context): Reference<P> => {
      const named = nameAndOptions(input);
      if (named === undefined) {
        context.issues.push({
          code: 'custom',
          input,
          message: `expected the name of ${need?.words ?? withArticle(point)}, or one key: its name with its options, such as { ${exampleOf(point, source, need)} }`,
        });
        return z.NEVER;
      }
      return parseReference(point, named, source, need, context);
    })
    .meta({
      reference: point,
      ...(need === undefined ? {} : { wanted: need.words.replace(/^an? /, '') }),
    }) as z.ZodType<Reference<P>>;
}

interface NamedOptions {
  readonly name: string;
  readonly options: unknown;
  readonly keyed: boolean;
}

function nameAndOptions(input: unknown): NamedOptions | undefined {
  if (typeof input === 'string') return { name: input, options: {}, keyed: false };
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const entries = Object.entries(input);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) return undefined;
  return { name: entry[0], options: entry[1] ?? {}, keyed: true };
}

function parseReference<P extends ExtensionPointName>(
  point: P,
  { name, options, keyed }: NamedOptions,
  source: DefinitionSource,
  need: ReferenceNeed | undefined,
  context: z.core.ParsePayload,
): Reference<P> {
  const path = keyed ? [name] : [];
  let definition: Definition;
  try {
    definition = source.definition(point, name);
  } catch (error) {
    const hint = error instanceof UnknownExtensionError ? otherPointHint(point, name, source) : '';
    context.issues.push({ code: 'custom', input: name, path, message: `${(error as Error).message}${hint}` });
    return z.NEVER;
  }
  if (need !== undefined && !need.accepts(definition)) {
    const message = `'${name}' is not ${need.words}: ${need.reason}${offered(point, need, definition, source)}`;
    context.issues.push({ code: 'custom', input: name, path, message });
    return z.NEVER;
  }
  const parsed = optionsSchemaOf(definition, source).safeParse(options);
  if (parsed.success) return { point, name, options: parsed.data };
  for (const issue of parsed.error.issues) {
    context.issues.push({ ...issue, input: undefined, path: [...path, ...issue.path] } as z.core.$ZodRawIssue);
  }
  return z.NEVER;
}

/** What a name means that is registered at another point; for a kernel, how a sampler takes it. */
function otherPointHint(point: ExtensionPointName, name: string, source: DefinitionSource): string {
  const other = extensionPointNames.find((candidate) =>
    source.definitions(candidate).some((definition) => definition.name === name),
  );
  if (other === undefined) return '';
  const remedy = point === 'sampler' && other === 'kernel' ? `; write { chains: { kernel: { ${name}: {} } } }` : '';
  return `; '${name}' is ${withArticle(other)}${remedy}`;
}

/** Those that meet the need: of the kind of state of the refused one, where it says one. */
function offered(
  point: ExtensionPointName,
  need: ReferenceNeed,
  refused: Definition,
  source: DefinitionSource,
): string {
  const { space } = refused as { readonly space?: unknown };
  const names = source
    .definitions(point)
    .filter((definition) => (definition as { readonly space?: unknown }).space === space && need.accepts(definition))
    .map(({ name }) => name);
  return names.length === 0 ? '; there is none' : `; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
}

/** The plain choice of a point and how it is written: which kernel fits depends on the space. */
const usual: Partial<Record<ExtensionPointName, { readonly name: string; readonly text: string }>> = {
  sampler: { name: 'chains', text: 'chains: { kernel: …, steps: 1000 }' },
};

/** The usual extension of a point where it meets the need, else the first that does. */
function exampleOf(point: ExtensionPointName, source: DefinitionSource, need: ReferenceNeed | undefined): string {
  const fitting = source.definitions(point).filter((definition) => need?.accepts(definition) ?? true);
  const plain = usual[point];
  if (plain !== undefined && fitting.some(({ name }) => name === plain.name)) return plain.text;
  const [first] = fitting;
  return first === undefined ? 'name: {}' : `${first.name}: ${JSON.stringify(first.example ?? {})}`;
}

function withArticle(point: ExtensionPointName): string {
  return `${/^[aeo]/.test(point) ? 'an' : 'a'} ${point}`;
}

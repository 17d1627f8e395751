import {
  type Definition,
  type DefinitionSource,
  type ExtensionPointName,
  optionsSchemaOf,
  type Reference,
} from '@basin/core';
import type { z } from 'zod';
import type { KeyPath } from './source-places.js';

/** What is read of a zod schema's definition: the parts by which one schema holds others. */
interface SchemaParts {
  readonly type: string;
  readonly check?: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly getter?: () => z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly left?: z.core.$ZodType;
  readonly right?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly items?: readonly z.core.$ZodType[];
}

/** The keys that options may have at `path`, where their schema is an object there; references are followed. */
export function allowedKeys(schema: z.core.$ZodType, path: KeyPath, raw: unknown, source: DefinitionSource): string[] {
  const schemas = schemasAt([schema], path, raw, source);
  const keys = schemas.flatMap(flatten).flatMap((part) => Object.keys(partsOf(part).shape ?? {}));
  return [...new Set(keys)];
}

/** Whether the numbers at `path` must be whole: a parse that fails earlier says only that a number is expected. */
export function isWholeNumber(schema: z.core.$ZodType, path: KeyPath, raw: unknown, source: DefinitionSource): boolean {
  const numbers = schemasAt([schema], path, raw, source).flatMap(flatten).map(partsOf);
  return numbers.some(({ type, check }) => type === 'number' && check === 'number_format');
}

/** Whether the value at `path` is a reference to an extension. */
export function isReference(schema: z.core.$ZodType, path: KeyPath, raw: unknown, source: DefinitionSource): boolean {
  const schemas = schemasAt([schema], path, raw, source).flatMap(flatten);
  return schemas.some((inner) => referencedPoint(inner) !== undefined);
}

/** A reference that stands in the raw value, alone or among options, and where its own options stand. */
export interface WrittenReference {
  readonly reference: Reference;
  readonly path: KeyPath;
  /** Whether it is a map whose only key is the name, which is then the last of the path. */
  readonly isKeyed: boolean;
}

/**
 * Every reference to an extension that is written in `raw`, at any depth, whose own options are good: also where something beside
 * it is at fault, so that one pass finds both.
 *
 * @param path - Where `raw` stands.
 */
export function writtenReferences(
  schema: z.core.$ZodType,
  raw: unknown,
  path: KeyPath,
  source: DefinitionSource,
): readonly WrittenReference[] {
  return referencesAt([schema], raw, path, source);
}

function referencesAt(
  schemas: readonly z.core.$ZodType[],
  raw: unknown,
  path: KeyPath,
  source: DefinitionSource,
): readonly WrittenReference[] {
  if (schemas.length === 0) return [];
  const alternatives = schemas.flatMap(flatten);
  const here = alternatives.flatMap((schema) => referenceAt(schema, raw, path));
  if (typeof raw !== 'object' || raw === null) return here;
  const inner = Object.entries(raw).flatMap(([name, value]) => {
    const key = Array.isArray(raw) ? Number(name) : name;
    const schemasBelow = alternatives.flatMap((schema) => below(schema, key, source));
    return referencesAt(schemasBelow, value, [...path, key], source);
  });
  return [...here, ...inner];
}

function referenceAt(schema: z.core.$ZodType, raw: unknown, path: KeyPath): readonly WrittenReference[] {
  if (referencedPoint(schema) === undefined) return [];
  // A schema that says what it refers to is one of the reference schemas.
  const parsed = (schema as z.ZodType<Reference>).safeParse(raw);
  if (!parsed.success) return [];
  const { name } = parsed.data;
  const isKeyed = typeof raw !== 'string';
  return [{ reference: parsed.data, path: isKeyed ? [...path, name] : path, isKeyed }];
}

/** The extension point that a schema refers to, where it is one of the reference schemas. */
export function referencedPoint(schema: z.core.$ZodType): ExtensionPointName | undefined {
  // Only classic schemas carry `meta`; a reference schema is one.
  const meta = (schema as Partial<z.ZodType>).meta?.();
  return meta?.reference as ExtensionPointName | undefined;
}

function schemasAt(
  schemas: readonly z.core.$ZodType[],
  path: KeyPath,
  raw: unknown,
  source: DefinitionSource,
): readonly z.core.$ZodType[] {
  const [key, ...rest] = path;
  if (key === undefined) return schemas;
  const inner = schemas.flatMap(flatten).flatMap((schema) => below(schema, key, source));
  return schemasAt(inner, rest, (raw as Record<string, unknown> | undefined)?.[key], source);
}

function below(schema: z.core.$ZodType, key: string | number, source: DefinitionSource): z.core.$ZodType[] {
  const point = referencedPoint(schema);
  if (point !== undefined) return optionsOf(point, String(key), source);
  const { shape, element, valueType, items } = partsOf(schema);
  // A key of the file may be any text, also the name of a method of all objects.
  const own = shape !== undefined && Object.hasOwn(shape, key) ? shape[key] : undefined;
  const found = own ?? element ?? valueType ?? items?.[Number(key)];
  return found === undefined ? [] : [found];
}

function optionsOf(point: ExtensionPointName, name: string, source: DefinitionSource): z.core.$ZodType[] {
  const definition = source.definitions(point).find((candidate: Definition) => candidate.name === name);
  return definition === undefined ? [] : [optionsSchemaOf(definition, source)];
}

/** The schemas behind optional values, defaults, pipes and unions. References stay: they are pipes too. */
function flatten(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (referencedPoint(schema) !== undefined) return [schema];
  const { innerType, in: input, getter, options, left, right } = partsOf(schema);
  const inner = [innerType, input, getter?.(), ...(options ?? []), left, right].filter((part) => part !== undefined);
  return inner.length === 0 ? [schema] : inner.flatMap(flatten);
}

function partsOf(schema: z.core.$ZodType): SchemaParts {
  // Each kind of schema has its own definition type; all share this optional shape.
  return schema._zod.def as unknown as SchemaParts;
}

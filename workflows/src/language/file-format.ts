import {
  type DefinitionSource,
  type FormatAdapter,
  type FormatDefinition,
  optionsSchemaOf,
  type Reference,
} from '@basin/core';
import { formatOf } from '@basin/datasets';
import { definitionOf } from './reading-context.js';

/** What reads and writes a file: the named format, else the one that the file's ending tells. @throws {DatasetError} None has it. */
export function formatAdapter(
  path: string,
  format: Reference<'format'> | undefined,
  source: DefinitionSource,
): FormatAdapter {
  if (format !== undefined) return definitionOf(source, 'format', format.name).create(format.options);
  // The registry takes a literal only with the brand of its point.
  const formats = source.definitions('format') as unknown as readonly FormatDefinition[];
  const definition = formatOf(path, formats);
  return definition.create(optionsSchemaOf(definition, source).parse({}));
}

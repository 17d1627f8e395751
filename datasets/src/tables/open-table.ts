import { DatasetError, type FileTable, type FormatDefinition, type TableSchema, type TableWriter } from '@basin/core';
import { tableFormats } from '../formats/table-formats.js';
import { readManifest } from '../manifest/manifest.js';
import { verifyTable } from '../manifest/verify-table.js';

export interface OpenTableOptions {
  /** Formats to choose from; those of this package if not given. */
  readonly formats?: readonly FormatDefinition[] | undefined;
  /** Options of the format, as it parsed them; its defaults if not given. */
  readonly formatOptions?: unknown;
  /** Whether the bytes are compared with the manifest, where there is one, before any row is handed out. On if not given. */
  readonly verify?: boolean | undefined;
}

/**
 * Opens a table by the ending of its name ('.csv', '.arrow', '.csv.gz', …).
 *
 * @throws {DatasetError} no format has this ending, the file cannot be read, or it is not what its manifest says.
 */
export async function openTable(path: string, options: OpenTableOptions = {}): Promise<FileTable> {
  const { formats = tableFormats, formatOptions = {}, verify = true } = options;
  const format = formatOf(path, formats);
  if (verify && (await readManifest(path)) !== undefined) await verifyTable(path);
  return format.create(formatOptions).open(path);
}

/**
 * Begins a table whose format is given by the ending of its name.
 *
 * @throws {DatasetError} no format has this ending, or the table cannot be begun.
 */
export async function createTable(
  path: string,
  schema: TableSchema,
  options: Omit<OpenTableOptions, 'verify'> = {},
): Promise<TableWriter> {
  const { formats = tableFormats, formatOptions = {} } = options;
  if (path.toLowerCase().endsWith('.gz')) {
    throw new DatasetError({ file: path }, 'cannot be written: gzip is read, not written; leave out .gz');
  }
  return formatOf(path, formats).create(formatOptions).create(path, schema);
}

/**
 * The format whose ending a file name has, a '.gz' behind it left aside.
 *
 * @throws {DatasetError} none has it; the message lists the endings.
 */
export function formatOf(path: string, formats: readonly FormatDefinition[] = tableFormats): FormatDefinition {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  const format = formats.find(({ extensions }) => extensions.some((extension) => name.endsWith(extension)));
  if (format !== undefined) return format;
  const known = formats.flatMap(({ extensions }) => extensions).join(', ');
  throw new DatasetError({ file: path }, `has no ending that a format knows: ${known}, each also with .gz`);
}

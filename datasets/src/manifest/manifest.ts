import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DatasetError, type TableSchema, type WrittenFile } from '@basin/core';
import { z } from 'zod';
import { AtomicFile } from '../files/atomic-file.js';
import { readFault } from '../files/file-fault.js';

const columnField = z.strictObject({
  name: z.string(),
  type: z.enum(['float64', 'int32', 'uint8', 'bool', 'text', 'vector', 'bytes']),
  unit: z.string().exactOptional(),
  description: z.string().exactOptional(),
  width: z.int().positive().exactOptional(),
});

const manifestSchema = z.strictObject({
  version: z.literal(1),
  file: z.string(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  schema: z.strictObject({ fields: z.array(columnField), metadata: z.record(z.string(), z.string()) }),
  createdBy: z.string(),
  provenance: z.record(z.string(), z.unknown()),
});

/** What is known about a written table: what it holds, who made it from what, and the hash by which a change is noticed. */
export type TableManifest = z.output<typeof manifestSchema>;

/** What a manifest says beyond what the file itself shows. */
export interface ManifestNotes {
  readonly schema: TableSchema;
  /** Program and version. */
  readonly createdBy: string;
  /** Where the rows come from: anything that JSON holds. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** Where the manifest of a table is: beside it. */
export function manifestPath(path: string): string {
  return `${path}.manifest.json`;
}

/**
 * Writes the manifest of a finished table beside it, whole or not at all.
 *
 * @throws {DatasetError} the disk refuses.
 */
export async function writeManifest(written: WrittenFile, notes: ManifestNotes): Promise<TableManifest> {
  const manifest = manifestSchema.parse({
    version: 1,
    file: basename(written.path),
    rows: written.rows,
    bytes: written.bytes,
    sha256: written.sha256,
    ...notes,
  });
  const file = await AtomicFile.create(manifestPath(written.path));
  await file.write(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  await file.close();
  return manifest;
}

/**
 * @returns The manifest beside a table, or undefined where there is none.
 * @throws {DatasetError} it is there and cannot be read.
 */
export async function readManifest(path: string): Promise<TableManifest | undefined> {
  const file = manifestPath(path);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw readFault(file, cause);
  }
  return parseManifest(file, text);
}

function parseManifest(file: string, text: string): TableManifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new DatasetError({ file }, `is no manifest that can be read: ${reasonOf(cause)}`);
  }
}

/** What is wrong, shortly: the first of the fields at fault, or that it is no JSON at all. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return 'it is no JSON';
  const [first] = cause.issues;
  const more = cause.issues.length > 1 ? `, and ${cause.issues.length - 1} more` : '';
  return `${first?.path.join('.') || 'it'}: ${first?.message ?? 'unknown'}${more}; delete it, and the table is read unverified`;
}

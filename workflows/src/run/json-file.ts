import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AtomicFile } from '@basin/datasets';

/** Writes JSON, whole or not at all, and makes the folders above it. @throws {DatasetError} The disk refuses. */
export async function writeJson(
  path: string,
  value: unknown,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  return writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Writes bytes, or a text in UTF-8, whole or not at all, and makes the folders above it. @throws {DatasetError} The disk refuses. */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  await mkdir(dirname(path), { recursive: true });
  const file = await AtomicFile.create(path);
  await file.write(typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
  return file.close();
}

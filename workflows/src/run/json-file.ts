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

/** Writes a text in UTF-8, whole or not at all, and makes the folders above it. @throws {DatasetError} The disk refuses. */
export async function writeWhole(
  path: string,
  text: string,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  await mkdir(dirname(path), { recursive: true });
  const file = await AtomicFile.create(path);
  await file.write(Buffer.from(text, 'utf8'));
  return file.close();
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWorkflowFile } from './read-workflow-file.js';

const folder = mkdtempSync(join(tmpdir(), 'basin-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array): string {
  const path = join(folder, 'w.yaml');
  writeFileSync(path, content);
  return path;
}

describe('readWorkflowFile', () => {
  it('reads UTF-8, with or without a byte order mark', async () => {
    expect((await readWorkflowFile(file('title: Ångström\n'))).text).toBe('title: Ångström\n');
    expect((await readWorkflowFile(file('\uFEFFtitle: t\n'))).text).toBe('title: t\n');
  });

  it('refuses what is too large, no text, no file or not there', async () => {
    await expect(readWorkflowFile(file('a'.repeat(2_000_000)))).rejects.toThrow(
      'has 2000000 bytes; a workflow file has at most',
    );
    await expect(readWorkflowFile(file(Uint8Array.of(0x61, 0xff, 0x62)))).rejects.toThrow('is not text in UTF-8');
    await expect(readWorkflowFile(file('a\0b'))).rejects.toThrow('NUL');
    await expect(readWorkflowFile(folder)).rejects.toThrow('is a folder');
    await expect(readWorkflowFile(join(folder, 'none.yaml'))).rejects.toThrow('there is no such file');
    await expect(readWorkflowFile('/dev/null')).rejects.toThrow('is not a plain file');
  });
});

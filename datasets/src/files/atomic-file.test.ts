import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AtomicFile } from './atomic-file.js';

const folders: string[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basin-atomic-'));
  folders.push(folder);
});
afterAll(async () => {
  for (const path of folders) await rm(path, { recursive: true });
});

describe('a file written atomically', () => {
  it('is not there until it is closed, and whole then', async () => {
    const path = join(folder, 'a.txt');
    await writeFile(path, 'old');
    const file = await AtomicFile.create(path);
    await file.write(Buffer.from('new '));
    expect(await readFile(path, 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()[1]).toMatch(/^a\.txt\.tmp-\d+-[0-9a-f]{12}$/);
    await file.write(Buffer.from('text'));
    const sha256 = createHash('sha256').update('new text').digest('hex');
    expect(await file.close()).toEqual({ bytes: 8, sha256 });
    expect(await readFile(path, 'utf8')).toBe('new text');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('leaves nothing when it is given up, and the old file as it was', async () => {
    const path = join(folder, 'a.txt');
    await writeFile(path, 'old');
    const file = await AtomicFile.create(path);
    await file.write(Buffer.from('new'));
    await file.abort();
    await file.abort();
    expect(await readdir(folder)).toEqual(['a.txt']);
    expect(await readFile(path, 'utf8')).toBe('old');
    await expect(file.close()).rejects.toThrow(/closed or given up/);
  });

  it('cannot be created where there is no folder', async () => {
    await expect(AtomicFile.create(join(folder, 'no', 'a.txt'))).rejects.toThrow(
      /a\.txt: cannot be created: there is no such/,
    );
  });

  it.skipIf(process.getuid?.() === 0)('cannot be created in a folder that may not be written to', async () => {
    await chmod(folder, 0o500);
    await expect(AtomicFile.create(join(folder, 'a.txt'))).rejects.toThrow(/cannot be created: permission denied/);
    await chmod(folder, 0o700);
  });

  it('that cannot take the name of a folder is removed', async () => {
    const file = await AtomicFile.create(join(folder, 'taken'));
    await rm(folder, { recursive: true });
    await file.write(Buffer.from('x'));
    await expect(file.close()).rejects.toThrow(/taken: cannot be written: .* while writing the last of 1 bytes/);
    folders.pop();
  });

  it.skipIf(process.platform !== 'linux')(
    'on a disk that refuses, says how much was being written and leaves nothing',
    async () => {
      // A limit on the size of files makes the system refuse as a full disk does; it holds for a process, so one is started.
      const program = `
      import { AtomicFile } from ${JSON.stringify(join(import.meta.dirname, '../../dist/files/atomic-file.js'))};
      process.on('SIGXFSZ', () => {});
      const file = await AtomicFile.create(${JSON.stringify(join(folder, 'big.bin'))});
      await file.write(new Uint8Array(40000));
      await file.write(new Uint8Array(90000)).catch((error) => process.stdout.write(error.name + ' ' + error.message));
    `;
      const script = join(folder, 'write.mjs');
      await writeFile(script, program);
      const said = execFileSync('bash', ['-c', `ulimit -f 64 && exec '${process.execPath}' '${script}'`], {
        encoding: 'utf8',
      });
      expect(said).toMatch(
        /^DatasetError .*big\.bin: cannot be written: the file would become larger than allowed \(EFBIG\)/,
      );
      expect(said).toContain('while writing 90000 bytes more after 40000');
      expect(await readdir(folder)).toEqual(['write.mjs']);
    },
  );
});

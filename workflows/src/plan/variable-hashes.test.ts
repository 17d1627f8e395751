import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { textHash } from './content-hash.js';
import { VariableHashes } from './variable-hashes.js';

const folder = mkdtempSync(join(tmpdir(), 'basin-variables-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('VariableHashes', () => {
  it('gives a value the same hash under a kept key, and another value another', async () => {
    const path = join(folder, 'kept/key');
    const first = new VariableHashes(path, { A: 'x', B: 'y', C: 'x' });
    const { A, B, C } = first.of(['A', 'B', 'C']);
    expect(A).toMatch(/^[0-9a-f]{64}$/);
    expect([B === A, C === A]).toEqual([false, true]);
    await first.save();
    expect(new VariableHashes(path, { A: 'x' }).of(['A'])).toEqual({ A });
  });

  it('keeps the key to its owner, and no value', async () => {
    const path = join(folder, 'private/key');
    const hashes = new VariableHashes(path, { A: 'open-sesame' });
    expect(hashes.of(['A']).A).not.toBe(textHash('open-sesame'));
    await hashes.save();
    expect(readdirSync(join(folder, 'private'))).toEqual(['key']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path)).toHaveLength(32);
  });

  it('writes nothing until it is told to, and nothing where no variable is asked for', async () => {
    const path = join(folder, 'absent/key');
    const hashes = new VariableHashes(path, {});
    expect(hashes.of(['A'])).toEqual({ A: 'not set' });
    await hashes.save();
    expect(() => statSync(path)).toThrow(/ENOENT/);
  });

  it('takes a damaged key for none', () => {
    const path = join(folder, 'damaged');
    writeFileSync(path, 'short');
    expect(new VariableHashes(path, { A: 'x' }).of(['A']).A).toMatch(/^[0-9a-f]{64}$/);
  });
});

import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** `count` SMILES of a file (plain or gzip), evenly spaced over it. */
export async function spacedSmiles(path, count) {
  if (path === undefined) throw new Error('give --start, a SMILES file (plain or gzip)');
  const bytes = await readFile(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const lines = text.split('\n').flatMap((line) => line.trim().split(/\s/, 1).filter(Boolean));
  const step = Math.max(1, Math.floor(lines.length / count));
  return lines.filter((_, index) => index % step === 0).slice(0, count);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/**
 * What a Python peer beside this file prints, one JSON line, given lines of SMILES; undefined where Python has no RDKit.
 * PEER_PYTHON names another interpreter than python3.
 */
export function peerLine(script, args, lines) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { status, stdout } = spawnSync(process.env.PEER_PYTHON ?? 'python3', [file, ...args], {
    input: lines.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

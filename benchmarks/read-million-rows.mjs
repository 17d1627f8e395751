/**
 * Memory and speed of reading a million rows (SMILES and four float columns) from Arrow, CSV, gzip CSV and JSON Lines.
 *
 *   npm run build && node benchmarks/read-million-rows.mjs [rows]
 *
 * Each file is read in a process of its own; one JSON line a file gives rows per second and the peak resident memory of the process,
 * with that of a process that only loads the package beside it.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { createTable, openTable } from '@basin/datasets';

const batchRows = 8192;
const names = ['mass', 'logP', 'tpsa', 'energy'];
const schema = {
  fields: [{ name: 'smiles', type: 'text' }, ...names.map((name) => ({ name, type: 'float64' }))],
  metadata: {},
};
const fragments = ['C', 'CC', 'c1ccccc1', 'C(=O)N', 'OC', 'N1CCOCC1', 'C(F)(F)F', 'S(=O)(=O)', '[C@@H](N)', 'Cl'];

/** A reproducible batch: texts of about 35 characters, floats of full precision. */
function columnsOf(first, count) {
  const smiles = Array.from({ length: count }, (_, index) => {
    let row = Math.imul(first + index + 1, 2654435761) >>> 0;
    let text = '';
    for (let part = 0; part < 9; part++) {
      text += fragments[row % 10];
      row = (Math.imul(row, 1664525) + 1013904223) >>> 0;
    }
    return text;
  });
  const floats = names.map((name, column) => [
    name,
    {
      type: 'float64',
      values: Float64Array.from({ length: count }, (_, index) => Math.sin(first + index + column) * 500),
    },
  ]);
  return { smiles: { type: 'text', values: smiles }, ...Object.fromEntries(floats) };
}

async function writeRows(path, rows) {
  const writer = await createTable(path, schema);
  for (let first = 0; first < rows; first += batchRows) {
    await writer.append(columnsOf(first, Math.min(batchRows, rows - first)));
  }
  return writer.close();
}

async function readRows(path) {
  const started = performance.now();
  let rows = 0;
  let sum = 0;
  if (path !== undefined) {
    const table = await openTable(path);
    for await (const { smiles, mass } of table.batches()) {
      rows += smiles.values.length;
      for (const value of mass.values) sum += value;
    }
  }
  const seconds = (performance.now() - started) / 1000;
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  return {
    rows,
    seconds: Number(seconds.toFixed(2)),
    rowsPerSecond: Math.round(rows / seconds),
    peakMegabytes: peak,
    sum,
  };
}

function readInChild(path) {
  const child = [fileURLToPath(import.meta.url), '--read', ...(path === undefined ? [] : [path])];
  return JSON.parse(execFileSync(process.execPath, child, { encoding: 'utf8' }));
}

async function measure(rows) {
  const folder = await mkdtemp(join(tmpdir(), 'basin-million-'));
  try {
    const idle = readInChild().peakMegabytes;
    const paths = ['rows.arrow', 'rows.csv', 'rows.jsonl'].map((name) => join(folder, name));
    for (const path of paths) await writeRows(path, rows);
    const zipped = join(folder, 'rows.csv.gz');
    await pipeline(createReadStream(paths[1]), createGzip({ level: 1 }), createWriteStream(zipped));
    for (const path of [...paths, zipped]) {
      const { size } = await stat(path);
      const result = {
        file: basename(path),
        megabytes: Math.round(size / 1e6),
        ...readInChild(path),
        idleMegabytes: idle,
      };
      process.stdout.write(`${JSON.stringify(result)}\n`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[2] === '--read') process.stdout.write(JSON.stringify(await readRows(process.argv[3])));
else await measure(Number(process.argv[2] ?? 1_000_000));

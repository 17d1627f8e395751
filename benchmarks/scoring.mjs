/**
 * Molecules scored a CPU second on drug-likeness (QED), log P, polar surface area and ECFP4 similarity, from SMILES text: parsed,
 * checked and canonicalised by RDKit in a worker, then scored by the registered properties. Beside it, where Python has RDKit,
 * the same four numbers from the same texts on one thread (scoring.py).
 *
 *   npm run build && node benchmarks/scoring.mjs --start zinc250k.smi.gz [--molecules 10000] [--rounds 5] [--workers 1]
 *
 * CPU time of all threads counts, so this is a speed per core, and a busy machine does not count. Medians over rounds that
 * alternate with the peer's; the largest difference between the two programs' numbers is given too.
 */
import { parseArgs } from 'node:util';
import { Registry } from '@basin/core';
import { basinModule, closeRdkitPool } from '@basin/molecules';
import { median, peerLine, spacedSmiles } from './peer.mjs';

const { values: options } = parseArgs({
  options: {
    start: { type: 'string' },
    molecules: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    workers: { type: 'string', default: '1' },
  },
});
const reference = 'CC1=CC=C(C=C1)C1=CC(=NN1C1=CC=C(C=C1)S(N)(=O)=O)C(F)(F)F';
const smiles = await spacedSmiles(options.start, Number(options.molecules));
const registry = new Registry();
registry.load({ name: '@basin/molecules', version: '' }, basinModule);
const context = { workerCount: Number(options.workers), onDispose: () => {} };
const create = (point, name, given = {}) => {
  const definition = registry.definition(point, name);
  return definition.create(definition.options.parse(given), context);
};
const space = await create('space', 'molecules/molecule');
const properties = await Promise.all([
  create('energy', 'molecules/drug-likeness'),
  create('energy', 'molecules/log-p'),
  create('energy', 'molecules/tpsa'),
  create('energy', 'molecules/similarity', { reference }),
]);

const ours = [];
const peers = [];
const differences = new Float64Array(properties.length);
for (let round = 0; round <= Number(options.rounds); round++) {
  const began = process.cpuUsage();
  const { batch, rows } = await space.decode({ smiles: { type: 'text', values: smiles } });
  const values = [];
  for (const property of properties) values.push(await property.evaluate(batch));
  const { user, system } = process.cpuUsage(began);
  // The first round warms up.
  if (round === 0) continue;
  ours.push((smiles.length / (user + system)) * 1e6);
  const peer = peerLine('scoring.py', [reference], smiles);
  if (peer === undefined) continue;
  peers.push(peer.moleculesPerSecond);
  values.forEach((column, index) => {
    column.forEach((value, row) => {
      const difference = Math.abs(value - peer.values[rows[row]][index]);
      differences[index] = Math.max(differences[index], difference);
    });
  });
}
await closeRdkitPool();
const figures = {
  scoring: 'qed, log P, tpsa, ecfp4 similarity, from SMILES',
  molecules: smiles.length,
  perCpuSecond: Math.round(median(ours)),
  ...(peers.length > 0 && {
    peerPerCpuSecond: Math.round(median(peers)),
    ratio: Number((median(ours) / median(peers)).toFixed(2)),
    largestDifferences: Array.from(differences, (value) => Number(value.toPrecision(2))),
  }),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

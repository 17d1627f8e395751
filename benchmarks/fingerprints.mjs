/**
 * ECFP4 count fingerprints a second from parsed molecules, on one thread; beside it, where Python has RDKit, its own
 * GetMorganFingerprint(molecule, 2) from parsed molecules (fingerprints.py).
 *
 *   npm run build && node benchmarks/fingerprints.mjs --start zinc250k.smi.gz [--molecules 10000] [--rounds 7]
 *
 * Fingerprints are remembered with their graphs, so every round parses its own graphs, 500 at a time, outside of
 * the time. CPU time counts, so
 * a busy machine does not. Medians over rounds that alternate with the peer's.
 */
import { parseArgs } from 'node:util';
import { closeRdkitPool, ecfp4, fromSmiles, sharedRdkitPool } from '@basin/molecules';
import { median, peerLine, spacedSmiles } from './peer.mjs';

const { values: options } = parseArgs({
  options: {
    start: { type: 'string' },
    molecules: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '7' },
  },
});
const { canonical } = await sharedRdkitPool(1).canonicalise(
  await spacedSmiles(options.start, Number(options.molecules)),
);
await closeRdkitPool();
const smiles = canonical.filter((text) => text !== undefined);

const ours = [];
const peers = [];
for (let round = 0; round <= Number(options.rounds); round++) {
  let microseconds = 0;
  for (let start = 0; start < smiles.length; start += 500) {
    const graphs = smiles.slice(start, start + 500).map(fromSmiles);
    const began = process.cpuUsage();
    for (const graph of graphs) ecfp4(graph);
    const { user, system } = process.cpuUsage(began);
    microseconds += user + system;
  }
  // The first round warms up.
  if (round === 0) continue;
  ours.push((smiles.length / microseconds) * 1e6);
  const peer = peerLine('fingerprints.py', [], smiles);
  if (peer !== undefined) peers.push(peer.fingerprintsPerSecond);
}
const figures = {
  fingerprint: 'ecfp4 counts',
  molecules: smiles.length,
  perCpuSecond: Math.round(median(ours)),
  ...(peers.length > 0 && {
    peerPerCpuSecond: Math.round(median(peers)),
    ratio: Number((median(ours) / median(peers)).toFixed(2)),
  }),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

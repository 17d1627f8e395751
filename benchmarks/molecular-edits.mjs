/**
 * Edits a second to canonical, valid molecules on one core: mutation and crossover of drug-like molecules, RDKit's parsing and
 * canonical SMILES included; beside it, where Python has RDKit, the same edits as RDKit reactions (molecular-edits.py).
 *
 *   npm run build && node benchmarks/molecular-edits.mjs --start zinc250k.smi.gz [--molecules 2000] [--rounds 5]
 *
 * CPU time of all threads counts, so a busy machine does not. Medians over rounds that alternate with the peer's.
 */
import { parseArgs } from 'node:util';
import { randomStream } from '@basin/core';
import { closeRdkitPool, crossover, moleculeBatch, mutate, sharedRdkitPool, toSmiles } from '@basin/molecules';
import { median, peerLine, spacedSmiles } from './peer.mjs';

const { values: options } = parseArgs({
  options: {
    start: { type: 'string' },
    molecules: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
  },
});
const smiles = await spacedSmiles(options.start, Number(options.molecules));
const { canonical } = await sharedRdkitPool(1).canonicalise(smiles);
const parents = moleculeBatch(canonical.filter((text) => text !== undefined));
const partners = moleculeBatch(parents.smiles.map((_, row) => parents.smiles[(row * 7 + 1) % parents.smiles.length]));
const context = { workerCount: 1, onDispose: () => {} };
/** Rounds that are not counted: code is compiled in the course of them. */
const warmUps = 3;
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

for (const definition of [mutate, crossover]) {
  const variation = await definition.create(definition.options.parse({}), context);
  const name = definition.name.split('/')[1];
  const own = [];
  const all = [];
  const peers = [];
  let yielded = 0;
  for (let round = 0; round < warmUps + Number(options.rounds); round++) {
    const rng = randomStream(round, 'edits');
    let began = cpuSeconds();
    let made = 0;
    for (let row = 0; row < parents.smiles.length; row++) {
      const child = variation.edited(parents.graph(row), partners.graph(row), rng.split(row));
      if (child !== undefined) made += toSmiles(child).length > 0 ? 1 : 0;
    }
    const seconds = cpuSeconds() - began;
    began = cpuSeconds();
    const { batch } = await variation.vary(rng, parents, partners);
    if (round < warmUps) continue;
    all.push(batch.smiles.length / (cpuSeconds() - began));
    own.push((seconds / made) * 1e6);
    yielded = batch.smiles.length / made;
    const peer = peerLine('molecular-edits.py', [name, String(round)], parents.smiles);
    if (peer !== undefined) peers.push(peer.editsPerSecond);
  }
  const figures = {
    edit: name,
    editsPerCpuSecond: Math.round(median(all)),
    ownMicroseconds: Number(median(own).toFixed(1)),
    yield: Number(yielded.toFixed(4)),
    ...(peers.length > 0 && {
      peerEditsPerSecond: Math.round(median(peers)),
      ratio: Number((median(all) / median(peers)).toFixed(2)),
    }),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
await closeRdkitPool();

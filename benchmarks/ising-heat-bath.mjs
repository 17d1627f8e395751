/**
 * Heat-bath updates of an Ising lattice a CPU second: the sampler `chains` with the kernel `blocked-gibbs` and the energy `ising`,
 * as a workflow runs them, beside the same checkerboard sweeps compiled by numba, in turn.
 *
 *     node benchmarks/ising-heat-bath.mjs [--length 64] [--beta 0.4406867935] [--updates 80000000] [--rounds 5]
 *
 * PEER_PYTHON names a Python with numpy and numba. One JSON line for 1 chain and one for 16: medians over the rounds.
 */
import { parseArgs } from 'node:util';
import {
  blockedGibbsKernel,
  CategoricalSpace,
  chainsSampler,
  fixedKernel,
  Ising,
  latticeBonds,
  randomStream,
} from '@basin/core';
import { median, peerLine } from './peer.mjs';

const { values: given } = parseArgs({
  options: {
    length: { type: 'string', default: '64' },
    beta: { type: 'string', default: '0.4406867935' },
    updates: { type: 'string', default: '80000000' },
    rounds: { type: 'string', default: '5' },
  },
});
const [length, beta, updates, rounds] = [given.length, given.beta, given.updates, given.rounds].map(Number);
const space = CategoricalSpace.onLattice([length, length], 2);
const energy = new Ising({ space, bonds: latticeBonds(space.lattice), coupling: 1, field: 0 });

/** Runs the sampler to its end. @returns Updates a CPU second, and the mean energy a site over the second half of the draws. */
async function run(chains, seed) {
  const steps = Math.ceil(updates / (chains * space.siteCount));
  const sampler = chainsSampler({
    kernel: (target) => fixedKernel(blockedGibbsKernel(target)),
    chains,
    warmUp: 0,
    steps,
    thin: 10,
    beta,
  });
  const drawn = [];
  const began = process.cpuUsage();
  const problem = { space, energy, initial: undefined, rng: randomStream(seed, 'benchmark'), signal: undefined };
  for await (const { draws } of sampler.sample(problem)) if (draws) drawn.push(...draws.energy);
  const used = process.cpuUsage(began);
  const settled = drawn.slice(drawn.length / 2);
  return {
    updatesPerSecond: (steps * chains * space.siteCount) / ((used.user + used.system) / 1e6),
    energyPerSite: settled.reduce((sum, value) => sum + value, 0) / settled.length / space.siteCount,
  };
}

for (const chains of [1, 16]) {
  const basin = [];
  const peer = [];
  let energyPerSite = Number.NaN;
  await run(chains, 0);
  for (let round = 1; round <= rounds; round++) {
    const done = await run(chains, round);
    basin.push(done.updatesPerSecond);
    energyPerSite = done.energyPerSite;
    const sweeps = Math.ceil(updates / space.siteCount);
    const found = peerLine('ising-heat-bath.py', [`${length}`, `${beta}`, `${sweeps}`], []);
    if (found !== undefined) peer.push(found.updatesPerSecond);
  }
  const line = {
    benchmark: 'ising-heat-bath',
    length,
    beta,
    chains,
    updatesPerCpuSecond: Math.round(median(basin)),
    slowest: Math.round(Math.min(...basin)),
    fastest: Math.round(Math.max(...basin)),
    energyPerSite,
    numba: peer.length === 0 ? null : Math.round(median(peer)),
    ratio: peer.length === 0 ? null : median(basin) / median(peer),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

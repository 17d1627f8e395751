import { chainsSampler, randomStream } from '@basin/core';
import { create, energyOver } from './extensions.mjs';
import { median, peerLine } from './peer.mjs';

/** The space, the energy and the kernel of a run, by their names and options in a workflow file. */
export async function problemOf({ space, energy, kernel }) {
  const subject = await energyOver(space, energy.name, energy.options);
  return { ...subject, kernel: await create('kernel', kernel.name, kernel.options, {}) };
}

/**
 * Runs the sampler `chains` to its end, every state a draw of which only the last is kept by whoever drives it.
 * @returns Steps of single chains a CPU second, the share accepted, and the last states.
 */
export async function runChains({ space, energy, kernel }, { chains, steps, seed }) {
  const sampler = chainsSampler({ kernel, chains, warmUp: 0, steps, thin: steps, beta: 1 });
  const problem = { space, energy, initial: undefined, rng: randomStream(seed, 'benchmark'), signal: undefined };
  const began = process.cpuUsage();
  const run = sampler.sample(problem);
  let next = await run.next();
  while (!next.done) next = await run.next();
  const { user, system } = process.cpuUsage(began);
  const { batch, facts } = next.value;
  return {
    perSecond: (chains * steps) / ((user + system) / 1e6),
    batch,
    acceptanceRate: facts.find(({ name }) => name === 'acceptance rate').value,
  };
}

/** Rounds of Basin and its peer in turn, after one to warm up. @returns Medians and spread, for a JSON line. */
export async function compare(problem, plan, rounds, script, peerArguments) {
  const basin = [];
  const peers = {};
  let last = await runChains(problem, { ...plan, seed: 0 });
  for (let round = 1; round <= rounds; round++) {
    last = await runChains(problem, { ...plan, seed: round });
    basin.push(last.perSecond);
    const found = peerLine(script, peerArguments.map(String), []) ?? {};
    for (const [name, value] of Object.entries(found)) peers[name] = [...(peers[name] ?? []), value];
  }
  const speeds = {
    ...plan,
    stepsPerCpuSecond: Math.round(median(basin)),
    slowest: Math.round(Math.min(...basin)),
    fastest: Math.round(Math.max(...basin)),
  };
  for (const [name, values] of Object.entries(peers)) {
    speeds[name] = Math.round(median(values));
    speeds[`ratio to ${name}`] = Number((median(basin) / median(values)).toFixed(2));
  }
  return { speeds, last };
}

export function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

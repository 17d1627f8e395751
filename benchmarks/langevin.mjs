/**
 * Unadjusted Langevin steps a CPU second on a mixture of eight Gaussians (standard deviation 0.5, centres on a ring of radius 4):
 * the sampler `chains` with the kernel `langevin` and the energy `gaussian-mixture`, as a workflow runs them, beside the same
 * algorithm vectorised in NumPy and in PyTorch, in turn.
 *
 *     node benchmarks/langevin.mjs [--chains 10000] [--steps 1000] [--rounds 5]
 *
 * PEER_PYTHON names a Python with numpy and torch. One JSON line: medians over the rounds, all double precision, one thread.
 */
import { parseArgs } from 'node:util';
import { compare, print, problemOf } from './chain-benchmark.mjs';

const { values: given } = parseArgs({
  options: {
    chains: { type: 'string', default: '10000' },
    steps: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
  },
});
const [chains, steps, rounds] = [given.chains, given.steps, given.rounds].map(Number);
const stepSize = 0.01;
const components = Array.from({ length: 8 }, (_, k) => ({
  mean: [4 * Math.cos((k * Math.PI) / 4), 4 * Math.sin((k * Math.PI) / 4)],
  deviations: 0.5,
}));
const problem = await problemOf({
  space: { dimension: 2, spread: 4 },
  energy: { name: 'gaussian-mixture', options: { components } },
  kernel: { name: 'langevin', options: { stepSize } },
});
const { speeds, last } = await compare(problem, { chains, steps }, rounds, 'langevin.py', [chains, steps, stepSize]);
let squares = 0;
for (let i = 0; i < last.batch.length; i++) squares += last.batch[i] ** 2;
// 16.5 for exact draws.
print({ benchmark: 'langevin', ...speeds, meanSquaredRadius: squares / chains });

/**
 * Hamiltonian Monte Carlo steps of ten leapfrogs a CPU second on a Gaussian of 50 dimensions and condition 100, once with
 * independent axes and once turned so that its precision matrix is dense: the sampler `chains` with the kernel `hmc` and the energy
 * `gaussian`, as a workflow runs them, beside the same algorithm vectorised in NumPy and in PyTorch, in turn.
 *
 *     node benchmarks/hmc.mjs [--chains 1000] [--steps 200] [--rounds 5]
 *
 * PEER_PYTHON names a Python with numpy and torch. One JSON line each: medians over the rounds, all double precision, one thread.
 */
import { parseArgs } from 'node:util';
import { compare, print, problemOf } from './chain-benchmark.mjs';

const { values: given } = parseArgs({
  options: {
    chains: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
  },
});
const [chains, steps, rounds] = [given.chains, given.steps, given.rounds].map(Number);
const dimension = 50;
const [stepSize, leapfrogs] = [0.12, 10];
const axes = Array.from({ length: dimension }, (_, i) => i);
const variances = axes.map((i) => 100 ** (i / (dimension - 1) - 1));
/** A mirror across the plane that has this normal turns the axes. */
const normal = axes.map((i) => Math.sin(i + 1));
const length = Math.hypot(...normal);
const mirror = (i, j) => (i === j ? 1 : 0) - (2 * normal[i] * normal[j]) / length ** 2;
const precision = axes.map((i) =>
  axes.map((j) => axes.reduce((sum, k) => sum + (mirror(i, k) * mirror(j, k)) / variances[k], 0)),
);

for (const [shape, options] of [
  ['diagonal', { variances }],
  ['dense', { precision }],
]) {
  const problem = await problemOf({
    space: { dimension, spread: 0.1 },
    energy: { name: 'gaussian', options },
    kernel: { name: 'hmc', options: { stepSize, steps: leapfrogs, jitter: 0 } },
  });
  const { speeds, last } = await compare(problem, { chains, steps }, rounds, 'hmc.py', [
    chains,
    steps,
    stepSize,
    leapfrogs,
    shape,
  ]);
  print({ benchmark: 'hmc', shape, dimension, leapfrogs, ...speeds, acceptanceRate: last.acceptanceRate });
}

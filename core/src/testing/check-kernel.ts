import type { Energy } from '../energy/energy.js';
import type { Kernel } from '../kernel/kernel.js';
import { logSumExp } from '../numerics/log-sum-exp.js';
import type { StateSpace } from '../state/state-space.js';
import { ChoiceTree } from './choice-tree.js';
import { Conformance, copyOf, identitiesOf, sameColumns } from './conformance.js';

/** What a kernel is held to on a space that can be listed. */
export interface KernelInvarianceSettings {
  /** What messages call it; 'kernel' when absent. */
  readonly name?: string;
  /** 1 when absent. */
  readonly beta?: number;
  /** Whether every two states exchange as much both ways; no when absent. */
  readonly isReversible?: boolean;
  /** Allowed Σ |πP − π|; 1e-12 when absent. */
  readonly tolerance?: number;
}

/**
 * The transition probabilities of one step, by running it along every way that its choices can go.
 *
 * @param states - All states, each once.
 * @returns [states, states], P(to | from) in row `from`; rows of forbidden states are 0.
 * @throws {TypeError} The kernel draws what cannot be listed: see {@link ChoiceTree}.
 * @remarks One step of one chain for every way out of every state.
 */
export async function transitionMatrix<B>(
  kernel: Kernel<B>,
  space: StateSpace<B>,
  states: B,
  beta: number,
): Promise<Float64Array> {
  const numbers = new Map(identitiesOf(space, states).map((identity, number) => [identity, number]));
  const count = space.size(states);
  const matrix = new Float64Array(count * count);
  for (let from = 0; from < count; from++) {
    const start = await kernel.init(space.take(states, Int32Array.of(from)));
    if (start.energy[0] === Number.POSITIVE_INFINITY) continue;
    const choices = new ChoiceTree();
    do {
      const [next] = await kernel.step(choices, start, beta);
      const to = numbers.get(space.identity(next.batch, 0));
      if (to === undefined) throw new RangeError(`the kernel left the ${count} states for another one`);
      matrix[from * count + to]! += choices.probability;
    } while (choices.advance());
  }
  return matrix;
}

/**
 * Checks that π ∝ e^(−βE) is invariant under a step of the kernel, exactly: Σ |πP − π| over all states, with P from every way that
 * its choices can go. Also that every row of P sums to 1, that the energies in its states are right, and that a step leaves the
 * state it starts from as it was; and detailed balance where it is claimed.
 *
 * @param states - All states of a small space, each once.
 * @throws {ConformanceError} The first fault found.
 * @throws {TypeError} See {@link transitionMatrix}.
 */
export async function checkKernelInvariance<B>(
  kernel: Kernel<B>,
  space: StateSpace<B>,
  states: B,
  energy: Energy<B>,
  { name = 'kernel', beta = 1, isReversible = false, tolerance = 1e-12 }: KernelInvarianceSettings = {},
): Promise<void> {
  const conformance = new Conformance(`kernel '${name}'`);
  const before = copyOf(space.encode(states));
  const values = (await energy.evaluate(states)).slice();
  const checked = withCheckedEnergies(conformance, kernel, energy);
  const matrix = await transitionMatrix(checked, space, states, beta);
  const exponents = values.map((value) => (value === Number.POSITIVE_INFINITY ? -value : -beta * value));
  const logTotal = logSumExp(exponents);
  const probabilities = exponents.map((exponent) => Math.exp(exponent - logTotal));
  const identities = identitiesOf(space, states);
  checkRowSums(conformance, matrix, probabilities, identities);
  checkInvariance(conformance, matrix, probabilities, tolerance);
  if (isReversible) checkDetailedBalance(conformance, matrix, probabilities, identities, tolerance);
  conformance.require(sameColumns(space.encode(states), before), 'a step changed the states it started from');
}

/** The kernel, with the energy of every state that a step reaches held against evaluation. */
function withCheckedEnergies<B>(conformance: Conformance, kernel: Kernel<B>, energy: Energy<B>): Kernel<B> {
  return {
    init: (batch) => kernel.init(batch),
    step: async (rng, state, beta) => {
      const stepped = await kernel.step(rng, state, beta);
      const [{ batch, energy: found }] = stepped;
      conformance.requireClose(found, await energy.evaluate(batch), 1e-9, 'the energy in its state against evaluation');
      return stepped;
    },
  };
}

function checkRowSums(
  conformance: Conformance,
  matrix: Float64Array,
  probabilities: Float64Array,
  identities: readonly string[],
): void {
  const count = probabilities.length;
  for (let from = 0; from < count; from++) {
    if (probabilities[from] === 0) continue;
    const sum = matrix.subarray(from * count, (from + 1) * count).reduce((total, value) => total + value, 0);
    conformance.require(
      Math.abs(sum - 1) <= 1e-12,
      `the probabilities of its ways out of '${identities[from]}' sum to ${sum}, not 1`,
    );
  }
}

function checkInvariance(
  conformance: Conformance,
  matrix: Float64Array,
  probabilities: Float64Array,
  tolerance: number,
): void {
  const count = probabilities.length;
  let deviation = 0;
  for (let to = 0; to < count; to++) {
    let arriving = 0;
    for (let from = 0; from < count; from++) arriving += probabilities[from]! * matrix[from * count + to]!;
    deviation += Math.abs(arriving - probabilities[to]!);
  }
  conformance.require(
    deviation <= tolerance,
    `after a step the distribution is another one: Σ |πP − π| = ${deviation}, allowed ${tolerance}`,
  );
}

function checkDetailedBalance(
  conformance: Conformance,
  matrix: Float64Array,
  probabilities: Float64Array,
  identities: readonly string[],
  tolerance: number,
): void {
  const count = probabilities.length;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const there = probabilities[a]! * matrix[a * count + b]!;
      const back = probabilities[b]! * matrix[b * count + a]!;
      conformance.require(
        Math.abs(there - back) <= tolerance,
        `from '${identities[a]}' to '${identities[b]}' flows ${there}, and back ${back}: no detailed balance`,
      );
    }
  }
}

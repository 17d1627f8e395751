import { describe, expect, it } from 'vitest';
import { logSumExp } from '../numerics/log-sum-exp.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { all } from './all.js';
import { any } from './any.js';
import type { Energy, Trainable } from './energy.js';
import { isTrainable } from './energy.js';
import { not } from './not.js';

const space = CategoricalSpace.uniform(4, 2);
const states = space.enumerate();

/** Three energies that look at the sites in different ways. */
const [first, second, third] = [1, 2, 3].map((seed) =>
  tabulatedEnergy(
    space,
    Array.from({ length: space.stateCount }, (_, i) => 2 * Math.abs(Math.sin(seed * (3 * i + 1)))),
  ),
) as [Energy<Uint8Array>, Energy<Uint8Array>, Energy<Uint8Array>];

function composed(weights: readonly number[]): Trainable<Uint8Array> {
  const [a, b, c, share] = weights as [number, number, number, number];
  const either = any([
    { name: 'second', energy: second, weight: b },
    { name: 'first again', energy: first, weight: share },
  ]);
  const energy = all([
    { name: 'first', energy: first, weight: a },
    { name: 'either', energy: either, weight: 1 },
    { name: 'avoid', energy: not({ name: 'third', energy: third, weight: c }), weight: 1 },
  ]);
  if (!isTrainable(energy)) throw new TypeError('the weights of a composition are parameters');
  return energy;
}

async function probabilities(energy: Energy<Uint8Array>): Promise<Float64Array> {
  const exponents = (await energy.evaluate(states)).map((value) => -value);
  const logZ = logSumExp(exponents);
  return exponents.map((value) => Math.exp(value - logZ));
}

describe('weights of a composition', () => {
  it('are learned from a distribution by ∂E/∂θ alone', async () => {
    const wanted = await probabilities(composed([1.7, 0.4, 0.8, 1.5]));
    const model = composed([1, 1, 0.3, 1]);
    // ∇ of the negative log likelihood: E_data[∂E/∂θ] − E_model[∂E/∂θ], here over all states.
    let velocity = new Float64Array(model.parameterCount);
    for (let step = 0; step < 3000; step++) {
      const now = await probabilities(model);
      const gradient = await model.parameterGradient(
        states,
        wanted.map((share, state) => share - now[state]!),
      );
      velocity = velocity.map((value, i) => 0.95 * value - 0.5 * gradient[i]!);
      model.setParameters(model.parameters().map((value, i) => value + velocity[i]!));
    }
    const learned = await probabilities(model);
    learned.forEach((share, state) => {
      expect(share).toBeCloseTo(wanted[state]!, 3);
    });
  });
});

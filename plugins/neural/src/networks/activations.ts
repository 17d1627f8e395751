import { apply } from '../graph/apply.js';
import { gelu } from '../graph/gaussian.js';
import { eluOperator, relu } from '../graph/rectifiers.js';
import { silu, softplus } from '../graph/sigmoids.js';
import type { Tensor } from '../graph/tensor.js';
import { tanh } from '../graph/trigonometry.js';

/** A function between layers. Each of them has a bounded slope, so that networks grow no faster than lines. */
interface Activation {
  of(x: Tensor): Tensor;
  /** What weights are multiplied by at the start so that layers keep the size of what they are given. */
  readonly gain: number;
}

/** Of functions that let about half of what they are given through. See He et al., ICCV (2015). */
const halving = Math.SQRT2;

/** The functions that networks can have between their layers, by the names that options give them. */
export const activations = {
  silu: { of: silu, gain: halving },
  gelu: { of: gelu, gain: halving },
  relu: { of: relu, gain: halving },
  tanh: { of: tanh, gain: 1 },
  softplus: { of: softplus, gain: 1 },
  elu: { of: (x) => apply(eluOperator, [x]), gain: halving },
} satisfies Readonly<Record<string, Activation>>;

export type ActivationName = keyof typeof activations;

/** Their names, for options. */
export const activationNames = Object.keys(activations) as [ActivationName, ...ActivationName[]];

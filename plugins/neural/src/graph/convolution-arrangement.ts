import { divided, multiplied } from './dimension-arithmetic.js';
import { sum } from './expand-and-sum.js';
import { allAxes } from './operator-inputs.js';
import { reshape } from './reshaping.js';
import { reversed } from './slicing.js';
import type { Tensor } from './tensor.js';
import { transpose } from './transposing.js';

/** A weight [M, C/groups, taps…] as [C, M/groups, taps…], its taps in reverse order. */
export function turnedRound(weight: Tensor, groups: number): Tensor {
  const [channels, share, ...taps] = weight.shape;
  const part = divided(channels!, groups)!;
  const apart = reshape(weight, [groups, part, share!, ...taps]);
  const swapped = transpose(apart, [0, 2, 1, ...taps.map((_, index) => index + 3)]);
  const joined = reshape(swapped, [multiplied(share!, groups), part, ...taps]);
  return spatialAxesOf(weight).reduce(
    (turned, axis) => (turned.shape[axis] === 1 ? turned : reversed(turned, axis)),
    joined,
  );
}

/** [batch, channels, …] as [channels, batch, …]. */
export function batchAndChannelsSwapped(x: Tensor): Tensor {
  return transpose(x, [1, 0, ...spatialAxesOf(x)]);
}

/** [batch, groups·share, …] as [share, groups·batch, …]. */
export function channelsOfGroupsFirst(x: Tensor, groups: number): Tensor {
  if (groups === 1) return batchAndChannelsSwapped(x);
  const [batch, channels, ...lengths] = x.shape;
  const share = divided(channels!, groups)!;
  const apart = reshape(x, [batch!, groups, share, ...lengths]);
  const swapped = transpose(apart, [2, 1, 0, ...lengths.map((_, index) => index + 3)]);
  return reshape(swapped, [share, multiplied(batch!, groups), ...lengths]);
}

/** The gradient of what is added to each channel. */
export function biasGradient(gradient: Tensor): Tensor {
  return sum(gradient, [0, ...spatialAxesOf(gradient)]);
}

function spatialAxesOf({ shape }: Tensor): number[] {
  return allAxes(shape).slice(2);
}

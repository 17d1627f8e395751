import { z } from 'zod';
import { curveOfDesirability, type DesirabilityFunction, desirabilityObjective } from './desirability.js';
import { type DesirabilityPoint, monotoneCubicFunction, piecewiseLinearFunction } from './interpolation.js';
import { defineObjective } from './objective-definition.js';
import {
  describeAtLeast,
  describeAtMost,
  describeBetween,
  type ObjectiveDescription,
} from './objective-description.js';
import { floorOption, pointsOption } from './option-schemas.js';

const options = z.strictObject({ points: pointsOption, floor: floorOption });

const example = {
  points: [
    { value: 0, desirability: 0 },
    { value: 2, desirability: 1 },
    { value: 3, desirability: 1 },
    { value: 5, desirability: 0.1 },
  ],
};

/** Straight lines between points: REINVENT 3's `custom_interpolation`, truncated on both sides. */
export const piecewiseLinear = defineObjective({
  name: 'piecewise-linear',
  role: 'desirability',
  summary: 'Desirability on straight lines between points, constant beyond them',
  options,
  example,
  describe: ({ points }) => describeCurve(points, piecewiseLinearFunction(points)),
  create: ({ points, floor }) => desirabilityObjective(curveOfDesirability(piecewiseLinearFunction(points)), floor),
});

/** A smooth curve through points that rises and falls only where they do. */
export const monotoneCubic = defineObjective({
  name: 'monotone-cubic',
  role: 'desirability',
  summary: 'Desirability on a smooth curve through points, without overshoot, constant beyond them',
  details:
    'Piecewise cubic with the slopes of Fritsch and Butland at the inner points and 0 at the ends, so the derivative is continuous.',
  reference: 'Fritsch & Butland, SIAM J. Sci. Stat. Comput. 5, 300 (1984)',
  options,
  example,
  describe: ({ points }) => describeCurve(points, monotoneCubicFunction(points)),
  create: ({ points, floor }) => desirabilityObjective(curveOfDesirability(monotoneCubicFunction(points)), floor),
});

/** The stretch with at least half the greatest desirability. There is none where that is everything, or more than one stretch. */
function describeCurve(points: readonly DesirabilityPoint[], curve: DesirabilityFunction): ObjectiveDescription {
  const half = Math.max(...points.map(({ desirability }) => desirability)) / 2;
  const high = points.map(({ desirability }) => desirability >= half);
  const [first, last] = [high.indexOf(true), high.lastIndexOf(true)];
  const low = first === 0 ? undefined : crossing(curve, half, points[first]!.value, points[first - 1]!.value);
  const end =
    last === points.length - 1 ? undefined : crossing(curve, half, points[last]!.value, points[last + 1]!.value);
  if (high.slice(first, last).includes(false)) return { words: `high on its curve of ${points.length} points` };
  if (low === undefined)
    return end === undefined ? { words: 'any value, some rather than others' } : describeAtMost(end);
  return end === undefined ? describeAtLeast(low) : describeBetween(low, end);
}

/** Where a curve that is monotone between two values falls below a desirability, on the side that has it. */
function crossing({ desirability }: DesirabilityFunction, level: number, inside: number, outside: number): number {
  let [near, far] = [inside, outside];
  for (let halving = 0; halving < 60; halving++) {
    const middle = near + (far - near) / 2;
    if (desirability(middle) >= level) near = middle;
    else far = middle;
  }
  return near;
}

import type { EnergyExpression, Reference } from '@basin/core';
import type { WantedRegion } from './report-content.js';

type Options = Readonly<Record<string, number>>;

/**
 * Where each of core's objectives is content: where a penalty costs nothing, or a desirability is 1; for bells and targets within
 * one width; for sigmoids and two-sided Derringer-Suich curves where the desirability is at least a half. So an energy in its
 * region is never above ln 2. Objectives that only know more and less have no region.
 */
const regions: Readonly<Record<string, (options: Options) => readonly [number | undefined, number | undefined]>> = {
  between: ({ low, high }) => [low, high],
  above: ({ low }) => [low, undefined],
  below: ({ high }) => [undefined, high],
  target: ({ value, sigma }) => around(value, sigma),
  equals: ({ value, tolerance }) => around(value, tolerance ?? 0),
  step: ({ low, high }) => [low, high],
  'left-step': ({ low }) => [undefined, low],
  'right-step': ({ high }) => [high, undefined],
  'threshold-linear': ({ threshold }) => [threshold, undefined],
  gaussian: ({ mean, sigma }) => around(mean, sigma),
  'min-gaussian': ({ mean }) => [undefined, mean],
  'max-gaussian': ({ mean }) => [mean, undefined],
  sigmoid: ({ low, high }) => [middle(low, high), undefined],
  'reverse-sigmoid': ({ low, high }) => [undefined, middle(low, high)],
  'double-sigmoid': ({ low, high }) => [low, high],
  'derringer-maximum': ({ target }) => [target, undefined],
  'derringer-minimum': ({ target }) => [undefined, target],
  'derringer-target': ({ low, target, high, lowExponent, highExponent }) => [
    halfway(low, target, lowExponent),
    halfway(high, target, highExponent),
  ],
  clipped: towardUpper,
  'smooth-clipped': towardUpper,
};

/** The values that an objective is content with; undefined where it has no such region, or is not one of core's. */
export function wantedRegion({ name, options }: Reference<'objective'>): WantedRegion | undefined {
  const ends = Object.hasOwn(regions, name) ? regions[name]!(options as Options) : undefined;
  const [low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY] = ends ?? [];
  if (!(low <= high) || (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY)) return undefined;
  return { low, high };
}

/** The wanted region of each property that the composition wants, by the path that tables name it with. */
export function wantedRegions(expression: EnergyExpression | undefined): ReadonlyMap<string, WantedRegion> {
  const found = new Map<string, WantedRegion>();
  const visit = (node: EnergyExpression, path: string): void => {
    if (node.form === 'property') {
      const region = wantedRegion(node.objective);
      if (region !== undefined) found.set(path, region);
    } else if (node.form === 'all') {
      for (const term of node.terms) visit(term, path === '' ? term.label : `${path}.${term.label}`);
    }
  };
  // A root that is one property, or has a weight, stands in tables under its own name.
  if (expression !== undefined) {
    const named = expression.form === 'property' || expression.weight !== 1;
    visit(expression, named ? expression.label : '');
  }
  return found;
}

function around(
  value: number | undefined,
  width: number | undefined,
): readonly [number | undefined, number | undefined] {
  return value === undefined || width === undefined ? [undefined, undefined] : [value - width, value + width];
}

function middle(low: number | undefined, high: number | undefined): number | undefined {
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Where the desirability of a Derringer-Suich curve, ((x − end) / (target − end))^exponent, is a half. */
function halfway(end: number | undefined, target: number | undefined, exponent = 1): number | undefined {
  return end === undefined || target === undefined ? undefined : end + (target - end) * 0.5 ** (1 / exponent);
}

function towardUpper({ upper, lower }: Options): readonly [number | undefined, number | undefined] {
  if (upper === undefined || lower === undefined) return [undefined, undefined];
  return upper > lower ? [upper, undefined] : [undefined, upper];
}

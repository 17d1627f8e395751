import { z } from 'zod';
import { curveOfDesirability, desirabilityObjective } from './desirability.js';
import type { DesirabilityPoint } from './interpolation.js';
import { defineObjective } from './objective-definition.js';
import { numberWords, type ObjectiveDescription } from './objective-description.js';
import { desirabilityOption, floorOption, pointOption } from './option-schemas.js';

const mappingOption = z
  .array(pointOption)
  .min(1)
  .refine((points) => new Set(points.map(({ value }) => value)).size === points.length, {
    error: 'each value may stand only once',
  })
  .describe('The desirability of each value');

/** REINVENT's `value_mapping` over numbers. */
export const valueMapping = defineObjective({
  name: 'value-mapping',
  role: 'desirability',
  summary: 'A desirability for each of a few values, such as counts',
  details:
    "Values must match exactly. REINVENT's 'value_mapping', but for numbers only, and with a desirability for all values that are not listed. The energy is flat, so samplers that follow gradients get no direction from it.",
  reference: 'Loeffler et al., J. Cheminform. 16, 20 (2024)',
  options: z.strictObject({
    mapping: mappingOption,
    otherwise: desirabilityOption('Desirability of every other value, in [0, 1]').default(0),
    floor: floorOption,
  }),
  example: {
    mapping: [
      { value: 0, desirability: 0.2 },
      { value: 1, desirability: 1 },
      { value: 2, desirability: 0.8 },
    ],
    otherwise: 0.05,
  },
  describe: ({ mapping, otherwise }) => describeMapping(mapping, otherwise),
  create: ({ mapping, otherwise, floor }) => {
    const desirabilities = new Map(mapping.map(({ value, desirability }) => [value, desirability]));
    const desirability = (x: number): number => desirabilities.get(x) ?? otherwise;
    return desirabilityObjective(curveOfDesirability({ desirability, slope: () => 0 }), floor);
  },
});

/** Names the values with at least half the greatest desirability. They are a region only where there is one of them. */
function describeMapping(mapping: readonly DesirabilityPoint[], otherwise: number): ObjectiveDescription {
  const half = Math.max(otherwise, ...mapping.map(({ desirability }) => desirability)) / 2;
  const othersWanted = otherwise >= half;
  const named = mapping
    .filter(({ desirability }) => desirability >= half !== othersWanted)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
  if (named.length === 0) return { words: 'any value' };
  const list = listWords(named.map(numberWords));
  if (othersWanted) return { words: `any value but ${list}` };
  return named.length > 1 ? { words: list } : { words: `exactly ${list}`, wanted: { low: named[0]!, high: named[0]! } };
}

function listWords(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

import type { EnergyExpression, ObjectiveDescription, Reference } from '@basin/core';
import type { WantedRegion } from './report-content.js';

/** Says what an objective asks for; undefined where nobody here knows it. */
export type DescribeObjective = (reference: Reference<'objective'>) => ObjectiveDescription | undefined;

/** The wanted region of each property that the composition wants or demands, by the path that tables name it with. */
export function wantedRegions(
  expression: EnergyExpression | undefined,
  describe: DescribeObjective,
): ReadonlyMap<string, WantedRegion> {
  const found = new Map<string, WantedRegion>();
  const visit = (node: EnergyExpression, path: string): void => {
    if (node.form === 'property' || (node.form === 'trained' && node.objective !== undefined)) {
      if (node.objective === undefined) return;
      const wanted = describe(node.objective)?.wanted;
      if (wanted === undefined) return;
      const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = wanted;
      found.set(path, { low, high });
    } else if (node.form === 'constraint') {
      const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = node;
      found.set(path, { low, high });
    } else if (node.form === 'all') {
      for (const term of node.terms) visit(term, path === '' ? term.label : `${path}.${term.label}`);
    }
  };
  // A root that is one property, or has a weight, stands in tables under its own name.
  if (expression !== undefined) {
    const named = expression.form === 'property' || expression.form === 'constraint' || expression.weight !== 1;
    visit(expression, named ? expression.label : '');
  }
  return found;
}

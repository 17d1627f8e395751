import { childrenOf, type EnergyExpression } from '@basin/core';
import { describeValue } from './describe-value.js';
import type { ExpressionContext } from './expression-context.js';
import { kebabNameFault } from './kebab-name.js';
import { checkTermName, readExpression } from './read-expression.js';
import { isMap } from './reading-context.js';

/** Reads the energies of a file, in its order. Reports faults in them, names that cannot be used, and circles, which it leaves out. */
export function readNamedEnergies(raw: unknown, context: ExpressionContext): ReadonlyMap<string, EnergyExpression> {
  const energies = new Map<string, EnergyExpression>();
  if (raw === undefined || raw === null) return energies;
  if (!isMap(raw)) {
    context.faults.atValue(['energies'], `energies: expected a map from names to energies, got ${describeValue(raw)}`);
    return energies;
  }
  for (const [name, value] of Object.entries(raw)) {
    const fault = kebabNameFault(name);
    if (fault !== undefined) context.faults.atKey(['energies', name], fault);
    checkTermName(name, (message) => context.faults.atKey(['energies', name], message), context);
    const expression = readExpression(value, ['energies', name], context);
    if (expression !== undefined) energies.set(name, expression);
  }
  for (const circle of circlesOf(energies)) {
    const [first] = circle;
    context.faults.atKey(['energies', first!], `energy '${first}' contains itself: ${[...circle, first].join(' → ')}`);
    energies.delete(first!);
  }
  return energies;
}

/** The names that an expression refers to, each once. */
export function namesIn(expression: EnergyExpression): readonly string[] {
  if (expression.form === 'named') return [expression.name];
  return [...new Set(childrenOf(expression).flatMap(namesIn))];
}

/** Every circle of names, once, from its first name in the file. */
function circlesOf(energies: ReadonlyMap<string, EnergyExpression>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const circles: (readonly string[])[] = [];
  const follow = (name: string, trail: readonly string[]): void => {
    const from = trail.indexOf(name);
    if (from >= 0) circles.push(trail.slice(from));
    const expression = energies.get(name);
    if (from >= 0 || done.has(name) || expression === undefined) return;
    for (const inner of namesIn(expression)) follow(inner, [...trail, name]);
    done.add(name);
  };
  for (const name of energies.keys()) follow(name, []);
  return circles;
}

import { type Energy, isDecomposable, type TermTree } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { isContinuous } from '../state/continuous.js';
import type { StateSpace } from '../state/state-space.js';

/** Where an option stands that a fault is of. */
type OptionPath = readonly (string | number)[];

/** A number by which designs are told apart: one for each row of a batch. */
export type Descriptor<B> = (batch: B) => Awaitable<Float64Array>;

/**
 * The coordinate along a named axis.
 *
 * @throws {ConfigurationError} The space has no such axis.
 */
export function coordinateDescriptor<B>(space: StateSpace<B>, name: string, path: OptionPath = []): Descriptor<B> {
  const axis = isContinuous(space) ? space.axes.names.indexOf(name) : -1;
  if (!isContinuous(space) || axis < 0) {
    const axes = isContinuous(space) ? `; there are ${space.axes.names.join(', ')}` : '';
    throw unknown(path, `there is no coordinate '${name}'${axes}`);
  }
  const { dimension } = space;
  return (batch) => {
    const points = space.coordinates(batch);
    return Float64Array.from({ length: space.size(batch) }, (_, row) => points[row * dimension + axis]!);
  };
}

/**
 * A term of the energy by its name: the property's value where it is one with an objective, else the term's energy.
 *
 * @throws {ConfigurationError} The energy has no terms, or, once it is evaluated, none of that name.
 */
export function termDescriptor<B>(energy: Energy<B>, name: string, path: OptionPath = []): Descriptor<B> {
  if (!isDecomposable(energy)) throw unknown(path, `the energy has no terms, so that '${name}' is none`);
  return (batch) =>
    whenDone(energy.evaluateTerms(batch), (tree) => {
      const term = requiredTerm(tree, name, path);
      return term.value ?? term.energy;
    });
}

/** @throws {ConfigurationError} There is no term of that name; the message tells those that there are. */
export function requiredTerm(tree: TermTree, name: string, path: OptionPath = []): TermTree {
  const term = termNamed(tree, name);
  if (term === undefined)
    throw unknown(path, `the energy has no term '${name}'; there are ${namesOf(tree).join(', ')}`);
  return term;
}

function namesOf({ name, terms }: TermTree): readonly string[] {
  return [name, ...terms.flatMap(namesOf)];
}

function termNamed(tree: TermTree, name: string): TermTree | undefined {
  if (tree.name === name) return tree;
  for (const term of tree.terms) {
    const found = termNamed(term, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unknown(path: OptionPath, message: string): ConfigurationError {
  return new ConfigurationError([{ path, message }]);
}

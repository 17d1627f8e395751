import {
  type Differentiable,
  type Energy,
  isDecomposable,
  isDifferentiable,
  isLocal,
  isSiteLocal,
  isSiteSloped,
  isTrainable,
  type Local,
  type TermTree,
  type Trainable,
} from '../energy/energy.js';
import type { Awaitable } from '../numerics/awaitable.js';
import { isContinuous } from '../state/continuous.js';
import { isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import { checkSiteEnergies } from './check-site-energies.js';
import { checkSlopes } from './check-slopes.js';
import { Conformance, copyOf, isClose, rowsUpTo, sameColumns } from './conformance.js';

export interface EnergyCheckSettings {
  /** What messages call it; 'energy' when absent. */
  readonly name?: string;
  /** A property may be NaN where it is not defined; an energy may not. */
  readonly role?: 'property' | 'energy';
  /** Relative deviation allowed between a batch and its rows, a sum and its parts; 1e-9 when absent. */
  readonly tolerance?: number;
  /** Relative deviation allowed between gradients and central differences; 1e-5 when absent. */
  readonly gradientTolerance?: number;
  /** What slopes of sites are held to: 'exact' where the energy is linear in each site's one-hot vector; 'estimates' when absent. */
  readonly slopes?: 'exact' | 'estimates';
}

/** What every part of the check looks at. */
interface Subject<B> {
  readonly conformance: Conformance;
  readonly space: StateSpace<B>;
  readonly batch: B;
  /** Energies of `batch`. */
  readonly energy: Float64Array;
  readonly tolerance: number;
  readonly gradientTolerance: number;
}

/**
 * Checks an energy or property on a batch of states: the batch against its rows one by one, no rows, the same numbers again, the
 * batch left as it was; and each capability it offers against what it must agree with: gradients with central differences (in
 * continuous spaces), terms with their total, differences with recomputation,
 * slopes of sites with what they may be, ∂E/∂θ with its weighted sum over rows.
 *
 * @throws {ConformanceError} The first fault found.
 * @remarks Evaluates the batch about ten times, and twice more per coordinate where the energy is differentiable.
 */
export async function checkEnergy<B>(
  energy: Energy<B>,
  space: StateSpace<B>,
  batch: B,
  settings: EnergyCheckSettings = {},
): Promise<void> {
  const { name = 'energy', role = 'energy', tolerance = 1e-9, gradientTolerance = 1e-5 } = settings;
  const conformance = new Conformance(`${role} '${name}'`);
  const before = copyOf(space.encode(batch));
  const values = (await energy.evaluate(batch)).slice();
  const subject = { conformance, space, batch, energy: values, tolerance, gradientTolerance };
  checkValues(conformance, values, space.size(batch), role);
  await checkRowByRow(subject, energy);
  conformance.requireClose(await energy.evaluate(batch), values, 0, 'the same batch again');
  if (isDifferentiable(energy)) await checkGradient(subject, energy);
  if (isDecomposable(energy)) checkTermTree(subject, await energy.evaluateTerms(batch));
  if (isLocal(energy)) await checkDifference(subject, energy);
  if (isSiteLocal(energy) && isDiscrete(space)) {
    await checkSiteEnergies({ conformance, space, batch, tolerance }, energy);
  }
  if (isSiteSloped(energy) && isDiscrete(space)) {
    await checkSlopes({ conformance, space, batch, tolerance }, energy, values, settings.slopes ?? 'estimates');
  }
  if (isTrainable(energy)) {
    await checkParameterGradient(subject, energy);
    await checkParameterDerivatives(subject, energy);
  }
  conformance.require(sameColumns(space.encode(batch), before), 'evaluating changed the batch');
}

function checkValues(conformance: Conformance, values: Float64Array, count: number, role: 'property' | 'energy'): void {
  conformance.require(values.length === count, `it gives ${values.length} values for ${count} states`);
  if (role === 'property') return;
  const row = values.findIndex((value) => !(value > Number.NEGATIVE_INFINITY));
  conformance.require(row === -1, `it is ${values[row]} at row ${row}; an energy is finite or +Infinity`);
}

async function checkRowByRow<B>(subject: Subject<B>, energy: Energy<B>): Promise<void> {
  const { conformance, space, batch, tolerance } = subject;
  const none = await energy.evaluate(space.take(batch, rowsUpTo(0)));
  conformance.require(none.length === 0, `it gives ${none.length} values for a batch of no states`);
  const alone = new Float64Array(subject.energy.length);
  for (let row = 0; row < alone.length; row++) {
    alone[row] = (await energy.evaluate(space.take(batch, Int32Array.of(row))))[0]!;
  }
  conformance.requireClose(subject.energy, alone, tolerance, 'the batch against its rows one by one');
}

async function checkGradient<B>(subject: Subject<B>, energy: Differentiable<B>): Promise<void> {
  const { conformance, space, batch, tolerance, gradientTolerance } = subject;
  const { energy: values, gradient } = await energy.evaluateWithGradient(batch);
  conformance.requireClose(values, subject.energy, tolerance, 'the energy beside the gradient');
  if (!isContinuous(space)) return;
  const positions = space.coordinates(batch).slice();
  const width = space.dimension;
  conformance.require(
    gradient.length === positions.length,
    `its gradient has ${gradient.length} entries for ${positions.length} coordinates`,
  );
  const shifted = (coordinate: number, by: number): Awaitable<Float64Array> => {
    const moved = positions.map((x, i) => (i % width === coordinate ? x + by * stepOf(x) : x));
    return energy.evaluate(space.withCoordinates(batch, moved));
  };
  for (let coordinate = 0; coordinate < width; coordinate++) {
    const [above, below] = [await shifted(coordinate, 1), await shifted(coordinate, -1)];
    for (let row = 0; row < values.length; row++) {
      const i = row * width + coordinate;
      const slope = (above[row]! - below[row]!) / (2 * stepOf(positions[i]!));
      if (!Number.isFinite(slope)) continue;
      conformance.require(
        isClose(gradient[i]!, slope, gradientTolerance),
        `the gradient at row ${row}, coordinate ${coordinate} is ${gradient[i]}, central difference ${slope}`,
      );
    }
  }
}

/** Where truncation (h²) and rounding (10⁻¹⁶/h) of a central difference are about equal. */
function stepOf(x: number): number {
  return 6e-6 * Math.max(1, Math.abs(x));
}

function checkTermTree<B>({ conformance, energy, tolerance }: Subject<B>, tree: TermTree): void {
  conformance.requireClose(tree.energy, energy, tolerance, 'the root of its terms against its energy');
  conformance.require(tree.weight === 1, `the root of its terms has weight ${tree.weight}, not 1`);
  checkJoin(conformance, tree, tolerance);
}

function checkJoin(conformance: Conformance, tree: TermTree, tolerance: number): void {
  const { name, join, terms, energy } = tree;
  conformance.require(
    (join === 'leaf') === (terms.length === 0),
    `term '${name}' is a ${join} with ${terms.length} terms`,
  );
  const names = new Set(terms.map((term) => term.name));
  conformance.require(names.size === terms.length, `two terms of '${name}' have one name`);
  if (join === 'leaf') return;
  const joined = energy.map((_, row) => joinOf(tree, row));
  conformance.requireClose(energy, joined, tolerance, `term '${name}' against '${join}' of its terms`);
  for (const term of terms) checkJoin(conformance, term, tolerance);
}

function joinOf({ join, terms }: TermTree, row: number): number {
  if (join === 'any') {
    const exponents = terms.map((term) => Math.log(term.weight) - term.energy[row]!);
    const highest = Math.max(...exponents);
    if (highest === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return -highest - Math.log(exponents.reduce((sum, exponent) => sum + Math.exp(exponent - highest), 0));
  }
  const sum = terms.reduce((total, term) => total + term.weight * term.energy[row]!, 0);
  return join === 'not' ? -sum : sum;
}

async function checkDifference<B>(
  { conformance, space, batch, energy, tolerance }: Subject<B>,
  local: Local<B>,
): Promise<void> {
  const count = energy.length;
  const allowed = rowsUpTo(count).filter((row) => Number.isFinite(energy[row]!));
  const targets = allowed.map((row) => (row + 1) % count);
  const change = await local.difference(space.take(batch, allowed), space.take(batch, targets));
  const reached = Float64Array.from(allowed, (row, i) => energy[row]! + change[i]!);
  const expected = Float64Array.from(targets, (row) => energy[row]!);
  conformance.requireClose(reached, expected, tolerance, 'energy plus difference against the energy arrived at');
}

async function checkParameterGradient<B>(subject: Subject<B>, energy: Trainable<B>): Promise<void> {
  const { conformance, space, batch, tolerance } = subject;
  const weights = subject.energy.map((_, row) => row - 0.5);
  const whole = await energy.parameterGradient(batch, weights);
  conformance.require(
    whole.length === energy.parameterCount,
    `its parameter gradient has ${whole.length} entries for ${energy.parameterCount} parameters`,
  );
  const sum = new Float64Array(whole.length);
  for (let row = 0; row < weights.length; row++) {
    const part = await energy.parameterGradient(space.take(batch, Int32Array.of(row)), Float64Array.of(1));
    for (let i = 0; i < sum.length; i++) sum[i]! += weights[row]! * part[i]!;
  }
  conformance.requireClose(whole, sum, tolerance, 'the parameter gradient against the weighted sum over its rows');
}

/** Parameters whose derivatives are compared with central differences. */
const mostDerivatives = 200;

/** Sets parameters, and puts them back as they were. */
async function checkParameterDerivatives<B>(subject: Subject<B>, energy: Trainable<B>): Promise<void> {
  const { conformance, batch, gradientTolerance } = subject;
  // Unequal weights: over all states of a symmetric energy, derivatives add up to 0 whatever they are.
  const rowWeights = subject.energy.map((value, row) => (Number.isFinite(value) ? 0.5 + (row % 7) : 0));
  const parameters = energy.parameters();
  conformance.require(parameters.length === energy.parameterCount, `it gives ${parameters.length} parameters`);
  const gradient = await energy.parameterGradient(batch, rowWeights);
  const totalAt = async (index: number, value: number): Promise<number> => {
    const moved = parameters.slice();
    moved[index] = value;
    energy.setParameters(moved);
    const values = await energy.evaluate(batch);
    return values.reduce((sum, value, row) => (rowWeights[row] === 0 ? sum : sum + rowWeights[row]! * value), 0);
  };
  const stride = Math.max(1, Math.ceil(parameters.length / mostDerivatives));
  for (let i = 0; i < parameters.length; i += stride) {
    const step = stepOf(parameters[i]!);
    const [above, below] = [await totalAt(i, parameters[i]! + step), await totalAt(i, parameters[i]! - step)];
    energy.setParameters(parameters);
    const slope = (above - below) / (2 * step);
    conformance.require(
      isClose(gradient[i]!, slope, gradientTolerance),
      `its derivative by parameter ${i} is ${gradient[i]}, central difference ${slope}`,
    );
  }
  conformance.requireClose(energy.parameters(), parameters, 0, 'parameters set and read again');
  conformance.requireClose(
    await energy.evaluate(batch),
    subject.energy,
    0,
    'the energy with its own parameters set again',
  );
}

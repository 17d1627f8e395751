import type { Objective } from '../objective/objective.js';
import type { ObjectiveDefinition } from '../objective/objective-definition.js';
import type { ObjectiveDescription, WantedValues } from '../objective/objective-description.js';
import { Conformance } from './conformance.js';

export interface ObjectiveCheckSettings {
  /** What messages call it; 'objective' when absent. */
  readonly name?: string;
  /** A desirability has energies ≥ 0. */
  readonly role?: ObjectiveDefinition['role'];
  /** What it says of itself with the same options; not checked when absent. */
  readonly description?: ObjectiveDescription;
  /** Values to check at; −20 to 20 and some large ones when absent. */
  readonly values?: Float64Array;
  /** Relative deviation allowed between slopes and differences; 1e-4 when absent. */
  readonly tolerance?: number;
}

/** −20 … 20, 0.0373 apart so that no kink at a round number is met, and magnitudes that properties seldom pass. */
const usualValues = Float64Array.from([
  ...Array.from({ length: 1073 }, (_, i) => -20 + 0.0373 * i),
  -1e4,
  -321.7,
  321.7,
  1e4,
]);

/**
 * Checks an objective: value by value, NaN stays NaN, no NaN or −Infinity out of a number, desirabilities in [0, 1], its derivative
 * between the differences to either side, and 0 where the energy is infinite; that it describes itself in words, and has an energy
 * at most ln 2 above its minimum wherever it says that it is content.
 *
 * @throws {ConformanceError} The first fault found.
 */
export function checkObjective(objective: Objective, settings: ObjectiveCheckSettings = {}): void {
  const { name = 'objective', role = 'penalty', values = usualValues, tolerance = 1e-4, description } = settings;
  const conformance = new Conformance(`objective '${name}'`);
  const before = values.slice();
  const energy = objective.energy(values);
  const derivative = objective.derivative(values);
  conformance.requireClose(values, before, 0, 'its input, which must stay as it is');
  conformance.require(
    derivative.length === values.length,
    `${derivative.length} derivatives for ${values.length} values`,
  );
  checkElementwise(conformance, objective, values, energy, derivative);
  checkUndefined(conformance, objective);
  for (let i = 0; i < values.length; i++) {
    checkEnergyAt(conformance, role, values[i]!, energy[i]!);
    checkSlopeAt(conformance, objective, values[i]!, energy[i]!, derivative[i]!, tolerance);
  }
  if (description !== undefined) checkDescription(conformance, objective, description, values);
}

function checkElementwise(
  conformance: Conformance,
  objective: Objective,
  values: Float64Array,
  energy: Float64Array,
  derivative: Float64Array,
): void {
  const reversed = values.toReversed();
  conformance.requireClose(objective.energy(reversed).reverse(), energy, 0, 'energies in another order');
  conformance.requireClose(objective.derivative(reversed).reverse(), derivative, 0, 'derivatives in another order');
  conformance.require(objective.energy(new Float64Array(0)).length === 0, 'it gives energies for no values');
  conformance.require(objective.derivative(new Float64Array(0)).length === 0, 'it gives derivatives for no values');
}

function checkUndefined(conformance: Conformance, objective: Objective): void {
  const [energy] = objective.energy(Float64Array.of(Number.NaN));
  conformance.require(Number.isNaN(energy), `its energy of NaN is ${energy}; an undefined property has none`);
}

function checkEnergyAt(
  conformance: Conformance,
  role: ObjectiveDefinition['role'],
  value: number,
  energy: number,
): void {
  conformance.require(energy > Number.NEGATIVE_INFINITY, `its energy at ${value} is ${energy}`);
  if (role === 'penalty') return;
  conformance.require(energy >= -1e-12, `its energy at ${value} is ${energy}: a desirability above 1`);
}

/** At a kink the slope may be that of either side, or lie between; at a jump nothing can be said. */
function checkSlopeAt(
  conformance: Conformance,
  objective: Objective,
  value: number,
  energy: number,
  derivative: number,
  tolerance: number,
): void {
  if (energy === Number.POSITIVE_INFINITY) {
    conformance.require(derivative === 0, `its derivative at ${value} is ${derivative}, where the energy is infinite`);
    return;
  }
  const h = 1e-6 * Math.max(1, Math.abs(value));
  const around = objective.energy(Float64Array.of(value - h, value + h));
  const left = (energy - around[0]!) / h;
  const right = (around[1]! - energy) / h;
  if (!Number.isFinite(left) || !Number.isFinite(right) || Math.max(Math.abs(left), Math.abs(right)) > 1e4) return;
  // Rounding of the energies, divided by h.
  const noise = (4 * Number.EPSILON * Math.max(1, Math.abs(energy))) / h;
  const margin = noise + tolerance * (1 + Math.max(Math.abs(left), Math.abs(right)));
  conformance.require(
    derivative >= Math.min(left, right) - margin && derivative <= Math.max(left, right) + margin,
    `its derivative at ${value} is ${derivative}; the differences to either side are ${left} and ${right}`,
  );
}

function checkDescription(
  conformance: Conformance,
  objective: Objective,
  { words, wanted }: ObjectiveDescription,
  values: Float64Array,
): void {
  conformance.require(words.trim() !== '', 'it says nothing of what it asks for');
  if (wanted === undefined) return;
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = wanted;
  const region = `the values that it wants, from ${low} to ${high},`;
  conformance.require(low <= high, `${region} are none`);
  conformance.require(low > Number.NEGATIVE_INFINITY || high < Number.POSITIVE_INFINITY, `${region} are all there are`);
  const inside = wantedValues(wanted, values);
  const energy = objective.energy(inside);
  const least = objective.energy(values).reduce((a, b) => Math.min(a, b), Math.min(...energy));
  for (let i = 0; i < inside.length; i++) {
    conformance.require(
      energy[i]! <= least + Math.LN2 + 1e-9,
      `${region} include ${inside[i]}, where its energy ${energy[i]} is more than ln 2 above its minimum ${least}`,
    );
  }
}

/** The ends, values between them, and those of the scan that lie there. Open ends reach as far as the scan. */
function wantedValues({ low, high }: WantedValues, scan: Float64Array): Float64Array {
  const first = low ?? Math.min(high!, ...scan);
  const last = high ?? Math.max(low!, ...scan);
  const between = Array.from({ length: 101 }, (_, i) => first + ((last - first) * i) / 101);
  return Float64Array.from([...between, last, ...scan.filter((value) => value >= first && value <= last)]);
}

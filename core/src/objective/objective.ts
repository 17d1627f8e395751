/**
 * Turns property values into energies, elementwise.
 * A *desirability* objective gives E = −ln d with d ∈ [0, 1], so d is recovered as e^(−E): weighted sums of such energies are
 * weighted geometric means of desirabilities (a product of experts), and `any` of them is their arithmetic mean (a mixture).
 * A *penalty* objective (minimise, maximise, target …) gives an energy without that bound.
 */
export interface Objective {
  /** Energy of each value; NaN stays NaN (an undefined property is not an energy). */
  energy(values: Float64Array): Float64Array;
  /** dE/dvalue of each value; 0 where the energy is infinite or flat. */
  derivative(values: Float64Array): Float64Array;
  /** Where the energy is a line everywhere: dE/dvalue. Absent for all others. */
  readonly slope?: number;
}

/** The states of a batch with the latent values that minimise an energy, and the energy there. */
export interface Minimised<B> {
  readonly batch: B;
  readonly energy: Float64Array;
}

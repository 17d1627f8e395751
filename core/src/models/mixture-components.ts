/** Components of a mixture of Gaussians, one after the other. */
export interface MixtureComponents {
  readonly dimension: number;
  /** [components] */
  readonly logWeights: Float64Array;
  /** [components, dimension] */
  readonly means: Float64Array;
  /** [components, dimension] where all are diagonal, else [components, dimension, dimension]. */
  readonly precisions: Float64Array;
}

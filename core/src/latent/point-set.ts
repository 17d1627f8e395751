/** The values of latent variables that a sum or minimum goes over: the same for every state. */
export interface PointSet {
  readonly count: number;
  /** ln of the weight of each point in an integral over the latent variables. [count] */
  readonly logWeights: Float64Array;
  /** Whether the points are draws, so that sums over them have a standard error. */
  readonly isSampled: boolean;
  /** Writes the values of one point, one for each latent variable. */
  fill(point: number, values: Float64Array): void;
}

/** How the sampler went, one value per traced step. */
export interface Course {
  /** What a step is: 'generation'. */
  readonly stepName: string;
  readonly steps: Float64Array;
  readonly best: Float64Array;
  readonly mean?: Float64Array;
  readonly rates: readonly CourseRate[];
}

/** A share in [0, 1] over the steps. */
export interface CourseRate {
  /** 'Proposals accepted'. */
  readonly caption: string;
  /** 'share of proposals accepted'. */
  readonly meaning: string;
  readonly values: Float64Array;
}

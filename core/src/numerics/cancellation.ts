/** Says that the work is no longer wanted. An AbortSignal is one. Look at it between batches. */
export interface CancellationSignal {
  readonly aborted: boolean;
}

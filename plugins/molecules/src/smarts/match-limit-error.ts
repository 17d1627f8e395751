import { DesignError } from '@basin/core';

/** A pattern that has too many ways into a graph to follow them all. */
export class MatchLimitError extends DesignError {
  readonly limit: number;

  constructor(limit: number, step: number) {
    super(
      `the search for a pattern looked at ${limit} atoms and gave up at its atom ${step + 1}; make the pattern stricter`,
    );
    this.limit = limit;
  }
}

import { DesignError } from '@basin/core';

/** A line notation (SMILES or SMARTS) that cannot be read. `index` counts characters from 0. */
export class NotationError extends DesignError {
  readonly index: number;

  constructor(text: string, index: number, message: string) {
    super(`${message} at character ${index + 1} of '${text.length > 120 ? `${text.slice(0, 117)}...` : text}'`);
    this.index = index;
  }
}

/** A SMILES that cannot be read. */
export class SmilesSyntaxError extends NotationError {}

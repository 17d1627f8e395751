import { type Brand, brand, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { FormatAdapter } from './format.js';

export interface FormatSpecification<O> extends DefinitionCommon<O> {
  /** File name endings, lower case, with the dot: '.csv'. A '.gz' behind them is understood by every text format. */
  readonly extensions: readonly string[];
  create(options: O): FormatAdapter;
}

export type FormatDefinition<O = unknown> = FormatSpecification<O> & Brand<'format'>;

/** The token that modules bind formats to. */
export const FormatDefinition = extensionPoint<FormatDefinition>('format');

export function defineFormat<O>(specification: FormatSpecification<O>): FormatDefinition<O> {
  return brand('format', specification);
}

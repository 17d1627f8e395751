import { type Brand, brand, type CreationContext, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { StateSpace } from '../state/state-space.js';
import type { Encoder } from './encoder.js';

export interface EncoderSpecification<B, O> extends DefinitionCommon<O> {
  /** `kind` of the state space that it reads. */
  readonly space: string;
  /** Whether it is taken for its space where a file names none; at most one encoder of a space is. */
  readonly isDefault?: boolean;
  create(options: O, context: CreationContext & { readonly space: StateSpace<B> }): Awaitable<Encoder<B>>;
}

export type EncoderDefinition<B = unknown, O = unknown> = EncoderSpecification<B, O> & Brand<'encoder'>;

/** The token that modules bind encoders to. */
export const EncoderDefinition = extensionPoint<EncoderDefinition>('encoder');

export function defineEncoder<B, O>(specification: EncoderSpecification<B, O>): EncoderDefinition<B, O> {
  return brand('encoder', specification);
}

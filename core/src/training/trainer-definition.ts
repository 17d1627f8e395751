import { type Brand, brand, type DefinitionCommon, type Reference } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { KernelMaker, SpaceNeed } from '../kernel/kernel-definition.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { TrainerMaker } from './trainer.js';

/** Creates what a trainer's options refer to. */
export interface TrainerParts {
  kernel(reference: Reference<'kernel'>): Awaitable<KernelMaker>;
}

export interface TrainerSpecification<O> extends DefinitionCommon<O> {
  readonly space: SpaceNeed;
  /** Whether each example needs a target: the energy is then a property that learns to predict it. */
  readonly targets: 'required' | 'none';
  create(options: O, parts: TrainerParts): Awaitable<TrainerMaker>;
}

export type TrainerDefinition<O = unknown> = TrainerSpecification<O> & Brand<'trainer'>;

/** The token that modules bind trainers to. */
export const TrainerDefinition = extensionPoint<TrainerDefinition>('trainer');

export function defineTrainer<O>(specification: TrainerSpecification<O>): TrainerDefinition<O> {
  return brand('trainer', specification);
}

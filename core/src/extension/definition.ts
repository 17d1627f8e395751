import type { z } from 'zod';
import type { Energy } from '../energy/energy.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Objective } from '../objective/objective.js';
import type { Proposal, Variation } from '../proposal/proposal.js';
import type { Sampler } from '../sampler/sampler.js';
import type { StateSpace } from '../state/state-space.js';
import type { FormatAdapter } from '../step/format.js';
import type { Step } from '../step/step.js';
import type { ReferenceSchemas } from './reference.js';

/** Raised when a contract changes so that old plugins would misbehave. */
export const apiVersion = 1;

export type ExtensionPointName = 'space' | 'energy' | 'objective' | 'proposal' | 'sampler' | 'format' | 'step';

/** Options of an extension: a schema, or a function of the schemas for references to other extensions. */
export type OptionsSchema<O> = z.ZodType<O> | ((refer: ReferenceSchemas) => z.ZodType<O>);

/** What every extension's literal says about itself. Everything (registry, validation, list, explain, cite, docs) reads this. */
export interface DefinitionCommon<O> {
  /** 'package-topic/name' in kebab-case; those of core carry no slash. */
  readonly name: string;
  readonly summary: string;
  /** Longer explanation for `basin explain`, plain sentences. */
  readonly details?: string;
  /** The publication to cite. */
  readonly reference?: string;
  readonly options: OptionsSchema<O>;
  /** Options of a working example, as YAML would give them. */
  readonly example?: unknown;
}

/** What an extension may need while it is created. */
export interface CreationContext {
  /** Worker threads it may use. */
  readonly workerCount: number;
  /** Runs when the workflow ends, however it ends. */
  onDispose(dispose: () => Awaitable<void>): void;
}

interface Brand<P extends ExtensionPointName> {
  readonly $$type: `basin/${P}`;
  readonly apiVersion: number;
}

export interface StateSpaceSpecification<B, O> extends DefinitionCommon<O> {
  readonly kind: string;
  create(options: O, context: CreationContext): Awaitable<StateSpace<B>>;
}

export interface EnergySpecification<B, O> extends DefinitionCommon<O> {
  /** `kind` of the state space it takes. */
  readonly space: string;
  /** A property needs an objective before it is an energy. */
  readonly role: 'property' | 'energy';
  readonly unit: string;
  create(options: O, context: CreationContext): Awaitable<Energy<B>>;
}

export interface ObjectiveSpecification<O> extends DefinitionCommon<O> {
  readonly role: 'desirability' | 'penalty';
  create(options: O): Objective;
}

export interface ProposalSpecification<B, O> extends DefinitionCommon<O> {
  readonly space: string;
  /** 'reversible' gives a Proposal (Metropolis), 'variation' a Variation (genetic samplers). */
  readonly role: 'reversible' | 'variation';
  create(options: O, context: CreationContext): Awaitable<Proposal<B> | Variation<B>>;
}

export interface SamplerSpecification<O> extends DefinitionCommon<O> {
  /** `resolve` creates what the options refer to. */
  create(options: O, resolve: ReferenceResolver): Awaitable<Sampler<unknown>>;
}

export interface FormatSpecification<O> extends DefinitionCommon<O> {
  /** File name endings, with the dot, lower case: '.smi'. */
  readonly extensions: readonly string[];
  create(options: O): FormatAdapter;
}

export interface StepSpecification<O> extends DefinitionCommon<O> {
  create(options: O): Step;
}

/** A reference to another extension in options, already validated: its name and its parsed options. */
export interface Reference<P extends ExtensionPointName = ExtensionPointName> {
  readonly point: P;
  readonly name: string;
  readonly options: unknown;
}

/** Creates what a reference names. */
export interface ReferenceResolver {
  proposal(reference: Reference<'proposal'>): Awaitable<Proposal<unknown> | Variation<unknown>>;
}

export type StateSpaceDefinition<B = never, O = never> = StateSpaceSpecification<B, O> & Brand<'space'>;
export type EnergyDefinition<B = never, O = never> = EnergySpecification<B, O> & Brand<'energy'>;
export type ObjectiveDefinition<O = never> = ObjectiveSpecification<O> & Brand<'objective'>;
export type ProposalDefinition<B = never, O = never> = ProposalSpecification<B, O> & Brand<'proposal'>;
export type SamplerDefinition<O = never> = SamplerSpecification<O> & Brand<'sampler'>;
export type FormatDefinition<O = never> = FormatSpecification<O> & Brand<'format'>;
export type StepDefinition<O = never> = StepSpecification<O> & Brand<'step'>;

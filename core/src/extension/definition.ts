import type { z } from 'zod';
import type { Awaitable } from '../numerics/awaitable.js';

/** Raised when a contract changes so that old plugins would misbehave; a plugin built for another number is refused by name. */
export const apiVersion = 1;

/** Where plugins add things. Each point has one literal type, defined beside the contract that its extensions create. */
export type ExtensionPointName =
  | 'space'
  | 'encoder'
  | 'energy'
  | 'objective'
  | 'proposal'
  | 'kernel'
  | 'sampler'
  | 'partition'
  | 'trainer'
  | 'engine'
  | 'format'
  | 'step';

/** A validated reference from options to an extension: its name and its parsed options. */
export interface Reference<P extends ExtensionPointName = ExtensionPointName> {
  readonly point: P;
  readonly name: string;
  readonly options: unknown;
}

/** What an option needs of the extension that it refers to, beyond its point; judged by the literal, before anything is made. */
export interface ReferenceNeed {
  /** What is needed, with its article: 'a reversible proposal'. */
  readonly words: string;
  /** Why the others cannot be used, as a clause: 'the probability of its way back is unknown'. */
  readonly reason: string;
  accepts(definition: Definition): boolean;
}

/** Schemas by which the options of one extension refer to others. */
export interface ReferenceSchemas {
  /** Accepts `name` or `{ name: { …options } }` of any extension registered at the point that meets the need. */
  to<P extends ExtensionPointName>(point: P, need?: ReferenceNeed): z.ZodType<Reference<P>>;
}

/** Options of an extension: a schema, or a function of the schemas by which options refer to other extensions. */
export type OptionsSchema<O> = z.ZodType<O> | ((refer: ReferenceSchemas) => z.ZodType<O>);

/** What is wrong with an option although the schema takes it. */
export interface OptionFault {
  /** Keys from the options to the value that is at fault; empty for the options as a whole. */
  readonly path: readonly (string | number)[];
  /** In one line; it stands beside the value's place. */
  readonly message: string;
}

/** What every extension's literal says of itself. Registry, validation, list, explain, cite and the docs all read this. */
export interface DefinitionCommon<O> {
  /** Kebab-case parts: 'plugin/name' or 'plugin/group/name'; core's own carry no slash. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** Longer explanation for `basin explain`: plain sentences. */
  readonly details?: string;
  /** The publication to cite. */
  readonly reference?: string;
  readonly options: OptionsSchema<O>;
  /** Options of a working example, as a workflow file would give them. Required where options have no defaults. */
  readonly example?: unknown;
  /**
   * What only time or a loaded library can tell of options that the schema takes, such as a molecule that cannot exist. Run before
   * any work, once for equal options, side by side with the checks of others; options that refer to secrets are not given to
   * it, since their values are not there yet. Whoever creates an extension without it gets the same fault from `create`.
   *
   * @returns Every fault; none where the options are good.
   */
  check?(options: O): Awaitable<readonly OptionFault[]>;
}

/** The brand by which a literal is known, also when it comes from another copy of this package. */
export interface Brand<P extends ExtensionPointName> {
  readonly $$type: `basin/${P}`;
  readonly apiVersion: number;
}

/** Any extension, as the registry sees it. */
export type Definition<P extends ExtensionPointName = ExtensionPointName> = DefinitionCommon<unknown> & Brand<P>;

/** What an extension may need while it is created. */
export interface CreationContext {
  /** Worker threads it may use, ≥ 1. */
  readonly workerCount: number;
  /** `dispose` runs when the work ends, however it ends. */
  onDispose(dispose: () => Awaitable<void>): void;
}

/** Brands a specification: the shared body of every `defineX`. */
export function brand<P extends ExtensionPointName, S>(point: P, specification: S): S & Brand<P> {
  return { ...specification, $$type: `basin/${point}`, apiVersion } as S & Brand<P>;
}

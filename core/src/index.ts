export { all } from './energy/all.js';
export { any } from './energy/any.js';
export {
  type Decomposable,
  type Differentiable,
  type Energy,
  isDecomposable,
  isDifferentiable,
  isLocal,
  isTrainable,
  type Local,
  type Property,
  type TermTree,
  type Trainable,
  type ValueAndGradient,
} from './energy/energy.js';
export { defineEnergy, EnergyDefinition, type EnergySpecification } from './energy/energy-definition.js';
export type { EnergyExpression } from './energy/expression.js';
export { not } from './energy/not.js';
export type { WeightedTerm } from './energy/weighted-term.js';
export {
  ConfigurationError,
  type ConfigurationFault,
  DatasetError,
  type DatasetPlace,
  DesignError,
  InvalidStateError,
  NonFiniteEnergyError,
  PluginError,
  type SourcePosition,
  UnknownExtensionError,
} from './errors/design-error.js';
export {
  apiVersion,
  type CreationContext,
  type Definition,
  type DefinitionCommon,
  type ExtensionPointName,
  type OptionsSchema,
  type Reference,
  type ReferenceSchemas,
} from './extension/definition.js';
export { extensionPointNames } from './extension/extension-point.js';
export { nearestNames } from './extension/nearest-name.js';
export { type DefinitionSource, optionsSchemaOf, referenceSchemas } from './extension/reference.js';
export { type BrokenContribution, type PluginIdentity, type Registered, Registry } from './extension/registry.js';
export type { Awaitable } from './numerics/awaitable.js';
export type { CancellationSignal } from './numerics/cancellation.js';
export type { Rng, RngPosition } from './numerics/rng.js';
export { AliasTable, chooseWeighted } from './numerics/weighted-choice.js';
export { gaussian, maxGaussian, minGaussian } from './objective/gaussians.js';
export type { Objective } from './objective/objective.js';
export { defineObjective, ObjectiveDefinition, type ObjectiveSpecification } from './objective/objective-definition.js';
export { propertyEnergy } from './objective/property-energy.js';
export { clipped } from './objective/ramps.js';
export type { Offspring, Proposal, Proposed, Variation } from './proposal/proposal.js';
export { defineProposal, ProposalDefinition, type ProposalSpecification } from './proposal/proposal-definition.js';
export type { Sampler, SamplingProblem, SamplingProgress, SamplingResult, StopReason } from './sampler/sampler.js';
export {
  defineSampler,
  type ResolvedVariation,
  SamplerDefinition,
  type SamplerParts,
  type SamplerSpecification,
} from './sampler/sampler-definition.js';
export {
  type Column,
  type ColumnField,
  type Columns,
  type ColumnType,
  columnLength,
  rowCountOf,
  type Table,
  type TableSchema,
} from './state/columns.js';
export {
  type BadRow,
  type Comparable,
  type Decoded,
  type Drawable,
  type Drawing,
  isComparable,
  isDrawable,
  type StateSpace,
} from './state/state-space.js';
export {
  defineStateSpace,
  StateSpaceDefinition,
  type StateSpaceSpecification,
} from './state/state-space-definition.js';
export type { FileTable, FormatAdapter, MalformedRecord, TableWriter, WrittenFile } from './step/format.js';
export { defineFormat, FormatDefinition, type FormatSpecification } from './step/format-definition.js';
export type {
  RunDescription,
  Step,
  StepContext,
  StepDescription,
  StepInput,
  StepOutcome,
  StepProgress,
  WorkspaceFiles,
} from './step/step.js';
export { defineStep, StepDefinition, type StepSpecification } from './step/step-definition.js';

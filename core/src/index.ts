export { effectiveBeta } from './certificate/beta-check.js';
export { certifyDraws, type DrawsEvidence } from './certificate/certify-draws.js';
export { DrawRecord, logWeightName, type RecordedDraws } from './certificate/draw-record.js';
export { evenlySpread } from './certificate/evenly-spread.js';
export { noDrawsFact } from './certificate/no-draws.js';
export { resampledRecord } from './certificate/resampled-record.js';
export { type TargetEvidence, targetChecks } from './certificate/target-checks.js';
export { coreModule } from './core-module.js';
export {
  type Certificate,
  type CertificateCheck,
  check,
  type QuantityDiagnostics,
  verdictOf,
} from './diagnostics/certificate.js';
export {
  type CertificateEvidence,
  type CertificateLimits,
  type CertifiedFact,
  certify,
  defaultLimits,
} from './diagnostics/certify.js';
export { type ChainedQuantity, diagnoseQuantity, neverChanged } from './diagnostics/diagnose-quantity.js';
export {
  configurationalBeta,
  type EffectiveBeta,
  pseudoLikelihoodBeta,
  type ScoreOfBeta,
} from './diagnostics/effective-beta.js';
export {
  autocorrelationTime,
  bulkSampleSize,
  effectiveSampleSize,
  monteCarloStandardError,
  tailSampleSize,
} from './diagnostics/effective-sample-size.js';
export { type Discrepancy, meanDiscrepancy, steinDiscrepancy } from './diagnostics/kernel-discrepancy.js';
export { rankNormalisedRHat } from './diagnostics/r-hat.js';
export { type TotalVariation, totalVariation } from './diagnostics/total-variation.js';
export { type CoordinateEncoding, coordinateEncoder } from './encoding/coordinates.js';
export { type Encoder, type FeatureMotion, isOneHot, isSmooth, type OneHot, type Smooth } from './encoding/encoder.js';
export { defineEncoder, EncoderDefinition, type EncoderSpecification } from './encoding/encoder-definition.js';
export { oneHotEncoder } from './encoding/one-hot.js';
export { all, type SumSettings } from './energy/all.js';
export { any, type MixtureSettings } from './energy/any.js';
export { type Composed, type Composition, isComposed } from './energy/composed.js';
export { type AllowedRange, type ConstraintSettings, constraint } from './energy/constraint.js';
export { correctedMixtures } from './energy/corrected-mixtures.js';
export {
  type BoundedBelow,
  type Clamped,
  type Decomposable,
  type Differentiable,
  type DirectionalGradient,
  type DirectionallyTrainable,
  type Energy,
  type Ensemble,
  type Exportable,
  type ExportedFile,
  isBoundedBelow,
  isClamped,
  isDecomposable,
  isDifferentiable,
  isDirectionallyTrainable,
  isEnsemble,
  isExportable,
  isLocal,
  isNormalised,
  isSiteClassed,
  isSiteLocal,
  isSiteSloped,
  isTailed,
  isTrainable,
  isWithoutGradients,
  type Local,
  type Normalised,
  type Property,
  type SiteClassed,
  type SiteGraph,
  type SiteLocal,
  type SiteSloped,
  type Tail,
  type Tailed,
  type TermJoin,
  type TermTree,
  type Trainable,
  type ValueAndGradient,
  type ValueAndSlopes,
  type WithoutGradients,
} from './energy/energy.js';
export type { EnergyContext } from './energy/energy-context.js';
export { defineEnergy, EnergyDefinition, type EnergySpecification, unitOf } from './energy/energy-definition.js';
export { childrenOf, type EnergyExpression, type MixtureNormalisation, withChildren } from './energy/expression.js';
export { given } from './energy/given.js';
export { type MixtureShare, mixtureShares } from './energy/mixture-shares.js';
export { not } from './energy/not.js';
export {
  fallsWithoutEnd,
  type Properness,
  propernessOf,
  requireProper,
  type StrengthLimit,
} from './energy/properness.js';
export { propertyNeed } from './energy/property-need.js';
export { exactSlopes } from './energy/site-slopes.js';
export { tempered } from './energy/tempered.js';
export { estimatedPartitions, unknownPartitions } from './energy/unknown-partitions.js';
export type { WeightedTerm } from './energy/weighted-term.js';
export { createEngine, type EngineCandidate } from './engine/create-engine.js';
export { type EngineChoice, engineChoiceOptions } from './engine/engine-choice.js';
export {
  type DeviceState,
  defineEngine,
  EngineDefinition,
  type EngineSpecification,
} from './engine/engine-definition.js';
export type {
  CompiledGraph,
  Device,
  NamedTensors,
  Precision,
  TensorData,
  TensorEngine,
} from './engine/tensor-engine.js';
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
  type OptionFault,
  type OptionsSchema,
  type Reference,
  type ReferenceNeed,
  type ReferenceSchemas,
} from './extension/definition.js';
export { extensionPointNames } from './extension/extension-point.js';
export { nearestNames } from './extension/nearest-name.js';
export { type DefinitionSource, optionsSchemaOf, referenceSchemas } from './extension/reference.js';
export { type BrokenContribution, type PluginIdentity, type Registered, Registry } from './extension/registry.js';
export { blockedGibbsKernel, type ColourOrder } from './kernel/blocked-gibbs.js';
export { ChainStreams } from './kernel/chain-streams.js';
export { discreteLangevinKernel } from './kernel/discrete-langevin.js';
export { type GibbsSettings, gibbsKernel } from './kernel/gibbs.js';
export { gibbsWithGradientsKernel } from './kernel/gibbs-with-gradients.js';
export { type HmcParts, hmcKernel } from './kernel/hmc.js';
export {
  betaOf,
  type ChainArrays,
  type ChainState,
  checkBeta,
  fixedKernel,
  type InitialParameters,
  type Kernel,
  type StepInfo,
  type TunableKernel,
  type WarmUpStep,
} from './kernel/kernel.js';
export {
  defineKernel,
  type EnergyNeed,
  KernelDefinition,
  type KernelMaker,
  type KernelParts,
  type KernelSpecification,
  type KernelTarget,
  type SpaceNeed,
} from './kernel/kernel-definition.js';
export { type LangevinParts, langevinKernel } from './kernel/langevin.js';
export { type MalaParts, malaKernel } from './kernel/mala.js';
export { type Metric, type MetricKind, unitMetric } from './kernel/metric.js';
export { logAcceptance, type MetropolisParts, metropolisKernel } from './kernel/metropolis.js';
export { metropolisOver } from './kernel/metropolis-definition.js';
export { type MixedKernel, type MixtureOrder, mixtureKernel } from './kernel/mixture-kernel.js';
export { type NutsParts, nutsKernel, type TunedNutsOptions, tunedNuts } from './kernel/nuts.js';
export { type ProposedEnergy, proposedEnergy } from './kernel/proposed-energy.js';
export { rowStreams } from './kernel/row-streams.js';
export type { StepSize } from './kernel/step-size.js';
export { type Tuning, tunedKernel } from './kernel/tuned-kernel.js';
export { type UnderdampedLangevinParts, underdampedLangevinKernel } from './kernel/underdamped-langevin.js';
export { type Estimated, freeEnergy, isEstimated } from './latent/free-energy.js';
export {
  type LatentMethod,
  type LatentMethodName,
  latentMethods,
  minimumMethods,
  sumMethods,
} from './latent/latent-method.js';
export { type LatentPoints, latentPoints } from './latent/latent-points.js';
export { type LatentVariables, latentVariables } from './latent/latent-variables.js';
export { minimumOver } from './latent/minimum-over.js';
export { type BananaOptions, banana, bananaEnergy } from './models/banana.js';
export { coordinate, coordinateProperty } from './models/coordinate.js';
export { distanceFrom, distanceProperty } from './models/distance-from.js';
export { type DoubleWellOptions, doubleWell, doubleWellEnergy } from './models/double-well.js';
export { eightSchools, eightSchoolsEnergy } from './models/eight-schools.js';
export { funnel, funnelEnergy } from './models/funnel.js';
export { type GaussianOptions, gaussianEnergy, gaussianModel } from './models/gaussian.js';
export {
  type GaussianMixtureOptions,
  gaussianMixture,
  gaussianMixtureEnergy,
  type MixtureComponent,
} from './models/gaussian-mixture.js';
export { Ising, type IsingModel } from './models/ising.js';
export { Pairwise, type PairwiseModel } from './models/pairwise.js';
export { type PointFunction, pointEnergy } from './models/point-energy.js';
export { Potts, type PottsModel } from './models/potts.js';
export type { WidthOptions } from './models/precision.js';
export { quartic, quarticEnergy } from './models/quartic.js';
export { type BoltzmannModel, RestrictedBoltzmann } from './models/restricted-boltzmann.js';
export { type RingOptions, ring, ringEnergy } from './models/ring.js';
export { type Awaitable, whenAll, whenDone } from './numerics/awaitable.js';
export type { CancellationSignal } from './numerics/cancellation.js';
export { type Histogram, histogram } from './numerics/histogram.js';
export { type Hash64, hashLabel } from './numerics/label-hash.js';
export { logAddExp, logMeanExp, logSumExp } from './numerics/log-sum-exp.js';
export { normalQuantile } from './numerics/normal-quantile.js';
export { drawWithoutReplacement, permutation, shuffle } from './numerics/permutation.js';
export { fromPosition, randomStream } from './numerics/random-stream.js';
export type { Rng, RngPosition } from './numerics/rng.js';
export { RunningMoments } from './numerics/running-moments.js';
export {
  type Extent,
  extent,
  mean,
  median,
  quantile,
  quantileOfSorted,
  standardDeviation,
  variance,
} from './numerics/statistics.js';
export { AliasTable, type ChoosingRng, chooseWeighted, happens, isChoosing } from './numerics/weighted-choice.js';
export { gaussian, maxGaussian, minGaussian } from './objective/gaussians.js';
export type { Objective } from './objective/objective.js';
export { defineObjective, ObjectiveDefinition, type ObjectiveSpecification } from './objective/objective-definition.js';
export type { ObjectiveDescription, WantedValues } from './objective/objective-description.js';
export { propertyEnergy } from './objective/property-energy.js';
export { clipped } from './objective/ramps.js';
export { annealedImportance, type ImportanceSettings } from './partition/annealed-importance-sampling.js';
export { type BennettEstimate, bennettRatio } from './partition/bennett.js';
export { enumeratePartition } from './partition/enumeration.js';
export {
  definePartition,
  type PartitionBracket,
  PartitionDefinition,
  type PartitionEstimate,
  type PartitionEstimator,
  type PartitionFact,
  type PartitionParts,
  type PartitionProblem,
  type PartitionProgress,
  type PartitionSpecification,
  type PartitionTarget,
} from './partition/partition-definition.js';
export { type ParticleSettings, particlePartition } from './partition/sequential-monte-carlo-partition.js';
export { type IntegrationSettings, integratePartition } from './partition/thermodynamic-integration.js';
export { freeAxes, freeSites } from './path/free-variables.js';
export type { Offspring, Proposal, Proposed, Variation } from './proposal/proposal.js';
export { defineProposal, ProposalDefinition, type ProposalSpecification } from './proposal/proposal-definition.js';
export { reversibleProposal, variationOfOne, variationOfTwo } from './proposal/proposal-need.js';
export { randomWalk, randomWalkProposal } from './proposal/random-walk.js';
export { siteFlip } from './proposal/site-flip.js';
export { uniformDraw, uniformDrawProposal } from './proposal/uniform-draw.js';
export { type AnnealedLangevinSettings, annealedLangevinSampler } from './sampler/annealed-langevin.js';
export { type AnnealingSettings, annealingSampler } from './sampler/annealing.js';
export { type BasinHoppingSettings, basinHoppingSampler } from './sampler/basin-hopping.js';
export type { BreedingPlan } from './sampler/breeding.js';
export type { ChainSettings, KernelFor } from './sampler/chains.js';
export { type ChainsSettings, chainsSampler } from './sampler/chains-sampler.js';
export { type Checkpoint, type CheckpointValue, packState, unpackState } from './sampler/checkpoint.js';
export { parseCheckpoint, serialiseCheckpoint } from './sampler/checkpoint-text.js';
export { delayedAcceptanceOver } from './sampler/delayed-acceptance.js';
export type { DescentMethod, DescentRules } from './sampler/descending-points.js';
export { type DescentSettings, descentSampler } from './sampler/descent.js';
export {
  type ChainSpan,
  type Divisible,
  evenSpans,
  isDivisible,
  type SpanDriver,
  type SpanReport,
  type SpanWindow,
} from './sampler/divisible.js';
export type { EndingLimits } from './sampler/endings.js';
export type { EvaluationListener } from './sampler/evaluated-designs.js';
export { type GeneticSettings, geneticSampler } from './sampler/genetic-sampler.js';
export type { InitialChoice } from './sampler/initial-designs.js';
export { type ParallelTemperingSettings, parallelTemperingSampler } from './sampler/parallel-tempering.js';
export {
  type DescriptorAxis,
  type QualityDiversitySettings,
  qualityDiversitySampler,
} from './sampler/quality-diversity.js';
export { swapProbability } from './sampler/replica-swap.js';
export type {
  Draws,
  Sampler,
  SamplingFact,
  SamplingProblem,
  SamplingProgress,
  SamplingResult,
  SamplingTarget,
  StopReason,
} from './sampler/sampler.js';
export {
  defineSampler,
  type ResolvedVariation,
  SamplerDefinition,
  type SamplerParts,
  type SamplerSpecification,
  type SamplerTraits,
} from './sampler/sampler-definition.js';
export { constantSchedule, geometricSchedule, linearSchedule, type Schedule } from './sampler/schedule.js';
export {
  logQuantileSelection,
  type ParentDraw,
  proportionalSelection,
  type Selection,
  tournamentSelection,
} from './sampler/selection.js';
export { type SequentialMonteCarloSettings, sequentialMonteCarloSampler } from './sampler/sequential-monte-carlo.js';
export { type AxisSpecification, axesOf } from './state/axis-specification.js';
export { type CategoricalBatch, type CategoricalLayout, CategoricalSpace } from './state/categorical-space.js';
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
export { concatColumns } from './state/concat-columns.js';
export { type Axes, type Continuous, isContinuous, withinBounds, wrapPeriodic } from './state/continuous.js';
export { type CoordinateSpace, coordinateSpaceOf } from './state/coordinate-space.js';
export { type Discrete, isDiscrete, mostValues } from './state/discrete.js';
export {
  type HeldVariables,
  heldVariables,
  type VariableName,
  type VariableValue,
  variableIndices,
} from './state/held-variables.js';
export { type Lattice, latticeBonds, latticeOf, type OnLattice } from './state/lattice.js';
export type { Alphabet, SiteGroup } from './state/site-text.js';
export type { SpaceContext } from './state/space-context.js';
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
export { type VectorBatch, VectorSpace } from './state/vector-space.js';
export { vectorSpace } from './state/vector-space-definition.js';
export type { FileTable, FormatAdapter, MalformedRecord, TableWriter, WrittenFile } from './step/format.js';
export { defineFormat, FormatDefinition, type FormatSpecification } from './step/format-definition.js';
export type { RehearsalCheck, RehearsalContext } from './step/rehearsal.js';
export type {
  FileChecksum,
  RunDescription,
  Step,
  StepCertificate,
  StepContext,
  StepDescription,
  StepInput,
  StepOutcome,
  StepProgress,
  StepStore,
  UnitProperty,
  WorkspaceFiles,
} from './step/step.js';
export { defineStep, StepDefinition, type StepSpecification } from './step/step-definition.js';
export type { ColumnUse, OutlineContext, TableOutline } from './step/table-outline.js';
export type { ContrastiveSettings } from './training/chain-contrast.js';
export { contrastiveDivergence } from './training/contrastive-divergence.js';
export { type DenoisingSettings, denoisingScoreMatching } from './training/denoising-score-matching.js';
export type { EntropySettings } from './training/entropy-term.js';
export type { ModelChainSettings } from './training/model-chains.js';
export { type NoiseContrastiveSettings, noiseContrastive } from './training/noise-contrastive.js';
export type { NoiseKind } from './training/noise-distribution.js';
export {
  type PersistentSettings,
  persistentContrastiveDivergence,
} from './training/persistent-contrastive-divergence.js';
export { type PseudoLikelihoodSettings, pseudoLikelihood } from './training/pseudo-likelihood.js';
export { type ErrorModel, regression } from './training/regression.js';
export { type SlicedSettings, slicedScoreMatching } from './training/sliced-score-matching.js';
export { train } from './training/train.js';
export type {
  Trainer,
  TrainerMaker,
  TrainerStart,
  TrainingGradient,
  TrainingSet,
  TrainingSubject,
} from './training/trainer.js';
export {
  defineTrainer,
  TrainerDefinition,
  type TrainerParts,
  type TrainerSpecification,
} from './training/trainer-definition.js';
export type { Recovery, TrainingProblem, TrainingProgress, TrainingResult } from './training/training.js';
export {
  refineLength,
  type TrainingSettings,
  trainingOptions,
  trainingSettings,
} from './training/training-options.js';

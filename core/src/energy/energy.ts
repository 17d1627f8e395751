import type { Awaitable } from '../numerics/awaitable.js';

/**
 * A scalar function of states, evaluated a batch at a time. Lower is better.
 * +Infinity forbids a state; NaN or −Infinity is an error that names the term.
 * A *property* has the same shape but is a number with a unit; an objective turns it into an energy, and NaN there marks a row
 * for which the property is not defined.
 */
export interface Energy<B> {
  /** @returns One value per row. */
  evaluate(batch: B): Awaitable<Float64Array>;
}

export type Property<B> = Energy<B>;

/** Energy and gradient of every row in one pass. `gradient` is [rows, dimension], row-major. */
export interface ValueAndGradient {
  readonly energy: Float64Array;
  readonly gradient: Float64Array;
}

/** Capability: ∂E/∂x, for spaces with coordinates. Where the energy is +Infinity the gradient is 0. */
export interface Differentiable<B> extends Energy<B> {
  /** @param into - Arrays to write the result in and give back, of the right lengths; new ones are made when absent. */
  evaluateWithGradient(batch: B, into?: ValueAndGradient): Awaitable<ValueAndGradient>;
}

/**
 * How a term's energy follows from its children's: their weighted sum, their soft minimum, the weighted negative of the one
 * child, or the weighted one child itself ('given' at clamped states, 'tempered' with β as the weight).
 */
export type TermJoin = 'leaf' | 'all' | 'any' | 'not' | 'given' | 'tempered';

/** A term of an energy with everything below it: what each candidate pays, and for what. */
export interface TermTree {
  /** Name in the workflow file, or the operator or extension name. Unique among its siblings. */
  readonly name: string;
  /** Weight in the parent; 1 at the root. */
  readonly weight: number;
  /** How the children are joined; 'leaf' where there are none. */
  readonly join: TermJoin;
  /** Energy of each row before the parent's weight. */
  readonly energy: Float64Array;
  /** For a property with an objective: the property's value and unit. */
  readonly value?: Float64Array;
  readonly unit?: string;
  readonly terms: readonly TermTree[];
}

/** Capability: named terms. One pass gives energy and terms; the root's `energy` equals `evaluate`. */
export interface Decomposable<B> extends Energy<B> {
  evaluateTerms(batch: B): Awaitable<TermTree>;
}

/**
 * Capability: the change of energy when row r of `from` becomes row r of `to`, in O(change) where the energy can.
 * Rows of `from` have finite energies; +Infinity says that the row of `to` is forbidden.
 */
export interface Local<B> extends Energy<B> {
  difference(from: B, to: B): Awaitable<Float64Array>;
}

/**
 * Which sites of a discrete space the energy couples, as adjacency lists: the neighbours of site s are
 * `neighbours[offsets[s]] … neighbours[offsets[s + 1] − 1]`. Two sites that are no neighbours are independent given the rest.
 */
export interface SiteGraph {
  /** [siteCount + 1] */
  readonly offsets: Int32Array;
  readonly neighbours: Int32Array;
}

/** Capability, in discrete spaces: the energies of every value of single sites with all others fixed, in O(neighbours). */
export interface SiteLocal<B> extends Energy<B> {
  /** Undefined where every site may be coupled to every other. */
  readonly siteGraph: SiteGraph | undefined;
  /**
   * For every row and every listed site, the energy of each value of that site while all other sites are as in `batch`, up to a
   * constant of the row and site. Values that the site cannot take, and forbidden ones, get +Infinity.
   *
   * Whoever calls may change the sites of its batch between calls: nothing may be remembered of a batch.
   *
   * @param sites - Sites, any order. Never changed: what follows from a list may be kept by it.
   * @param into - [rows, sites.length, most values of any site]: written in full.
   */
  siteEnergies(batch: B, sites: Int32Array, into: Float64Array): Awaitable<void>;
}

/**
 * Capability: the conditional energies of a site are a row of a short table, chosen by its neighbours: row `classOffsets[site]` + the
 * sum of the values of its neighbours in `siteGraph`, as often as they are listed there. Spins that all pull alike are so. Heat
 * baths then need a few probabilities in all, and not one a site.
 */
export interface SiteClassed<B> extends SiteLocal<B> {
  readonly siteGraph: SiteGraph;
  /** [siteCount] */
  readonly classOffsets: Int32Array;
  /** What `siteEnergies` gives a site of each class: [classes, most values of any site]. Changes with the parameters. */
  classEnergies(): Float64Array;
}

/**
 * Capability: a flat vector of parameters θ, and ∂E/∂θ summed over rows with weights. All of training needs only this.
 * Weights of a composition are parameters too: ln wᵢ, so that every real vector is allowed.
 */
export interface Trainable<B> extends Energy<B> {
  readonly parameterCount: number;
  /** A copy. */
  parameters(): Float64Array;
  /** Changes the energy for all who hold it. @throws {RangeError} Wrong length, or a number that is not finite. */
  setParameters(parameters: Float64Array): void;
  /** @returns Σᵣ rowWeights[r] ∂E(xᵣ)/∂θ, [parameterCount]. */
  parameterGradient(batch: B, rowWeights: Float64Array): Awaitable<Float64Array>;
}

/**
 * Capability of a property that several members predict, each with parameters of its own: what each says, so that they can learn
 * apart. What `evaluate` makes of them (their mean, a bound) does not matter there.
 */
export interface Ensemble<B> extends Trainable<B> {
  readonly memberCount: number;
  /** What each member predicts, [rows, memberCount], row-major. */
  evaluateMembers(batch: B): Awaitable<Float64Array>;
  /**
   * @param memberWeights - [rows, memberCount], row-major.
   * @returns Σᵣ Σₘ memberWeights[r, m] ∂fₘ(xᵣ)/∂θ, [parameterCount].
   */
  memberGradient(batch: B, memberWeights: Float64Array): Awaitable<Float64Array>;
}

/** Derivatives along given directions, and what changes them. */
export interface DirectionalGradient {
  /** (vᵣ·∇)ᵏ E(xᵣ), [rows]. */
  readonly derivative: Float64Array;
  /** Σᵣ rowWeights[r] ∂/∂θ (vᵣ·∇)ᵏ E(xᵣ), [parameterCount]. */
  readonly gradient: Float64Array;
}

/**
 * Capability, in continuous spaces: how derivatives along directions follow the parameters. Score matching and penalties on
 * gradients are made of these.
 */
export interface DirectionallyTrainable<B> extends Trainable<B> {
  /**
   * @param directions - v, [rows, dimension].
   * @param order - k: the first or second derivative.
   */
  directionalGradient(
    batch: B,
    directions: Float64Array,
    order: 1 | 2,
    rowWeights: Float64Array,
  ): Awaitable<DirectionalGradient>;
}

/** Energy of every row, and how it would change, to first order, were a site to have another value. */
export interface ValueAndSlopes {
  readonly energy: Float64Array;
  /**
   * [rows, sites, most values of any site]: up to a constant of the row and site. +Infinity at values that the site cannot take,
   * and where the state is known to be forbidden; rows of forbidden states mean nothing.
   */
  readonly slopes: Float64Array;
}

/**
 * Capability, in discrete spaces: estimates of what `SiteLocal` gives exactly, for all sites in one pass. They guide proposals,
 * and a Metropolis test with exact energies makes up for what they miss. They follow from the state alone.
 */
export interface SiteSloped<B> extends Energy<B> {
  /** @returns With the `energy` that `evaluate` gives. */
  evaluateWithSlopes(batch: B): Awaitable<ValueAndSlopes>;
}

/**
 * Capability: the energy does not depend on some coordinates or sites (they are clamped, or summed out), and what they are
 * held at. Samplers start there and leave them alone, so that what they draw is a distribution of the others.
 */
export interface Clamped<B> extends Energy<B> {
  /** Coordinates or sites, ascending, and the value of each: [indices.length]. */
  readonly clamp: { readonly indices: Int32Array; readonly values: Float64Array };
}

/** Capability: ln ∫ e^(−βE) over the whole space in closed form, where it is known at that β. */
export interface Normalised<B> extends Energy<B> {
  logPartition(beta: number): number | undefined;
}

/**
 * How an energy grows far out: E(x) = ½ xᵀ A x + o(|x|²) for 'quadratic' with A = `form` [dimension, dimension], symmetric;
 * E(x) − slope · x bounded for 'linear', with `slope` [dimension]; |E|/|x|² → 0 for 'slower', E/|x|² → +∞ for 'faster' and → −∞ for 'falling', each uniformly in every direction.
 */
export type Tail =
  | { readonly growth: 'faster' | 'slower' | 'falling' }
  | { readonly growth: 'linear'; readonly slope: Float64Array }
  | { readonly growth: 'quadratic'; readonly form: Float64Array };

/**
 * Capability, in continuous spaces: how the energy grows far out, from which follows whether e^(−E) has an integral. Directions
 * along clamped coordinates do not count: there the energy is constant.
 */
export interface Tailed<B> extends Energy<B> {
  readonly tail: Tail;
}

/** Capability: a number that no state's energy is below. */
export interface BoundedBelow<B> extends Energy<B> {
  /** Finite. */
  readonly lowerBound: number;
}

/** Capability: why it has no gradients, where others of its kind have them. */
export interface WithoutGradients<B> extends Energy<B> {
  /** Part of a sentence: 'no derivative is known of Floor (node 'f')'. */
  readonly gradientObstacle: string;
}

/** A file that other programs read. */
export interface ExportedFile {
  /** Of its name, with the dot: '.onnx'. */
  readonly extension: string;
  readonly bytes: Uint8Array;
}

/** Capability: can be written, with its parameters as they are now, as a file that other programs read. */
export interface Exportable<B> extends Energy<B> {
  /** @param metadata - What the file is to say of where it comes from, beside what the energy says itself. */
  exportFile(metadata?: Readonly<Record<string, string>>): Awaitable<ExportedFile>;
}

export function isDifferentiable<B>(energy: Energy<B>): energy is Differentiable<B> {
  return 'evaluateWithGradient' in energy;
}

export function isDecomposable<B>(energy: Energy<B>): energy is Decomposable<B> {
  return 'evaluateTerms' in energy;
}

export function isLocal<B>(energy: Energy<B>): energy is Local<B> {
  return 'difference' in energy;
}

export function isTrainable<B>(energy: Energy<B>): energy is Trainable<B> {
  return 'parameterGradient' in energy;
}

export function isEnsemble<B>(energy: Energy<B>): energy is Ensemble<B> {
  return 'evaluateMembers' in energy;
}

export function isDirectionallyTrainable<B>(energy: Energy<B>): energy is DirectionallyTrainable<B> {
  return 'directionalGradient' in energy;
}

export function isWithoutGradients<B>(energy: Energy<B>): energy is WithoutGradients<B> {
  return 'gradientObstacle' in energy;
}

export function isExportable<B>(energy: Energy<B>): energy is Exportable<B> {
  return 'exportFile' in energy;
}

export function isSiteSloped<B>(energy: Energy<B>): energy is SiteSloped<B> {
  return 'evaluateWithSlopes' in energy;
}

export function isSiteLocal<B>(energy: Energy<B>): energy is SiteLocal<B> {
  return 'siteEnergies' in energy;
}

export function isSiteClassed<B>(energy: Energy<B>): energy is SiteClassed<B> {
  return 'classEnergies' in energy;
}

export function isClamped<B>(energy: Energy<B>): energy is Clamped<B> {
  return 'clamp' in energy;
}

export function isNormalised<B>(energy: Energy<B>): energy is Normalised<B> {
  return 'logPartition' in energy;
}

export function isTailed<B>(energy: Energy<B>): energy is Tailed<B> {
  return 'tail' in energy;
}

export function isBoundedBelow<B>(energy: Energy<B>): energy is BoundedBelow<B> {
  return 'lowerBound' in energy;
}

import type { Certificate } from '@basin/core';
import type { Course } from './course-content.js';

/** The certificate of a step that draws. */
export interface CertifiedStep {
  readonly step: string;
  readonly certificate: Certificate;
}

/** What a report tells of draws from p(x) ∝ e^(−βE), as plain data. */
export interface DrawsContent {
  /** Name of the step that drew. */
  readonly step: string;
  readonly drawCount: number;
  /** Whether draws had weights: what is told of them is of draws made again with these weights. */
  readonly isWeighted: boolean;
  /** Chains by their numbers, ascending; the chains of every quantity are in this order. */
  readonly chains: readonly number[];
  /** The energy, then coordinates and properties, those that there is room for. */
  readonly quantities: readonly DrawnQuantity[];
  /** Quantities that there was no room for. */
  readonly leftOut: readonly string[];
  readonly landscape?: Landscape;
  readonly shares?: StateShares;
  /** How the sampler went. */
  readonly course?: Course;
  /** States drawn, far apart in the chains. */
  readonly pictures: readonly DrawnPicture[];
}

/** A number of every draw. */
export interface DrawnQuantity {
  readonly name: string;
  readonly unit: string;
  /** What it is: its draws chain by chain, in order. */
  readonly chains: readonly Float64Array[];
}

export interface DrawnPicture {
  /** Chain and step of the draw. */
  readonly chain: number;
  readonly step: number;
  readonly energy: number;
  readonly drawing: { readonly svg: string; readonly alt: string };
}

/** The energy where the draws are. */
export type Landscape = EnergyCurve | EnergyMap;

/** Along one axis. */
export interface EnergyCurve {
  readonly form: 'curve';
  readonly axis: string;
  readonly beta: number;
  /** Ascending, evenly spaced. */
  readonly x: Float64Array;
  readonly energy: Float64Array;
  readonly draws: Float64Array;
}

/** Over two axes. */
export interface EnergyMap {
  readonly form: 'map';
  readonly axes: readonly [string, string];
  readonly beta: number;
  readonly columns: number;
  readonly rows: number;
  /** Ends of the grid along each axis. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** [rows, columns] */
  readonly energy: Float64Array;
  /** Some of the draws, chain by chain as of {@link DrawsContent.chains}. */
  readonly draws: readonly { readonly x: Float64Array; readonly y: Float64Array }[];
}

/** How often the states of a discrete space were drawn, most probable first. */
export interface StateShares {
  readonly states: readonly StateShare[];
  /** States that are not shown, and how much they have of the draws and of the probability. */
  readonly others: { readonly count: number; readonly drawn: number; readonly exact?: number };
}

export interface StateShare {
  readonly state: string;
  /** Share of the draws, in [0, 1]. */
  readonly drawn: number;
  /** Probability, where every state's energy is known. */
  readonly exact?: number;
}

/** An estimate with its standard error, NaN where that is not known. */
export interface Bound {
  readonly value: number;
  readonly error: number;
}

/** ln Z of one step. */
export interface PartitionResult {
  readonly step: string;
  /** Name of the estimator. */
  readonly estimator: string;
  /** NaN where the table does not say. */
  readonly beta: number;
  readonly logPartition: number;
  /** 0 where it is exact; NaN where it is not known. */
  readonly standardError: number;
  /** Estimates that are too low and too high in expectation. */
  readonly low?: Bound;
  readonly high?: Bound;
  readonly evaluations?: number;
}

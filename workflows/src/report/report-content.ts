import type { RunDescription } from '@basin/core';
import type { Course } from './course-content.js';
import type { CertifiedStep, DrawsContent, PartitionResult } from './draws-content.js';

/** Everything that a report tells, as plain data. Nothing in it is trusted to be markup. */
export interface ReportContent {
  readonly title: string;
  readonly run: RunDescription;
  /** The composition that the designs answer to, in words. */
  readonly question?: QuestionNode;
  /** Absent where there is no table of states. */
  readonly answer?: Answer;
  readonly best: readonly Candidate[];
  /** Candidates that differ from each other, and by what similarity. */
  readonly diverse?: { readonly candidates: readonly Candidate[]; readonly similarityName: string };
  readonly distributions: readonly Distribution[];
  readonly tradeOff?: TradeOff;
  readonly course?: Course;
  /** Trainings among the steps that the report takes from, or that trained what they draw from. */
  readonly trainings: readonly TrainingCourse[];
  /** Certificates of the steps behind the report. */
  readonly certificates: readonly CertifiedStep[];
  /** What is told instead of candidates where the designs are draws, step by step; empty where they are not. */
  readonly draws: readonly DrawsContent[];
  readonly partitions: readonly PartitionResult[];
  readonly badRows: BadRows;
}

export type QuestionNode = QuestionGroup | Requirement;

/** Terms of a composition that are joined. */
export interface QuestionGroup {
  readonly kind: 'group';
  readonly operator: 'all of' | 'any of' | 'not' | 'given' | 'tempered' | 'least over' | 'free energy over' | 'trained';
  /** What the operator is about: 'x = 1', 'hidden at β 1'. */
  readonly detail?: string;
  /** Absent at the root, and where it says the same as the operator. */
  readonly label?: string;
  /** Absent where it is 1 or means nothing. */
  readonly weight?: number;
  readonly strength?: number;
  readonly terms: readonly QuestionNode[];
}

/** One term of a composition: what is asked, and of which extension. */
export interface Requirement {
  readonly kind: 'requirement';
  readonly label: string;
  /** 'at least 0.8'; empty where it is denied. */
  readonly asked: string;
  readonly weight?: number;
  /** Name of the property or energy. */
  readonly source: string;
  readonly options: readonly { readonly name: string; readonly text: string }[];
}

export interface Answer {
  readonly designCount: number;
  /** NaN where no design has an energy. */
  readonly bestEnergy: number;
  /** Designs that lie in the wanted region of every property that has one; absent where none has. */
  readonly meetingCount?: number;
  /** Energy evaluations, where a sampler counted them. */
  readonly evaluations?: number;
  /** Least energy among the states at the start. */
  readonly bestEnergyBefore?: number;
}

/** The values of a property that were asked for; one end may be infinite. */
export interface WantedRegion {
  readonly low: number;
  readonly high: number;
}

export interface Candidate {
  /** From 1. */
  readonly rank: number;
  /** What the table calls the row, where it has a column of texts beside the state: a name. */
  readonly title?: string;
  /** The state in text: a SMILES, a sequence. */
  readonly identity: string;
  readonly drawing?: { readonly svg: string; readonly alt: string };
  readonly energy: number;
  readonly terms: readonly CandidateTerm[];
  /** Similarity to the nearest candidate before it. */
  readonly nearest?: number;
}

/** What one term says of a candidate. */
export interface CandidateTerm {
  readonly label: string;
  readonly value?: number;
  readonly unit?: string;
  /** Its part of the energy, weight included; absent for terms that are no parts of the sum. */
  readonly cost?: number;
  /** Whether the value lies in the wanted region; absent where there is none. */
  readonly met?: boolean;
}

/** Values of one property before and after. NaN-free. */
export interface Distribution {
  readonly label: string;
  readonly unit: string;
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly wanted?: WantedRegion;
}

/** Two terms that pull against each other, in their energies: less is better on both axes. */
export interface TradeOff {
  readonly x: string;
  readonly y: string;
  readonly before: readonly TradeOffPoint[];
  readonly after: readonly TradeOffPoint[];
  /** Spearman's rank correlation of the two among the designs, in [−1, 1]. */
  readonly correlation: number;
}

export interface TradeOffPoint {
  readonly x: number;
  readonly y: number;
  /** Whether no other design is better in one of the two and worse in neither. */
  readonly front: boolean;
}

/** How a training went: a value a row of its course, NaN where the row has none. */
export interface TrainingCourse {
  /** Name of the step. */
  readonly step: string;
  readonly trainer: string;
  readonly steps: Float64Array;
  readonly objective?: Float64Array;
  readonly dataEnergy?: Float64Array;
  readonly modelEnergy?: Float64Array;
  readonly heldOut?: Float64Array;
  readonly gradientNorm?: Float64Array;
  /** The step whose parameters were kept. */
  readonly keptStep: number;
  readonly recoveries: readonly { readonly step: number; readonly to: number; readonly reason: string }[];
}

export interface BadRows {
  /** Steps that found some. */
  readonly bySteps: readonly { readonly step: string; readonly count: number; readonly rowsRead: number }[];
  /** Some of them. */
  readonly examples: readonly BadRowExample[];
}

export interface BadRowExample {
  readonly step: string;
  readonly row: number;
  readonly status: string;
  readonly message: string;
  readonly text: string;
}

import type { OutcomeRecord } from './step-record.js';

/** A file that a run made, relative to the workspace. */
export interface RecordedFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface RecordedStep {
  readonly name: string;
  readonly step: string;
  readonly hash: string;
  readonly from: readonly string[];
  readonly cached: boolean;
  readonly reason: string;
  readonly seconds: number;
  readonly outcome: OutcomeRecord;
  /** The step's tables by name; 'main' is the one that other steps take. */
  readonly tables: Readonly<Record<string, RecordedFile>>;
  /** Files written for people: tables by `write`, the report. */
  readonly files: readonly RecordedFile[];
}

/** The content of run.json: what was asked, what ran, what came out. Holds no secret. */
export interface RunRecord {
  readonly basin: 1;
  readonly title: string;
  readonly file: string;
  readonly sourceHash: string;
  readonly seed: number;
  readonly command: string;
  readonly versions: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** 'checks-failed' is exit code 4: finished, but too many rows are bad or a check failed. */
  readonly status: 'done' | 'checks-failed';
  readonly problems: readonly string[];
  readonly steps: readonly RecordedStep[];
}

import type { StepProgress } from '@basin/core';
import type { PlannedStep } from '../plan/plan.js';
import type { RunEvent } from '../run/run-event.js';
import {
  endedText,
  outcomeCounts,
  outcomeFigures,
  progressCount,
  progressFraction,
  progressLeft,
  progressRate,
} from './progress-text.js';
import { formatDuration } from './quantities.js';
import type { RunView } from './run-view.js';
import { StepPace } from './step-pace.js';
import { printable } from './text-width.js';

/** A progress line is due after so many seconds, or sooner where so much of the whole is done; never for steps this quick. */
const secondsBetween = 5;
const secondsAtLeast = 1;
const tenth = 0.1;

interface Shown {
  readonly pace: StepPace;
  seconds: number;
  tenths: number;
}

/** Plain lines for logs and pipes: no styles, nothing drawn over, few enough to read. */
export class PlainView implements RunView {
  readonly #write: (text: string) => void;
  readonly #shown = new Map<string, Shown>();
  #isStopping = false;

  /** @param write - Gets whole lines, with their line feed. */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  show(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#say(event.title);
        break;
      case 'step-cached':
        this.#line(
          event.step,
          `kept${event.rows === 0 ? '' : `, ${outcomeCounts(event.rows)}`} (${event.step.reason})`,
        );
        break;
      case 'step-started':
        this.#shown.set(event.step.name, { pace: new StepPace(event.step.goesOnFrom), seconds: 0, tenths: 0 });
        this.#line(event.step, startedText(event.step));
        break;
      case 'step-progress':
        this.#progress(event.step, event.progress, event.seconds);
        break;
      case 'step-finished':
        this.#line(event.step, finishedText(event));
        break;
      case 'step-failed':
        this.#line(event.step, endedText(this.#isStopping, event.seconds));
        break;
      case 'run-finished':
        break;
    }
  }

  stopping(message: string): void {
    this.#isStopping = true;
    this.#say(message);
  }

  close(): void {
    this.#shown.clear();
  }

  #progress(step: PlannedStep, progress: StepProgress, seconds: number): void {
    const shown = this.#shown.get(step.name);
    if (shown === undefined) return;
    shown.pace.observe(progress, seconds);
    const fraction = progressFraction(progress) ?? 0;
    // A hair more, because three tenths over a tenth is 2.9999….
    const tenths = Math.floor(fraction / tenth + 1e-9);
    const since = seconds - shown.seconds;
    if (since < secondsAtLeast || (since < secondsBetween && tenths === shown.tenths)) return;
    shown.seconds = seconds;
    shown.tenths = tenths;
    const percent = progress.total === undefined ? '' : `${Math.floor(fraction * 100)} %, `;
    const parts = [
      progressCount(progress),
      progressRate(shown.pace),
      progress.detail ?? '',
      progressLeft(shown.pace, progress.total),
    ];
    this.#line(step, percent + parts.filter((part) => part !== '').join(', '));
  }

  #say(message: string): void {
    this.#write(`${printable(message)}\n`);
  }

  #line(step: PlannedStep, text: string): void {
    this.#say(`${step.name}: ${text}`);
  }
}

function startedText({ reason, goesOnFrom }: PlannedStep): string {
  return goesOnFrom === undefined ? `started (${reason})` : reason;
}

function finishedText({ outcome, rows, seconds, files }: Extract<RunEvent, { type: 'step-finished' }>): string {
  const counts = rows === 0 && files.length > 0 ? files.join(', ') : outcomeCounts(rows, outcome);
  const figures = outcomeFigures(outcome);
  return `done, ${counts} in ${formatDuration(seconds)}${figures === '' ? '' : ` · ${figures}`}`;
}

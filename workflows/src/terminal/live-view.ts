import type { StepProgress } from '@basin/core';
import type { PlannedStep } from '../plan/plan.js';
import type { RunEvent } from '../run/run-event.js';
import { progressBar } from './bars.js';
import type { Paint } from './paint.js';
import {
  endedText,
  outcomeCounts,
  outcomeFigures,
  progressCount,
  progressFraction,
  progressLeft,
  progressRate,
} from './progress-text.js';
import { countOf, formatDuration } from './quantities.js';
import type { RunView } from './run-view.js';
import { StepPace } from './step-pace.js';
import { cutToWidth, displayWidth, padToWidth, printable } from './text-width.js';

/** Milliseconds between two drawings, at least. */
const drawInterval = 100;
const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** What a live view draws on. */
export interface Screen {
  write(text: string): void;
  /** Cells in a line, asked at every drawing. */
  columns(): number;
  readonly paint: Paint;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

interface RunningStep {
  readonly step: PlannedStep;
  readonly pace: StepPace;
  readonly startedAt: number;
  progress: StepProgress | undefined;
}

/**
 * One live line for each running step, drawn over at most ten times a second; finished steps stay above as plain lines.
 * The cursor is never hidden, so that a run that is killed leaves the terminal as it was.
 */
export class LiveView implements RunView {
  readonly #screen: Screen;
  readonly #running = new Map<string, RunningStep>();
  readonly #timer: NodeJS.Timeout;
  #isStopping = false;
  #nameWidth = 0;
  #drawnLines = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(screen: Screen) {
    this.#screen = screen;
    // Also while a step reports nothing, its clock should go on.
    this.#timer = setInterval(() => this.#draw(), 2 * drawInterval);
    this.#timer.unref();
  }

  show(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#begin(event.title, event.plan.steps);
        break;
      case 'step-cached':
        this.#settle([this.#cachedLine(event.step, event.rows)]);
        break;
      case 'step-started':
        this.#running.set(event.step.name, runningStep(event.step, this.#screen.now()));
        if (event.step.goesOnFrom === undefined) this.#draw();
        else this.#settle([this.#resumedLine(event.step)]);
        break;
      case 'step-progress':
        this.#progress(event.step, event.progress, event.seconds);
        break;
      case 'step-finished':
        this.#running.delete(event.step.name);
        this.#settle([this.#finishedLine(event)]);
        break;
      case 'step-failed':
        this.#running.delete(event.step.name);
        this.#settle([this.#failedLine(event.step, event.seconds)]);
        break;
      case 'run-finished':
        this.#settle(['']);
        this.close();
        break;
    }
  }

  #begin(title: string, steps: readonly PlannedStep[]): void {
    this.#nameWidth = Math.max(0, ...steps.map(({ name }) => displayWidth(printable(name))));
    const shown = cutToWidth(printable(title), this.#screen.columns() - 1);
    this.#settle([this.#screen.paint('bold', shown), '']);
  }

  #progress(step: PlannedStep, progress: StepProgress, seconds: number): void {
    const running = this.#running.get(step.name);
    if (running === undefined) return;
    running.progress = progress;
    running.pace.observe(progress, seconds);
    this.#draw();
  }

  stopping(message: string): void {
    this.#isStopping = true;
    this.#settle([this.#screen.paint('yellow', cutToWidth(printable(message), this.#screen.columns() - 1))]);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#running.clear();
    this.#settle([]);
  }

  #draw(): void {
    if (this.#screen.now() - this.#drawnAt >= drawInterval) this.#settle([]);
  }

  /** Writes lines that stay, and the live ones below them: one write a drawing, so that no half of it is ever seen. */
  #settle(settled: readonly string[]): void {
    const live = [...this.#running.values()].map((running) => this.#liveLine(running));
    if (settled.length === 0 && live.length === 0 && this.#drawnLines === 0) return;
    const up = this.#drawnLines === 0 ? '' : `\x1b[${this.#drawnLines}A\r\x1b[J`;
    this.#screen.write(up + [...settled, ...live].map((line) => `${line}\n`).join(''));
    this.#drawnLines = live.length;
    this.#drawnAt = this.#screen.now();
  }

  #liveLine({ step, pace, startedAt, progress }: RunningStep): string {
    const now = this.#screen.now();
    const mark = this.#screen.paint('cyan', spinner[Math.floor(now / drawInterval) % spinner.length] ?? '');
    const elapsed = formatDuration(Math.floor((now - startedAt) / 1000));
    if (progress === undefined) return this.#line(mark, step.name, elapsed, step.reason);
    const room = this.#screen.columns() - this.#nameWidth - 7;
    const bar = this.#bar(progressFraction(progress), room);
    const parts: ProgressPart[] = [
      { text: progressCount(progress), worth: 5 },
      { text: progressRate(pace), worth: 2 },
      { text: printable(progress.detail ?? ''), worth: 4 },
      { text: elapsed, worth: 1 },
      { text: progressLeft(pace, progress.total), worth: 3 },
    ];
    return this.#head(mark, step.name) + bar + joinWhatFits(parts, room - displayWidth(bar));
  }

  /** The bar with its percentage; only the percentage where a bar would leave no room, nothing where the total is not known. */
  #bar(fraction: number | undefined, room: number): string {
    if (fraction === undefined) return '';
    const percent = `${Math.floor(fraction * 100)} %`.padStart(5);
    if (room < 40) return `${percent}  `;
    const barWidth = Math.min(24, Math.floor(room / 6));
    const { filled, rest } = progressBar(fraction, barWidth);
    return `${this.#screen.paint('cyan', filled)}${this.#screen.paint('dim', rest)} ${percent}  `;
  }

  #finishedLine({ step, outcome, rows, seconds, files }: Extract<RunEvent, { type: 'step-finished' }>): string {
    const made = rows === 0 && files.length > 0 ? countOf(files.length, 'file') : outcomeCounts(rows, outcome);
    const text = `${padToWidth(made, 14)}  ${padToWidth(formatDuration(seconds), 8)}`;
    return this.#line(this.#screen.paint('green', '✔'), step.name, text, outcomeFigures(outcome));
  }

  #failedLine(step: PlannedStep, seconds: number): string {
    const mark = this.#isStopping ? this.#screen.paint('yellow', '■') : this.#screen.paint('red', '✖');
    return this.#line(mark, step.name, endedText(this.#isStopping, seconds), '');
  }

  /** Stays: the live line soon shows progress instead of why the step runs. */
  #resumedLine({ name, reason }: PlannedStep): string {
    return this.#line(this.#screen.paint('cyan', '↻'), name, reason, '');
  }

  #cachedLine(step: PlannedStep, rows: number): string {
    const text = `${padToWidth(rows === 0 ? '' : outcomeCounts(rows), 14)}  kept: ${printable(step.reason)}`;
    const name = padToWidth(printable(step.name), this.#nameWidth);
    return this.#screen.paint('dim', cutToWidth(`  ✔ ${name}  ${text}`, this.#screen.columns() - 1));
  }

  /** Mark, name, text, and further text in dim where it fits. */
  #line(mark: string, name: string, text: string, further: string): string {
    const room = this.#screen.columns() - this.#nameWidth - 7;
    const cut = cutToWidth(further === '' ? text.trimEnd() : text, room);
    const left = room - displayWidth(cut) - 2;
    const tail =
      further === '' || left < 8 ? '' : `  ${this.#screen.paint('dim', cutToWidth(printable(further), left))}`;
    return `${this.#head(mark, name)}${cut}${tail}`;
  }

  #head(mark: string, name: string): string {
    return `  ${mark} ${padToWidth(printable(name), this.#nameWidth)}  `;
  }
}

function runningStep(step: PlannedStep, startedAt: number): RunningStep {
  return { step, pace: new StepPace(step.goesOnFrom), startedAt, progress: undefined };
}

/** A piece of a live line; where room is scarce, those of least worth go first. */
interface ProgressPart {
  readonly text: string;
  readonly worth: number;
}

function joinWhatFits(parts: readonly ProgressPart[], room: number): string {
  const kept = parts.filter(({ text }) => text !== '');
  const joined = () => kept.map(({ text }) => text).join(' · ');
  while (kept.length > 1 && displayWidth(joined()) > room) {
    const least = Math.min(...kept.map(({ worth }) => worth));
    kept.splice(
      kept.findIndex(({ worth }) => worth === least),
      1,
    );
  }
  return cutToWidth(joined(), room);
}

import type { StepOutcome, StepProgress } from '@basin/core';
import { countOf, formatCount, formatDuration, formatNumber } from './quantities.js';
import type { StepPace } from './step-pace.js';
import { printable } from './text-width.js';

/** '1,240/2,000 generations', or '1,240 rows' where the total is not known. */
export function progressCount({ done, total, unit }: StepProgress): string {
  const of = total === undefined ? '' : `/${formatCount(total)}`;
  return `${formatCount(done)}${of} ${printable(unit)}`;
}

/** '52/s', or '' while nothing is known. */
export function progressRate({ rate }: StepPace): string {
  if (rate === undefined || rate === 0) return '';
  return rate >= 1000 ? `${formatCount(Number(rate.toPrecision(3)))}/s` : `${formatNumber(rate, 2)}/s`;
}

/** '40 s left', or '' while nothing is known. */
export function progressLeft(pace: StepPace, total: number | undefined): string {
  const left = pace.secondsLeft(total);
  return left === undefined ? '' : `${formatDuration(Math.ceil(left))} left`;
}

/** 'done of total' between 0 and 1; undefined where the total is not known. */
export function progressFraction({ done, total }: StepProgress): number | undefined {
  return total === undefined || total <= 0 ? undefined : Math.min(1, done / total);
}

/** What a finished step says of itself: '2,000 rows, 3 bad'. */
export function outcomeCounts(rows: number, outcome?: Pick<StepOutcome, 'badRows'>): string {
  const bad = outcome === undefined || outcome.badRows === 0 ? '' : `, ${formatCount(outcome.badRows)} bad`;
  return `${countOf(rows, 'row')}${bad}`;
}

/** Its figures in order: 'acceptance rate 0.31 · best energy -3.2'. */
export function outcomeFigures({ summary }: Pick<StepOutcome, 'summary'>): string {
  const figures = Object.entries(summary).map(([name, value]) => `${name} ${figureText(value)}`);
  return printable(figures.join(' · '));
}

/** A figure of a summary as people read it. */
export function figureText(value: number | string): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) && Math.abs(value) < 1e12 ? formatCount(value) : formatNumber(value);
}

/** How a step ended that did not finish. */
export function endedText(isStopping: boolean, seconds: number): string {
  return `${isStopping ? 'stopped' : 'failed'} after ${formatDuration(seconds)}`;
}

import type { Column, SamplingResult } from '@basin/core';
import { figureOf } from './figure.js';
import type { Rejections } from './rejecting-energy.js';

type Figures = Readonly<Record<string, number | string>>;

/** How a sampler's run went, in figures. @param energy - Of the rows that it is about. */
export function runFigures(
  { evaluations, stopReason, trace, logPartition }: SamplingResult<unknown>,
  bestEnergy: number,
): Figures {
  const acceptance = meanOf(trace.acceptanceRate);
  return {
    'best energy': figureOf(bestEnergy),
    evaluations,
    ...(acceptance === undefined ? {} : { 'acceptance rate': acceptance }),
    ...(logPartition === undefined
      ? {}
      : { 'ln Z': figureOf(logPartition.value), 'standard error of ln Z': figureOf(logPartition.standardError) }),
    'stop reason': stopReason,
  };
}

/** Forbidden states are left out, which is worth a line. */
export function forbiddenFigures(count: number): Figures {
  return count === 0 ? {} : { 'forbidden states left out': count };
}

/** States without an energy are worth a line, and nothing where there were none. */
export function rejectionFigures({ count, first }: Rejections): Figures {
  return count === 0 ? {} : { 'states without an energy': count, 'for example': first?.message ?? '' };
}

function meanOf(column: Column | undefined): number | undefined {
  if (column?.type !== 'float64') return undefined;
  const values = column.values.filter(Number.isFinite);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

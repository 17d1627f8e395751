import type { Certificate, Column, SamplingResult } from '@basin/core';
import { figureOf } from './figure.js';
import type { Rejections } from './rejecting-energy.js';

type Figures = Readonly<Record<string, number | string>>;

/** The least energy of designs, which is what they were looked for by. */
export function bestFigures(energy: number): Figures {
  return { 'best energy': figureOf(energy) };
}

/** The mean energy of draws with its Monte Carlo standard error: their least one says nothing of the distribution. */
export function meanFigures({ quantities }: Pick<Certificate, 'quantities'>): Figures {
  const energy = quantities.find(({ quantity }) => quantity === 'energy');
  if (energy === undefined) return {};
  const error = Number.isNaN(energy.standardError) ? {} : { 'standard error of the mean energy': energy.standardError };
  return { 'mean energy': figureOf(energy.mean), ...error };
}

/** How a sampler's run went, in figures. The acceptance rate is the certificate's, of the steps after the warm-up. */
export function runFigures({
  evaluations,
  stopReason,
  trace,
  facts = [],
  logPartition,
}: SamplingResult<unknown>): Figures {
  const known = facts.find(({ name }) => name === 'acceptance rate')?.value;
  const acceptance = known !== undefined && Number.isFinite(known) ? known : meanOf(trace.acceptanceRate);
  return {
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

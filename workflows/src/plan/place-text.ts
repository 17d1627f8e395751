import type { UnfinishedStep } from '../run/unfinished-step.js';

/** Where a step stands: '62 % (31,000 of 50,000 steps)', or '31,000 steps' where nobody knows of how many. */
export function placeText({ done, total, unit }: NonNullable<UnfinishedStep['progress']>): string {
  if (total === undefined || total <= 0) return `${grouped(done)} ${unit}`;
  return `${Math.floor((100 * done) / total)} % (${grouped(done)} of ${grouped(total)} ${unit})`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

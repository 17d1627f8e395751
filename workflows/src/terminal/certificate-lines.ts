import { type CertificateCheck, neverChanged, type QuantityDiagnostics, type StepCertificate } from '@basin/core';
import { certificateOf } from '../run/certificate-record.js';
import type { RecordedStep } from '../run/run-record.js';
import { digitsToTell } from '../steps/figure.js';
import type { Paint } from './paint.js';
import { countOf, formatCount, formatNumber } from './quantities.js';
import { displayWidth, padToWidth, printable } from './text-width.js';

/**
 * The certificates of a run, a block each: the verdict with the worst figures, every check that failed with its limit and what to
 * do, and what no number shows.
 */
export function certificateLines(steps: readonly Pick<RecordedStep, 'name' | 'outcome'>[], paint: Paint): string[] {
  return steps.flatMap(({ name, outcome: { certificate } }) =>
    certificate === undefined ? [] : blockOf(name, certificateOf(certificate), paint),
  );
}

function blockOf(step: string, certificate: StepCertificate, paint: Paint): string[] {
  const { checks, remarks } = certificate;
  const failed = checks.filter(({ passed }) => !passed);
  return [
    '',
    `  ${verdictText(step, certificate, paint)}`,
    ...figureLine(certificate).map((line) => `    ${paint('dim', printable(line))}`),
    ...failedLines(failed, paint),
    ...remarks.map((remark) => `    ${paint('dim', `· ${printable(remark)}`)}`),
  ];
}

function verdictText(step: string, { verdict, isRequired, checks, facts }: StepCertificate, paint: Paint): string {
  const name = `certificate of ${printable(step)}`;
  if (verdict === 'passed') return `${paint('green', '✓')} ${name}: ${paint('green', passedText(checks.length))}`;
  if (verdict === 'exact') return `${paint('green', '✓')} ${name}: ${paint('green', exactText(facts))}`;
  if (verdict === 'unchecked') return `${paint('dim', '–')} ${name}: there was nothing to check`;
  const count = checks.filter(({ passed }) => !passed).length;
  const text = `${count} of ${countOf(checks.length, 'check')} failed`;
  return isRequired
    ? `${paint(['bold', 'red'], '✗')} ${name}: ${paint(['bold', 'red'], text)}`
    : `${paint('yellow', '!')} ${name}: ${paint('yellow', text)}`;
}

/** 'exact, over 65,536 states'. */
function exactText(facts: StepCertificate['facts']): string {
  const states = facts.find(({ name }) => name === 'states');
  return states === undefined ? 'exact' : `exact, over ${countOf(states.value, 'state')}`;
}

function passedText(count: number): string {
  return count === 1 ? 'its one check passed' : `all ${count} checks passed`;
}

/** '4 chains × 1,000 draws · worst R̂ 1.003 (x) · least effective sample size 612 (energy)'; nothing where there were no chains. */
function figureLine({ chains, drawsPerChain, quantities }: StepCertificate): readonly string[] {
  const changing = quantities.filter((quantity) => !neverChanged(quantity));
  if (quantities.length === 0) return [];
  if (changing.length === 0) return [`${countOf(chains, 'chain')} × ${countOf(drawsPerChain, 'draw')} · all the same`];
  const loosest = worst(changing, ({ rHat }) => -rHat);
  const poorest = worst(changing, sampleSizeOf);
  return [
    `${countOf(chains, 'chain')} × ${countOf(drawsPerChain, 'draw')} · ` +
      `worst R̂ ${rHatText(loosest.rHat)} (${loosest.quantity}) · ` +
      `least effective sample size ${sizeText(sampleSizeOf(poorest))} (${poorest.quantity})`,
  ];
}

function sampleSizeOf({ bulkSampleSize, tailSampleSize }: QuantityDiagnostics): number {
  return Math.min(bulkSampleSize, tailSampleSize);
}

/** The quantity of least merit; one whose merit is NaN before all. */
function worst(
  quantities: readonly QuantityDiagnostics[],
  merit: (quantity: QuantityDiagnostics) => number,
): QuantityDiagnostics {
  return quantities.reduce((least, quantity) =>
    Number.isNaN(merit(least)) || merit(quantity) >= merit(least) ? least : quantity,
  );
}

/** Checks of the same advice stand together, with it below them, so that it is said once. */
function failedLines(failed: readonly CertificateCheck[], paint: Paint): string[] {
  const rows = failed.map(({ name, value, low, high, advice }) => ({
    cells: [printable(name), valueText(name, value, [low, high]), limitText(low, high, value)] as const,
    advice,
  }));
  const widths = [0, 1].map((j) => Math.max(...rows.map(({ cells }) => displayWidth(cells[j]!))));
  const line = ([name, value, limit]: (typeof rows)[number]['cells']): string =>
    `    ${paint('red', '✗')} ${padToWidth(name, widths[0]!)}  ${paint('bold', padToWidth(value, widths[1]!, 'left'))}  ${limit}`.trimEnd();
  return [...new Set(rows.map(({ advice }) => advice))].flatMap((advice) => [
    ...rows.filter((row) => row.advice === advice).map(({ cells }) => line(cells)),
    `      ${paint('dim', printable(advice))}`,
  ]);
}

/** With as many digits as tell it from its limits. */
function valueText(name: string, value: number, limits: readonly number[]): string {
  const digits = digitsToTell(value, limits);
  if (name.startsWith('R̂')) return rHatText(value, digits - 1);
  return Number.isNaN(value) ? 'unknown' : formatNumber(value, digits);
}

/** R̂ to three decimals: nothing else tells 1.004 from 1. */
function rHatText(rHat: number, decimals = 3): string {
  return Number.isFinite(rHat) && rHat < 1000 ? rHat.toFixed(decimals) : figure(rHat);
}

/** What is allowed: 'at most 1.01', 'at least 400', '0.97 to 1.03'. */
function limitText(low: number, high: number, value: number): string {
  const bound = (limit: number): string => boundText(limit, digitsToTell(value, [low, high]));
  const [hasLow, hasHigh] = [low > Number.NEGATIVE_INFINITY, high < Number.POSITIVE_INFINITY];
  if (!hasHigh) return hasLow ? `at least ${bound(low)}` : '';
  if (!hasLow || (low === 0 && high > 0)) return `at most ${bound(high)}`;
  return low === high ? `must be ${bound(low)}` : `${bound(low)} to ${bound(high)}`;
}

function figure(value: number): string {
  return Number.isNaN(value) ? 'unknown' : formatNumber(value);
}

function sizeText(size: number): string {
  return Number.isNaN(size) ? 'unknown' : formatCount(Math.floor(size));
}

/** A limit as it was written, where somebody wrote it: 1.0001 is not 1. Computed ones have the digits of other numbers. */
function boundText(limit: number, digits: number): string {
  return formatNumber(limit, Number(limit.toPrecision(8)) === limit ? Math.max(8, digits) : digits);
}

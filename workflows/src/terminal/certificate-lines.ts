import type { CertificateRecord } from '../run/certificate-record.js';
import type { RecordedStep } from '../run/run-record.js';
import type { Paint } from './paint.js';
import { countOf, formatNumber } from './quantities.js';
import { displayWidth, padToWidth, printable } from './text-width.js';

type Check = CertificateRecord['checks'][number];
type Quantity = CertificateRecord['quantities'][number];

/**
 * The certificates of a run, a block each: the verdict with the worst figures, every check that failed with its limit and what to
 * do, and what no number shows.
 */
export function certificateLines(steps: readonly Pick<RecordedStep, 'name' | 'outcome'>[], paint: Paint): string[] {
  return steps.flatMap(({ name, outcome: { certificate } }) =>
    certificate === undefined ? [] : blockOf(name, certificate, paint),
  );
}

function blockOf(step: string, certificate: CertificateRecord, paint: Paint): string[] {
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

function verdictText(step: string, { verdict, isRequired, checks }: CertificateRecord, paint: Paint): string {
  const name = `certificate of ${printable(step)}`;
  if (verdict === 'passed') return `${paint('green', '✓')} ${name}: ${paint('green', passedText(checks.length))}`;
  if (verdict === 'unchecked') return `${paint('dim', '–')} ${name}: there was nothing to check`;
  const count = checks.filter(({ passed }) => !passed).length;
  const text = `${count} of ${countOf(checks.length, 'check')} failed`;
  return isRequired
    ? `${paint(['bold', 'red'], '✗')} ${name}: ${paint(['bold', 'red'], text)}`
    : `${paint('yellow', '!')} ${name}: ${paint('yellow', text)}`;
}

function passedText(count: number): string {
  return count === 1 ? 'its one check passed' : `all ${count} checks passed`;
}

/** '4 chains × 1,000 draws · worst R̂ 1.003 (x) · least effective sample size 612 (energy)'; nothing where there were no chains. */
function figureLine({ chains, drawsPerChain, quantities }: CertificateRecord): readonly string[] {
  const changing = quantities.filter(({ mean, deviation }) => mean === null || deviation !== 0);
  if (quantities.length === 0) return [];
  if (changing.length === 0) return [`${countOf(chains, 'chain')} × ${countOf(drawsPerChain, 'draw')} · all the same`];
  const loosest = worst(changing, ({ rHat }) => -(rHat ?? Number.NaN));
  const poorest = worst(changing, sampleSizeOf);
  return [
    `${countOf(chains, 'chain')} × ${countOf(drawsPerChain, 'draw')} · ` +
      `worst R̂ ${figure(loosest.rHat)} (${loosest.quantity}) · ` +
      `least effective sample size ${sizeText(sampleSizeOf(poorest))} (${poorest.quantity})`,
  ];
}

function sampleSizeOf({ bulkSampleSize, tailSampleSize }: Quantity): number {
  return Math.min(bulkSampleSize ?? Number.NaN, tailSampleSize ?? Number.NaN);
}

/** The quantity of least merit; one whose merit is NaN before all. */
function worst(quantities: readonly Quantity[], merit: (quantity: Quantity) => number): Quantity {
  return quantities.reduce((least, quantity) =>
    Number.isNaN(merit(least)) || merit(quantity) >= merit(least) ? least : quantity,
  );
}

function failedLines(failed: readonly Check[], paint: Paint): string[] {
  const rows = failed.map(({ name, value, low, high, advice }) => [
    printable(name),
    figure(value),
    limitText(low, high),
    advice,
  ]);
  const widths = [0, 1, 2].map((j) => Math.max(...rows.map((row) => displayWidth(row[j]!))));
  return rows.flatMap(([name, value, limit, advice]) => [
    `    ${paint('red', '✗')} ${padToWidth(name!, widths[0]!)}  ${paint('bold', padToWidth(value!, widths[1]!, 'left'))}  ${limit!}`.trimEnd(),
    `      ${paint('dim', printable(advice!))}`,
  ]);
}

/** What is allowed: 'at most 1.01', 'at least 400', '0.97 to 1.03'. */
function limitText(low: number | null, high: number | null): string {
  if (low === null || (low === 0 && high !== null && high > 0))
    return high === null ? '' : `at most ${formatNumber(high)}`;
  if (high === null) return `at least ${formatNumber(low)}`;
  return low === high ? `must be ${formatNumber(low)}` : `${formatNumber(low)} to ${formatNumber(high)}`;
}

function figure(value: number | null): string {
  return value === null ? 'unknown' : formatNumber(value);
}

function sizeText(size: number): string {
  return Number.isNaN(size) ? 'unknown' : formatNumber(Math.floor(size));
}

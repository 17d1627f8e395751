import { neverChanged, type QuantityDiagnostics, type StepCertificate } from '@basin/core';
import { certificateOf } from '../run/certificate-record.js';
import type { RecordedStep } from '../run/run-record.js';
import { boundNames } from '../steps/log-partition.js';
import { placeInAlphabet } from '../steps/site-quantities.js';
import type { Paint } from './paint.js';
import { figureText } from './progress-text.js';
import { formatEstimate, formatNumber } from './quantities.js';
import { displayWidth, padToWidth, printable } from './text-width.js';

/** Quantities of a step that the terminal shows; the report has the others. */
const mostQuantities = 6;

type ShownStep = Pick<RecordedStep, 'name' | 'step' | 'outcome'>;

/**
 * What a run found, from its record alone, so that it is the same for steps that were kept: ln Z with its error and how it was found,
 * the means of what was drawn with their Monte Carlo standard errors, and the energies of best candidates.
 */
export function resultLines(steps: readonly ShownStep[], paint: Paint): string[] {
  return [
    ...bestLines(steps, paint),
    ...partitionLines(steps, paint),
    ...steps.flatMap((step) => meanLines(step, steps, paint)),
  ];
}

/** The figures of steps that speak of a best candidate; of several, each with the step's name. */
function bestLines(steps: readonly ShownStep[], paint: Paint): string[] {
  return steps.flatMap(({ name, outcome }) =>
    Object.entries(outcome.summary)
      .filter(([figure]) => /\bbest\b/.test(figure))
      .map(
        ([figure, value]) => `  ${printable(figure)} ${paint('bold', figureText(value))} ${paint('dim', `(${name})`)}`,
      ),
  );
}

function partitionLines(steps: readonly ShownStep[], paint: Paint): string[] {
  return steps.flatMap(({ name, outcome: { summary, certificate } }) => {
    const [value, error] = [summary['ln Z'], summary['standard error'] ?? summary['standard error of ln Z']];
    if (value === undefined) return [];
    const how = certificate?.verdict === 'exact' ? `${certificate.sampler}, exact` : certificate?.sampler;
    const by = how === undefined ? '' : `: ${how}`;
    const doubt = certificate?.verdict === 'failed' ? ` ${paint('red', doubtful)}` : '';
    const found = `  ln Z ${paint('bold', estimateText(value, error))} ${paint('dim', `(${printable(name + by)})`)}${doubt}`;
    return [found, ...boundLines(certificate).map((line) => `    ${paint('dim', line)}`)];
  });
}

/** The estimates that are too low and too high in expectation, where there are any. */
function boundLines(recorded: ShownStep['outcome']['certificate']): readonly string[] {
  const facts = recorded === undefined ? [] : certificateOf(recorded).facts;
  const at = (name: string): number | undefined => facts.find((fact) => fact.name === name)?.value;
  return Object.values(boundNames).flatMap((name) => {
    const value = at(name);
    return value === undefined
      ? []
      : [`${name}: ${formatEstimate(value, at(`standard error of ${name}`) ?? Number.NaN)}`];
  });
}

/** A value that is no number is told as it is: 'none'. */
function estimateText(value: number | string, error: number | string | undefined): string {
  if (typeof value === 'string') return value;
  return formatEstimate(value, typeof error === 'number' ? error : Number.NaN);
}

const doubtful = 'not to be trusted: the certificate failed';

function meanLines({ name, outcome }: ShownStep, steps: readonly ShownStep[], paint: Paint): string[] {
  if (outcome.certificate === undefined || outcome.certificate.quantities.length === 0) return [];
  const certificate = certificateOf(outcome.certificate);
  const meaningful = certificate.quantities.filter(({ quantity }) => !quantity.startsWith(placeInAlphabet));
  const shown = meaningful.slice(0, mostQuantities);
  const width = Math.max(...shown.map(({ quantity }) => displayWidth(printable(quantity))));
  const rest = certificate.quantities.length - shown.length;
  const where = steps.some(({ step }) => step === 'report') ? 'the report' : 'run.json';
  return [
    '',
    `  ${heading(name, certificate, paint)}`,
    ...shown.map((quantity) => `    ${padToWidth(printable(quantity.quantity), width)}  ${meanText(quantity, paint)}`),
    ...(rest === 0 ? [] : [paint('dim', `    and ${rest} more in ${where}`)]),
  ];
}

function heading(step: string, { verdict }: StepCertificate, paint: Paint): string {
  const title = `${paint('bold', `means of ${printable(step)}`)} ${paint('dim', '± Monte Carlo standard errors')}`;
  return verdict === 'failed' ? `${title}, ${paint('red', doubtful)}` : title;
}

function meanText(quantity: QuantityDiagnostics, paint: Paint): string {
  const { mean, standardError } = quantity;
  return neverChanged(quantity)
    ? `${formatNumber(mean)} ${paint('dim', 'in every draw')}`
    : formatEstimate(mean, standardError);
}

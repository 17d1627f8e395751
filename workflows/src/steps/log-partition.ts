import {
  type Certificate,
  certify,
  defineStep,
  type PartitionEstimate,
  type PartitionEstimator,
  type Reference,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
  type TableSchema,
} from '@basin/core';
import { z } from 'zod';
import { figureOf } from './figure.js';
import { certificateOptions, partitionRemarks, weightRemark } from './sampling-certificate.js';
import { stepFault } from './step-fault.js';

interface LogPartitionOptions {
  readonly method: Reference<'partition'>;
  readonly beta: number;
  readonly certificate: { readonly required: boolean };
}

const schema: TableSchema = {
  fields: [
    { name: 'beta', type: 'float64', unit: '1', description: 'Inverse temperature β' },
    { name: 'logPartition', type: 'float64', unit: '1', description: 'ln ∫ e^(−βE), a sum in discrete spaces' },
    { name: 'standardError', type: 'float64', unit: '1', description: 'Of logPartition; 0 where it is exact' },
    { name: 'low', type: 'float64', unit: '1', description: 'Lower bound in expectation, where the method gives one' },
    { name: 'lowError', type: 'float64', unit: '1', description: 'Standard error of low' },
    { name: 'high', type: 'float64', unit: '1', description: 'Upper bound in expectation, where the method gives one' },
    { name: 'highError', type: 'float64', unit: '1', description: 'Standard error of high' },
    { name: 'evaluations', type: 'float64', unit: '1', description: 'Energy evaluations, one per state' },
    { name: 'method', type: 'text', description: 'The estimator' },
  ],
  metadata: {},
};

/** ln Z of an energy. */
export const logPartition = defineStep<LogPartitionOptions>({
  name: 'log-partition',
  summary: 'Estimates ln Z(β), the logarithm of the integral or sum of e^(−βE), with its error',
  details:
    'The table has one row: beta, logPartition, standardError, where the method gives them low and high, which ' +
    'are a lower and an upper bound in expectation, with their standard errors, the energy evaluations and the method. An estimate that its own checks do not trust ends the run with exit code 4.',
  options: (refer) =>
    z.strictObject({
      method: refer.to('partition').describe('how it is estimated'),
      beta: z.number().min(0).default(1).describe('inverse temperature β'),
      certificate: certificateOptions.pick({ required: true }).prefault({}).describe('what the estimate must reach'),
    }),
  example: { method: 'enumeration', beta: 1 },
  inputs: { minimum: 0, maximum: 0 },
  energy: 'required',
  filesRead: () => [],
  filesWritten: () => [],
  tableMade: () => schema,
  rehearse: ({ method, beta }, context) => [
    async () => {
      const { space, energy } = await context.target();
      // What is wrong with β = 0 the estimator says, at that option.
      if (beta > 0) partitionRemarks(space, energy, beta);
    },
    () => context.checkPartition(method, beta),
  ],
  create: (options): Step => ({ run: (context) => runLogPartition(context, options) }),
});

async function* runLogPartition(
  context: StepContext,
  { method, beta, certificate: { required } }: LogPartitionOptions,
): AsyncGenerator<StepProgress, StepOutcome> {
  const [space, energy] = [await context.space(), await context.energy()];
  if (energy === undefined) throw stepFault(context.name, ['energy'], 'needs an energy; name one');
  const remarks = [...weightRemark(context.expression), ...partitionRemarks(space, energy, beta)];
  const estimator = await context.partition(method);
  const { rng, signal } = context;
  const estimate = yield* driveEstimator(estimator.estimate({ space, energy, beta, rng, signal }));
  await writeEstimate(context, estimate, beta, method.name);
  const certificate = certificateOf(estimate, method.name, remarks);
  return {
    badRows: 0,
    rowsRead: 0,
    certificate: { ...certificate, isRequired: required },
    summary: {
      'ln Z': figureOf(estimate.logPartition),
      'standard error': figureOf(estimate.standardError),
      method: method.name,
      evaluations: estimate.evaluations,
      certificate: certificate.verdict,
    },
  };
}

/** Names of the facts of a certificate that tell of bounds in expectation; each has its error as 'standard error of …'. */
export const boundNames = {
  low: 'ln Z, lower bound in expectation',
  high: 'ln Z, upper bound in expectation',
} as const;

/** The bounds of an estimate with their errors, as facts. */
function boundFacts({ bracket }: PartitionEstimate): PartitionEstimate['facts'] {
  if (bracket === undefined) return [];
  const { low, lowError, high, highError } = bracket;
  return [
    { name: boundNames.low, value: low },
    { name: `standard error of ${boundNames.low}`, value: lowError },
    { name: boundNames.high, value: high },
    { name: `standard error of ${boundNames.high}`, value: highError },
  ];
}

/** Where nothing is estimated and nothing was checked, the value is exact. */
function certificateOf(estimate: PartitionEstimate, method: string, remarks: readonly string[]): Certificate {
  const { standardError } = estimate;
  const facts = [...estimate.facts, ...boundFacts(estimate)];
  const certificate = certify({ sampler: method, quantities: [], facts, remarks });
  const isExact = certificate.verdict === 'unchecked' && standardError === 0;
  return isExact ? { ...certificate, verdict: 'exact' } : certificate;
}

async function* driveEstimator(
  estimating: ReturnType<PartitionEstimator['estimate']>,
): AsyncGenerator<StepProgress, PartitionEstimate> {
  for (;;) {
    const next = await estimating.next();
    if (next.done === true) return next.value;
    yield next.value;
  }
}

async function writeEstimate(
  context: StepContext,
  { logPartition: value, standardError, bracket, evaluations }: PartitionEstimate,
  beta: number,
  method: string,
): Promise<void> {
  const number = (given: number | undefined) =>
    ({
      type: 'float64',
      values: Float64Array.of(given ?? Number.NaN),
      valid: Uint8Array.of(given === undefined || Number.isNaN(given) ? 0 : 1),
    }) as const;
  const writer = await context.output('main', schema);
  await writer.append({
    beta: number(beta),
    logPartition: number(value),
    standardError: number(standardError),
    low: number(bracket?.low),
    lowError: number(bracket?.lowError),
    high: number(bracket?.high),
    highError: number(bracket?.highError),
    evaluations: number(evaluations),
    method: { type: 'text', values: [method] },
  });
}

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
import { certificateOptions, partitionRemarks } from './sampling-certificate.js';
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
    { name: 'low', type: 'float64', unit: '1', description: 'Lower end of the bracket, where the method gives one' },
    { name: 'high', type: 'float64', unit: '1', description: 'Upper end of the bracket, where the method gives one' },
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
    'The table has one row: beta, logPartition, standardError, the bracket low … high where the method gives one, the energy ' +
    'evaluations and the method. An estimate that its own checks do not trust ends the run with exit code 4.',
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
  const remarks = partitionRemarks(space, energy, beta);
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

/** Where nothing is estimated and nothing was checked, the value is exact. */
function certificateOf(
  { standardError, facts }: PartitionEstimate,
  method: string,
  remarks: readonly string[],
): Certificate {
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
    high: number(bracket?.high),
    evaluations: number(evaluations),
    method: { type: 'text', values: [method] },
  });
}

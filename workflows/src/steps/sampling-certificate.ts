import {
  ConfigurationError,
  certify,
  certifyDraws,
  correctedMixtures,
  type DrawRecord,
  defaultLimits,
  type Energy,
  type EnergyExpression,
  fallsWithoutEnd,
  isContinuous,
  noDrawsFact,
  type Properness,
  type Rng,
  requireProper,
  resampledRecord,
  type SamplerTraits,
  type SamplingResult,
  type StateSpace,
  type StepCertificate,
  unknownPartitions,
} from '@basin/core';
import { z } from 'zod';

/**
 * R̂ that islands may have where no other is asked for: nothing leads from one to another, so each knows a mean only as well as its
 * few hundred particles do, while their mean over islands is what counts; the effective sample sizes say what that is worth.
 */
const islandRHat = 1.05;

/** What a step's certificate must reach. */
export const certificateOptions = z.strictObject({
  required: z
    .boolean()
    .default(true)
    .describe('whether a failed check fails the run (exit code 4); it is told of in any case'),
  rHat: z
    .number()
    .min(1)
    .optional()
    .describe(
      `greatest R̂ of any quantity; ${defaultLimits.rHat} when absent, and ${islandRHat} for islands of weighted draws`,
    ),
  sampleSize: z
    .number()
    .min(0)
    .default(defaultLimits.sampleSize)
    .describe('least effective sample size of any quantity, in the bulk and in the tails'),
});

export type CertificateOptions = z.output<typeof certificateOptions>;

/** What the certificate of a sampling step is made from. */
export interface SamplingEvidence {
  readonly sampler: string;
  readonly traits: SamplerTraits;
  readonly options: CertificateOptions;
  readonly space: StateSpace<unknown>;
  readonly energy: Energy<unknown>;
  readonly result: SamplingResult<unknown>;
  readonly record: DrawRecord<unknown>;
  readonly remarks: readonly string[];
  readonly rng: Rng;
}

/** The certificate of draws; islands of weighted ones are its chains. */
export async function samplingCertificate(evidence: SamplingEvidence): Promise<StepCertificate> {
  const { sampler, traits, options, space, energy, result, record, rng } = evidence;
  const { required: isRequired, rHat, sampleSize } = options;
  const { beta, facts = [] } = result;
  const shares = sharesRemark(energy, beta ?? 1);
  const remarks = [...evidence.remarks, ...shares, ...(isRequired ? [] : [notRequired])];
  const common = {
    sampler,
    facts,
    remarks,
    limits: { rHat: rHat ?? (traits.isWeighted ? islandRHat : defaultLimits.rHat), sampleSize },
  };
  if (beta === undefined) {
    const quantities = record.quantities();
    return { ...certify({ ...common, facts: [...noDrawsFact(record), ...facts], quantities }), isRequired };
  }
  // Weighted draws are held against each other and the target as draws of equal weight, each island's by its own weights.
  const draws = traits.isWeighted ? resampledRecord(space, record, rng.split(resamplingStream)) : record;
  return { ...(await certifyDraws({ ...common, space, energy, beta, record: draws, rng })), isRequired };
}

/** Stream below the certificate's own; lower ones are taken by its checks. */
const resamplingStream = 16;

const notRequired = 'Its checks do not decide about the run (certificate: { required: false }).';

/**
 * What no number of a run shows: kernels that are biased, mixtures of unknown shares, an energy that nobody has proved to have a
 * distribution.
 *
 * @throws {ConfigurationError} It is proved that the energy has none.
 */
export function targetRemarks(
  space: StateSpace<unknown>,
  energy: Energy<unknown>,
  { biased, betas }: SamplerTraits,
): readonly string[] {
  const untested = biased.map(
    (name) => `'${name}' has no exact test: its draws are biased by an amount that its step size decides.`,
  );
  // Whether there is a distribution is the same at every β > 0, so that the hottest chains decide.
  const [option, beta] = Object.entries(betas).find(([, value]) => value === 0) ?? ['beta', 1];
  const properness = requireProper(energy, space, beta, option);
  return [...untested, ...mixtureRemark(energy), ...propernessRemark(properness, space)];
}

/** @throws {ConfigurationError} It is proved that nothing bounds the energy below, so that there is no lowest one to look for. */
export function refuseEndlessFall(space: StateSpace<unknown>, energy: Energy<unknown>): void {
  const reason = fallsWithoutEnd(energy, space);
  if (reason === undefined) return;
  const message = `there is no lowest energy: ${reason}; bound the axes, or add a term that grows faster`;
  throw new ConfigurationError([{ path: ['energy'], message }]);
}

/** A weight at the root of an energy, which a named one may carry unseen, changes Z and the draws. */
export function weightRemark(expression: EnergyExpression | undefined): readonly string[] {
  if (expression === undefined || expression.weight === 1) return [];
  const { label, weight } = expression;
  return [`The energy is ${weight} × '${label}': its draws and its Z are those of the weighted energy.`];
}

/**
 * What no number of an estimate of ln Z shows.
 *
 * @throws {ConfigurationError} It is proved that the integral does not exist.
 */
export function partitionRemarks(space: StateSpace<unknown>, energy: Energy<unknown>, beta: number): readonly string[] {
  // At β = 0 the energy tells only which states are allowed.
  const shares = beta === 0 ? [] : mixtureRemark(energy);
  return [...shares, ...propernessRemark(requireProper(energy, space, beta), space)];
}

function mixtureRemark(energy: Energy<unknown>): readonly string[] {
  const terms = unknownPartitions(energy);
  if (terms.length === 0) return [];
  const names = terms.map((term) => `'${term}'`).join(', ');
  return [
    `The partition functions of ${names} are not known, so their shares in the mixture are not the weights that were given.`,
  ];
}

/** Terms are divided by their partition functions at β = 1, which at another β gives other shares than the weights. */
function sharesRemark(energy: Energy<unknown>, beta: number): readonly string[] {
  return correctedMixtures(energy, beta)
    .filter((mixture) => mixture.beta !== 1)
    .map(({ name, beta: at }) => {
      const which = name === '' ? 'The mixture' : `The mixture '${name}'`;
      return `${which} is normalised at β = 1 and drawn from at β = ${at}, where the shares of its terms are not the weights.`;
    });
}

/** Of spaces without coordinates nothing is known by their kind, which is no news. */
function propernessRemark({ verdict, reason }: Properness, space: StateSpace<unknown>): readonly string[] {
  if (verdict !== 'unknown' || !isContinuous(space)) return [];
  return [`It is not proved that e^(−βE) has an integral: ${reason}.`];
}

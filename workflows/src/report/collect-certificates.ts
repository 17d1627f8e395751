import type { Certificate, RunDescription, StepInput } from '@basin/core';
import type { CertifiedStep } from './draws-content.js';

/** The certificates of all steps that the inputs go back to, in the order in which they ran. */
export function certificatesOf({ steps }: RunDescription, inputs: readonly StepInput[]): readonly CertifiedStep[] {
  const behind = new Set(inputs.map(({ name }) => name));
  for (const { name, from, trainedBy = [] } of [...steps].reverse()) {
    if (behind.has(name)) for (const before of [...from, ...trainedBy]) behind.add(before);
  }
  return steps.flatMap(({ name, outcome: { certificate } }) =>
    certificate === undefined || !behind.has(name) ? [] : [{ step: name, certificate: withNumbers(certificate) }],
  );
}

/** JSON has no numbers that are not finite: a record that was read again has null in their place. */
function withNumbers(certificate: Certificate): Certificate {
  const number = (value: number | null, otherwise: number): number => value ?? otherwise;
  const { quantities, checks, facts } = certificate;
  return {
    ...certificate,
    quantities: quantities.map((quantity) => ({
      quantity: quantity.quantity,
      mean: number(quantity.mean, Number.NaN),
      deviation: number(quantity.deviation, Number.NaN),
      standardError: number(quantity.standardError, Number.NaN),
      bulkSampleSize: number(quantity.bulkSampleSize, Number.NaN),
      tailSampleSize: number(quantity.tailSampleSize, Number.NaN),
      rHat: number(quantity.rHat, Number.NaN),
      autocorrelationTime: number(quantity.autocorrelationTime, Number.NaN),
    })),
    checks: checks.map((check) => ({
      ...check,
      value: number(check.value, Number.NaN),
      low: number(check.low, Number.NEGATIVE_INFINITY),
      high: number(check.high, Number.POSITIVE_INFINITY),
    })),
    facts: facts.map((fact) => ({ ...fact, value: number(fact.value, Number.NaN) })),
  };
}

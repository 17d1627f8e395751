import type { CertificateRecord } from './certificate-record.js';

/** Why a certificate fails its step, as a sentence; undefined where it does not. */
export function certificateProblem(certificate: CertificateRecord | undefined): string | undefined {
  if (certificate === undefined || !certificate.isRequired || certificate.verdict !== 'failed') return undefined;
  const { checks } = certificate;
  const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
  return `its certificate failed: ${failed.join('; ')}`;
}

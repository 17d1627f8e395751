import { type Rdkit, withMolecule } from './rdkit-module.js';
import { countHeavyAtoms } from './smiles-tally.js';

/** Which canonical form is wanted. */
export interface CanonicalForm {
  /** False drops tetrahedral centres and double bond directions; isotopes stay. Default true. */
  readonly stereo?: boolean;
  /** 'largest' keeps the component with most heavy atoms, charges as they are. Default 'all'. */
  readonly components?: 'all' | 'largest';
}

/**
 * RDKit's canonical isomeric SMILES of each text in turn.
 *
 * @param receive - Given the canonical SMILES.
 * @returns Why RDKit refuses the SMILES, or undefined.
 */
export function canonicalise(
  rdkit: Rdkit,
  smiles: string,
  form: CanonicalForm,
  receive: (canonical: string) => void,
): string | undefined {
  let canonical = '';
  const fault = withMolecule(rdkit, form.stereo === false ? withoutStereo(smiles) : smiles, (molecule) => {
    canonical = molecule.get_smiles();
  });
  if (fault !== undefined) return fault;
  if (form.components === 'largest' && canonical.includes('.')) {
    return canonicalise(rdkit, largestComponent(canonical), { stereo: true }, receive);
  }
  receive(canonical);
  return undefined;
}

const chirality = /@(?:@|(?:TH|AL|SP|TB|OH)\d+)?/g;
const bondDirection = /[/\\]/g;

/** The same molecule written without '@' and without '/' and '\'. */
export function withoutStereo(smiles: string): string {
  return smiles.replace(chirality, '').replace(bondDirection, '');
}

/** The component with most heavy atoms of a canonical SMILES; the first of equals, in the order of the characters. */
export function largestComponent(canonical: string): string {
  let largest = '';
  let mostAtoms = -1;
  for (const component of canonical.split('.').sort()) {
    const atoms = countHeavyAtoms(component);
    if (atoms <= mostAtoms) continue;
    largest = component;
    mostAtoms = atoms;
  }
  return largest;
}

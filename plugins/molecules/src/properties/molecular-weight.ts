import { averageMass } from '../graph/formula.js';
import { defineGraphProperty } from './graph-property.js';

export const molecularWeight = defineGraphProperty({
  name: 'molecules/molecular-weight',
  unit: 'g/mol',
  summary: 'Molar mass with average atomic weights',
  details: 'Oral drugs mostly lie under 500 g/mol.',
  reference: 'IUPAC standard atomic weights, as rounded in RDKit',
  compute: averageMass,
});

import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { hasMatch } from '../smarts/match.js';
import { brenkAlerts } from './brenk-alerts.js';
import { defineGraphProperty } from './graph-property.js';

const alerts = brenkAlerts.map((smarts) => compileSmarts(smarts));

/** How many of the unwanted substructures a molecule has, each counted once. */
export function alertCount(graph: MolecularGraph): number {
  let count = 0;
  for (const alert of alerts) if (hasMatch(graph, alert)) count++;
  return count;
}

export const structuralAlerts = defineGraphProperty({
  name: 'molecules/structural-alerts',
  unit: '1',
  summary: 'Number of unwanted substructures (116 reactive, unstable or toxic groups)',
  reference: 'Brenk et al., ChemMedChem 3, 435 (2008); list of Bickerton et al., Nat. Chem. 4, 90 (2012)',
  compute: alertCount,
});

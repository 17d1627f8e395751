import { EnergyDefinition, ProposalDefinition, StateSpaceDefinition } from '@basin/core';
import { ContainerModule } from 'inversify';
import { benchmarkEnergies } from './benchmarks/design-benchmarks.js';
import { crossover } from './edits/crossover.js';
import { edit } from './edits/edit.js';
import { mutate } from './edits/mutate.js';
import { complexity } from './properties/bertz-complexity.js';
import { aromaticRings, atoms, atomsOfElement, heavyAtoms, largestRing, ringCount } from './properties/counts.js';
import { logP, molarRefractivity } from './properties/crippen.js';
import { quantitativeDrugLikeness } from './properties/drug-likeness.js';
import { fingerprintSimilarity } from './properties/fingerprint-similarity.js';
import { formulaMatch } from './properties/formula-difference.js';
import { hydrogenBondDonors } from './properties/hydrogen-bond-donors.js';
import { molecularWeight } from './properties/molecular-weight.js';
import { topologicalPolarSurfaceArea } from './properties/polar-surface-area.js';
import { rdkitDescriptors } from './properties/rdkit-descriptors.js';
import { rotatableBonds } from './properties/rotatable-bonds.js';
import { scaffoldSimilarity } from './properties/scaffold.js';
import { structuralAlerts } from './properties/structural-alerts.js';
import { substructureCount } from './properties/substructure.js';
import { moleculeSpace } from './space/molecule-space.js';

/** Everything this plugin contributes, one line each. */
export const basinModule = new ContainerModule(({ bind }) => {
  bind(StateSpaceDefinition).toConstantValue(moleculeSpace);

  bind(EnergyDefinition).toConstantValue(aromaticRings);
  bind(EnergyDefinition).toConstantValue(atoms);
  bind(EnergyDefinition).toConstantValue(atomsOfElement);
  bind(EnergyDefinition).toConstantValue(complexity);
  bind(EnergyDefinition).toConstantValue(fingerprintSimilarity);
  bind(EnergyDefinition).toConstantValue(formulaMatch);
  bind(EnergyDefinition).toConstantValue(heavyAtoms);
  bind(EnergyDefinition).toConstantValue(hydrogenBondDonors);
  bind(EnergyDefinition).toConstantValue(largestRing);
  bind(EnergyDefinition).toConstantValue(logP);
  bind(EnergyDefinition).toConstantValue(molarRefractivity);
  bind(EnergyDefinition).toConstantValue(molecularWeight);
  bind(EnergyDefinition).toConstantValue(quantitativeDrugLikeness);
  bind(EnergyDefinition).toConstantValue(ringCount);
  bind(EnergyDefinition).toConstantValue(rotatableBonds);
  bind(EnergyDefinition).toConstantValue(scaffoldSimilarity);
  bind(EnergyDefinition).toConstantValue(structuralAlerts);
  bind(EnergyDefinition).toConstantValue(substructureCount);
  bind(EnergyDefinition).toConstantValue(topologicalPolarSurfaceArea);
  for (const descriptor of rdkitDescriptors) bind(EnergyDefinition).toConstantValue(descriptor);
  for (const benchmark of benchmarkEnergies) bind(EnergyDefinition).toConstantValue(benchmark);

  bind(ProposalDefinition).toConstantValue(crossover);
  bind(ProposalDefinition).toConstantValue(edit);
  bind(ProposalDefinition).toConstantValue(mutate);
});

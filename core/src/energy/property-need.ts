import type { Definition, ReferenceNeed } from '../extension/definition.js';
import type { EnergyDefinition } from './energy-definition.js';

/** A property of states: a number with a unit, and no energy. */
export const propertyNeed: ReferenceNeed = {
  words: 'a property',
  reason: 'it is an energy',
  accepts: (definition: Definition) => {
    // The registry takes a literal only with the brand of its point.
    return (definition as unknown as EnergyDefinition).role === 'property';
  },
};

import type { EnergyContext } from '../energy/energy-context.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { StateSpace } from '../state/state-space.js';

/** What energies of a space are created with outside of a run: encoders, engines and files only where they are given. */
export function energyContextOf<B>(
  space: StateSpace<B>,
  parts: Partial<Omit<EnergyContext<B>, 'space'>> = {},
): EnergyContext<B> {
  const none = (what: string) => () => {
    throw new ConfigurationError([{ path: [], message: `this context was given no ${what}` }]);
  };
  return {
    space,
    workerCount: 1,
    onDispose: () => undefined,
    encoder: none('encoders'),
    engine: none('engines'),
    readFile: none('files'),
    ...parts,
  };
}

import { evaluatedSiteEnergies } from '../energy/absolute-site-energies.js';
import { type Energy, isSiteLocal } from '../energy/energy.js';
import { type Awaitable, inOrder, whenDone } from '../numerics/awaitable.js';
import { type Discrete, mostValues } from '../state/discrete.js';
import { expandedStates, type LatentVariables } from './latent-variables.js';
import type { Minimised } from './minimised.js';
import { startingValues } from './starting-values.js';

/** Sweeps after which a search ends, however it stands. Each lowers the energy or is the last, so few are needed. */
const mostSweeps = 100;

type SiteLatents<B> = Extract<LatentVariables<B>, { kind: 'sites' }>;

/**
 * Iterated conditional modes: each latent site in turn to the value of least energy, until a sweep changes nothing; from several
 * starts, of which the best end counts.
 *
 * @see Besag, J. R. Stat. Soc. B 48, 259 (1986).
 */
export function siteMinimum<B>(
  energy: Energy<B>,
  latents: SiteLatents<B>,
  settings: { readonly restarts: number; readonly seed: number },
): (batch: B) => Awaitable<Minimised<B>> {
  const starts = startingValues(latents, settings);
  return (batch) => {
    let best: Minimised<B> | undefined;
    const done = inOrder(starts.length, (s) => {
      const start = expandedStates(latents, batch, 1, (_, __, values) => values.set(starts[s]!));
      return whenDone(settled(energy, latents, start), (end) =>
        whenDone(energy.evaluate(end), (values) => {
          best = best === undefined ? { batch: end, energy: values.slice() } : better(latents.space, best, end, values);
        }),
      );
    });
    return whenDone(done, () => best!);
  };
}

function better<B>(space: Discrete<B>, best: Minimised<B>, end: B, energy: Float64Array): Minimised<B> {
  const rows = best.energy.length;
  const isBetter = (row: number) => energy[row]! < best.energy[row]!;
  const both = space.concat([best.batch, end]);
  return {
    batch: space.take(
      both,
      Int32Array.from({ length: rows }, (_, row) => (isBetter(row) ? rows + row : row)),
    ),
    energy: best.energy.map((value, row) => (isBetter(row) ? energy[row]! : value)),
  };
}

function settled<B>(energy: Energy<B>, latents: SiteLatents<B>, start: B, sweeps = mostSweeps): Awaitable<B> {
  const { indices } = latents;
  let current = start;
  let hasChanged = false;
  const done = inOrder(indices.length, (k) =>
    whenDone(improved(energy, latents.space, current, indices[k]!), (next) => {
      hasChanged ||= next !== undefined;
      current = next ?? current;
    }),
  );
  return whenDone(done, () => (hasChanged && sweeps > 1 ? settled(energy, latents, current, sweeps - 1) : current));
}

/** The batch with one site at its best value in every row; undefined where it is already. Of equal values the present one stays. */
function improved<B>(energy: Energy<B>, space: Discrete<B>, batch: B, site: number): Awaitable<B | undefined> {
  const width = mostValues(space);
  const table = new Float64Array(space.size(batch) * width);
  const sites = Int32Array.of(site);
  const filled = isSiteLocal(energy)
    ? energy.siteEnergies(batch, sites, table)
    : evaluatedSiteEnergies(energy, space, batch, sites, table);
  return whenDone(filled, () => {
    const states = space.sites(batch).slice();
    let hasChanged = false;
    for (let row = 0; row * width < table.length; row++) {
      const at = row * space.siteCount + site;
      const present = states[at]!;
      for (let value = 0; value < width; value++) {
        if (table[row * width + value]! < table[row * width + states[at]!]!) states[at] = value;
      }
      hasChanged ||= states[at] !== present;
    }
    return hasChanged ? space.withSites(batch, states) : undefined;
  });
}

import { z } from 'zod';
import { isSiteLocal } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import { logSumExp } from '../numerics/log-sum-exp.js';
import { drawWithoutReplacement } from '../numerics/permutation.js';
import type { Rng } from '../numerics/rng.js';
import { type Discrete, isDiscrete, mostValues } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import { addTo } from './add-to.js';
import { type Trainer, type TrainingSubject, withoutMemory } from './trainer.js';
import { defineTrainer } from './trainer-definition.js';

export interface PseudoLikelihoodSettings {
  /** Sites that a training step looks at, drawn anew each time; all when absent. */
  readonly sites?: number | undefined;
}

/**
 * Pseudo-likelihood: lowers ⟨−Σₛ ln p(xₛ | all other sites)⟩. Of each site all values are compared: by `siteEnergies` where the
 * energy has them, else by evaluating every value. With a subset of the sites the sum is estimated without bias.
 *
 * @remarks Sites × (values − 1) + 1 parameter gradients an example.
 * @throws {ConfigurationError} The space has no sites, or none with more than one value.
 * @see Besag, The Statistician 24, 179 (1975).
 */
export function pseudoLikelihood<B>(
  { space, energy }: TrainingSubject<B>,
  settings: PseudoLikelihoodSettings,
): Trainer<null, B> {
  const discrete = requireSites(space);
  const working = Int32Array.from(discrete.valueCounts.keys()).filter((site) => discrete.valueCounts[site]! > 1);
  const width = mostValues(discrete);
  const siteCount = Math.min(settings.sites ?? working.length, working.length);

  function chosenSites(rng: Rng): Int32Array {
    if (siteCount === working.length) return working;
    return drawWithoutReplacement(rng, working.length, siteCount).map((place) => working[place]!);
  }

  /** The examples with each value of a site in turn: [values · rows]. */
  function variants(examples: B, site: number): B {
    const { siteCount: stride, valueCounts } = discrete;
    const values = discrete.sites(examples);
    const batches = Array.from({ length: valueCounts[site]! }, (_, value) => {
      const changed = values.slice();
      for (let i = site; i < changed.length; i += stride) changed[i] = value;
      return discrete.withSites(examples, changed);
    });
    return discrete.concat(batches);
  }

  /** Energies of each value of a site, [values · rows], up to a constant of the row. */
  async function valueEnergies(examples: B, site: number, changed: B, rowCount: number): Promise<Float64Array> {
    if (!isSiteLocal(energy)) return energy.evaluate(changed);
    const table = new Float64Array(rowCount * width);
    await energy.siteEnergies(examples, Int32Array.of(site), table);
    const count = discrete.valueCounts[site]!;
    return Float64Array.from({ length: count * rowCount }, (_, i) => {
      return table[(i % rowCount) * width + Math.floor(i / rowCount)]!;
    });
  }

  async function estimate(sites: Int32Array, examples: B, gradient: Float64Array | undefined) {
    const rowCount = discrete.size(examples);
    const values = discrete.sites(examples);
    const scale = working.length / (sites.length * rowCount);
    let objective = 0;
    let evaluations = 0;
    for (const site of sites) {
      const changed = variants(examples, site);
      const energies = await valueEnergies(examples, site, changed, rowCount);
      const rowWeights = new Float64Array(energies.length);
      for (let row = 0; row < rowCount; row++) {
        const value = values[row * discrete.siteCount + site]!;
        objective += scale * conditional(energies, row, rowCount, value, scale, rowWeights);
      }
      evaluations += isSiteLocal(energy) ? rowCount : energies.length;
      if (gradient === undefined) continue;
      const counted = Int32Array.from(rowWeights.keys()).filter((i) => rowWeights[i] !== 0);
      const kept = Float64Array.from(counted, (i) => rowWeights[i]!);
      addTo(gradient, await energy.parameterGradient(discrete.take(changed, counted), kept));
      evaluations += counted.length;
    }
    return { objective, evaluations };
  }

  return {
    ...withoutMemory,
    ownNames: [],
    notes: [],
    init: () => ({ state: null, own: new Float64Array(0), evaluations: 0 }),
    step: async (rng, state, { examples }) => {
      const gradient = new Float64Array(energy.parameterCount);
      const { objective, evaluations } = await estimate(chosenSites(rng), examples, gradient);
      return [state, { gradient, figures: { objective }, evaluations }];
    },
    heldOut: async (_rng, _state, { examples }) => (await estimate(working, examples, undefined)).objective,
  };
}

/**
 * −ln p of a row's own value; weights of ∂E/∂θ of every value, δ − p, are written times `scale`.
 *
 * @param energies - [values, rows].
 */
function conditional(
  energies: Float64Array,
  row: number,
  rowCount: number,
  own: number,
  scale: number,
  rowWeights: Float64Array,
): number {
  const exponents = Float64Array.from({ length: energies.length / rowCount }, (_, v) => -energies[v * rowCount + row]!);
  const logSum = logSumExp(exponents);
  for (let value = 0; value < exponents.length; value++) {
    const share = Math.exp(exponents[value]! - logSum);
    rowWeights[value * rowCount + row] = scale * ((value === own ? 1 : 0) - share);
  }
  return logSum - exponents[own]!;
}

function requireSites<B>(space: StateSpace<B>): Discrete<B> {
  if (!isDiscrete(space)) throw refusal(`pseudo-likelihood needs sites, and a ${space.kind} has none`);
  if (space.valueCounts.every((count) => count < 2))
    throw refusal('every site has one value: there is nothing to learn');
  return space;
}

function refusal(message: string): ConfigurationError {
  return new ConfigurationError([{ path: [], message }]);
}

/** The trainer `pseudo-likelihood`. */
export const pseudoLikelihoodTrainer = defineTrainer({
  name: 'pseudo-likelihood',
  summary: 'Each site is predicted from all others',
  details:
    'Needs no sampling and no partition function: on enough examples of a distribution that the energy can express, it finds ' +
    'that distribution. The usual way to fit Potts models of sequence families.',
  reference: 'Besag, The Statistician 24, 179 (1975); Ekeberg et al., Phys. Rev. E 87, 012707 (2013)',
  space: 'discrete',
  targets: 'none',
  options: z.strictObject({
    sites: z
      .int()
      .min(1)
      .optional()
      .describe('Sites that a training step looks at, drawn anew each time; all when absent'),
  }),
  create: (settings) => (subject) => pseudoLikelihood(subject, settings),
});

import { mergedClamp } from '../energy/common-clamp.js';
import { type Composed, composedOf } from '../energy/composed.js';
import {
  type Clamped,
  type Decomposable,
  type Differentiable,
  type Energy,
  isClamped,
  isDifferentiable,
  isSiteLocal,
  isSiteSloped,
  isTrainable,
  type Trainable,
} from '../energy/energy.js';
import { checkedEnergy, type WeightedTerm } from '../energy/weighted-term.js';
import { withCapabilities } from '../energy/with-capabilities.js';
import { zeroColumns } from '../energy/zero-columns.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { eachChunk, type LatentPoints } from './latent-points.js';
import { latentSiteEnergies, latentSlopes } from './latent-site-energies.js';
import { StreamedSum } from './streamed-sum.js';

/** Capability: the energy is an estimate from fixed draws, and how far it may be off. */
export interface Estimated<B> extends Energy<B> {
  /** Standard error of each row's energy over choices of the draws; NaN for fewer than two that count. */
  standardError(batch: B): Awaitable<Float64Array>;
}

export function isEstimated<B>(energy: Energy<B>): energy is Estimated<B> {
  return 'standardError' in energy;
}

/** The latent variables are on their way to being summed out of this. */
interface Summation<B> {
  readonly name: string;
  readonly energy: Energy<B>;
  readonly points: LatentPoints<B>;
  readonly beta: number;
}

/**
 * The free energy over latent variables z: F(x) = −1/β ln Σ_z e^(−β E(x, z)), an integral where z are coordinates. At β = 1 it is
 * the energy of the marginal distribution of x; as β grows it rises to the minimum over z. It does not depend on z, which states
 * hold at fixed values ({@link Clamped}). Gradients and ∂F/∂θ are means over z given x, at β; exact for the sum over the points,
 * whatever that says of the integral.
 *
 * @param term - Its weight multiplies E.
 * @param beta - Finite, > 0.
 * @throws {ConfigurationError} β is not finite and > 0.
 * @remarks Evaluates E at every point for every state, in chunks of at most 65,536 states.
 */
export function freeEnergy<B>(
  term: WeightedTerm<B>,
  points: LatentPoints<B>,
  beta = 1,
): Decomposable<B> & Clamped<B> & Composed<B> & Partial<Estimated<B>> {
  if (!(Number.isFinite(beta) && beta > 0)) {
    const message = `beta of 'free-energy' is ${beta}; it must be finite and > 0`;
    throw new ConfigurationError([{ path: ['free-energy', 'beta'], message }]);
  }
  const { energy, name, weight } = term;
  const { space } = points.variables;
  // E counts w times: F(x) = −1/β ln Σ e^(−β w E).
  const summation: Summation<B> = { name, energy, points, beta: beta * weight };
  const evaluate = (batch: B) =>
    whenDone(sumsOf(summation, batch), (sums) => freeEnergies(sums, beta, space.size(batch)));
  const base = {
    evaluate,
    evaluateTerms: (batch: B) =>
      whenDone(evaluate(batch), (values) => {
        return { name: 'free-energy', weight: 1, join: 'leaf' as const, energy: values, terms: [] };
      }),
    clamp: isClamped(energy) ? mergedClamp(energy.clamp, points.clamp) : points.clamp,
    ...composedOf('latent', [term]),
  };
  return withCapabilities<typeof base, object>(
    base,
    isDifferentiable(energy) ? meanGradient(energy, summation, weight, beta) : undefined,
    isTrainable(energy) ? meanParameterGradient(energy, summation, weight) : undefined,
    isSiteLocal(energy) && points.variables.kind === 'sites'
      ? latentSiteEnergies(energy, points.variables.space, points, (entries) => softReduction(summation, beta, entries))
      : undefined,
    isSiteSloped(energy) && points.variables.kind === 'sites'
      ? latentSlopes(name, energy, points.variables.space, points, (entries) => softReduction(summation, beta, entries))
      : undefined,
    points.isSampled ? standardErrors(summation, beta) : undefined,
  );
}

function exponentOf<B>({ points, beta }: Summation<B>, point: number, energy: number): number {
  return points.logWeights[point]! - beta * energy;
}

function sumsOf<B>(summation: Summation<B>, batch: B): Awaitable<StreamedSum> {
  const { energy, points, name } = summation;
  const sums = new StreamedSum(points.variables.space.size(batch));
  const done = eachChunk(points, batch, ({ states, firstRow, firstPoint, pointCount }) =>
    whenDone(energy.evaluate(states), (values) => {
      checkedEnergy(name, values);
      for (let i = 0; i < values.length; i++) {
        const row = firstRow + Math.floor(i / pointCount);
        sums.add(row, exponentOf(summation, firstPoint + (i % pointCount), values[i]!));
      }
    }),
  );
  return whenDone(done, () => sums);
}

function freeEnergies(
  sums: StreamedSum,
  beta: number,
  rows: number,
  into: Float64Array = new Float64Array(rows),
): Float64Array {
  for (let row = 0; row < rows; row++) into[row] = -sums.logSum(row) / beta;
  return into;
}

function meanGradient<B>(
  energy: Differentiable<B>,
  summation: Summation<B>,
  weight: number,
  beta: number,
): Pick<Differentiable<B>, 'evaluateWithGradient'> {
  const { points, name } = summation;
  const { space } = points.variables;
  return {
    evaluateWithGradient: (batch, into) => {
      const rows = space.size(batch);
      const sums = new StreamedSum(rows);
      let gradient = into?.gradient;
      gradient?.fill(0);
      const done = eachChunk(points, batch, ({ states, firstRow, firstPoint, pointCount }) =>
        whenDone(energy.evaluateWithGradient(states), (value) => {
          checkedEnergy(name, value.energy);
          const width = value.energy.length === 0 ? 0 : value.gradient.length / value.energy.length;
          gradient ??= new Float64Array(rows * width);
          for (let i = 0; i < value.energy.length; i++) {
            const row = firstRow + Math.floor(i / pointCount);
            const exponent = exponentOf(summation, firstPoint + (i % pointCount), value.energy[i]!);
            if (exponent === Number.NEGATIVE_INFINITY) continue;
            const shrinkage = sums.shrinkage(row, exponent);
            const share = sums.add(row, exponent);
            addScaledRow(gradient, row * width, value.gradient, i * width, width, shrinkage, share);
          }
        }),
      );
      return whenDone(done, () => {
        const mean = gradient ?? new Float64Array(0);
        const width = rows === 0 ? 0 : mean.length / rows;
        for (let row = 0; row < rows; row++) {
          const scale = sums.sum[row] === 0 ? 0 : weight / sums.sum[row]!;
          for (let i = row * width; i < (row + 1) * width; i++) mean[i]! *= scale;
        }
        if (points.variables.kind === 'coordinates') zeroColumns(mean, rows, points.clamp.indices);
        const found = { energy: freeEnergies(sums, beta, rows, into?.energy), gradient: mean };
        return into ?? found;
      });
    },
  };
}

/** to[…] = shrinkage · to[…] + share · from[…] */
function addScaledRow(
  to: Float64Array,
  toOffset: number,
  from: Float64Array,
  fromOffset: number,
  width: number,
  shrinkage: number,
  share: number,
): void {
  for (let k = 0; k < width; k++) {
    to[toOffset + k] = shrinkage * to[toOffset + k]! + share * from[fromOffset + k]!;
  }
}

/** Two passes: the sums first, for the share of every point; then the parameters' own gradient with these as row weights. */
function meanParameterGradient<B>(
  energy: Trainable<B>,
  summation: Summation<B>,
  weight: number,
): Omit<Trainable<B>, 'evaluate'> {
  const { points } = summation;
  return {
    parameterCount: energy.parameterCount,
    parameters: () => energy.parameters(),
    setParameters: (parameters) => energy.setParameters(parameters),
    parameterGradient: (batch, rowWeights) => {
      const total = new Float64Array(energy.parameterCount);
      return whenDone(sumsOf(summation, batch), (sums) => {
        const done = eachChunk(points, batch, ({ states, firstRow, firstPoint, pointCount }) =>
          whenDone(energy.evaluate(states), (values) => {
            const shares = values.map((value, i) => {
              const row = firstRow + Math.floor(i / pointCount);
              const exponent = exponentOf(summation, firstPoint + (i % pointCount), value);
              const share = exponent === Number.NEGATIVE_INFINITY ? 0 : Math.exp(exponent - sums.logSum(row));
              return weight * rowWeights[row]! * share;
            });
            return whenDone(energy.parameterGradient(states, shares), (part) => {
              for (let k = 0; k < total.length; k++) total[k]! += part[k]!;
            });
          }),
        );
        return whenDone(done, () => total);
      });
    },
  };
}

function softReduction<B>(summation: Summation<B>, beta: number, entries: number) {
  const sums = new StreamedSum(entries);
  return {
    add: (entry: number, energy: number, point: number) => {
      sums.add(entry, exponentOf(summation, point, energy));
    },
    result: (entry: number) => -sums.logSum(entry) / beta,
  };
}

/** Of the logarithm of a mean of n weights: their standard deviation over their mean and √n, by the delta method. */
function standardErrors<B>(summation: Summation<B>, beta: number): Pick<Estimated<B>, 'standardError'> {
  const { count } = summation.points;
  return {
    standardError: (batch) =>
      whenDone(sumsOf(summation, batch), ({ sum, squares }) =>
        sum.map((total, row) => {
          const relative = Math.max(0, squares[row]! / (total * total) - 1 / count) * (count / (count - 1));
          return Math.sqrt(relative) / beta;
        }),
      ),
  };
}

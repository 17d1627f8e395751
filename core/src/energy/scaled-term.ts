import { whenDone } from '../numerics/awaitable.js';
import { type Composed, composedOf } from './composed.js';
import {
  type Decomposable,
  type Differentiable,
  isClamped,
  isDifferentiable,
  isLocal,
  isSiteClassed,
  isSiteLocal,
  isSiteSloped,
  isTailed,
  type SiteClassed,
  type SiteSloped,
  type TermTree,
  type ValueAndGradient,
  type ValueAndSlopes,
} from './energy.js';
import type { Slopes } from './site-slopes.js';
import { scaledTail } from './tails.js';
import { checkedEnergy, termTreeOf, type WeightedTerm } from './weighted-term.js';
import { withCapabilities } from './with-capabilities.js';

export interface Scaling {
  readonly join: 'not' | 'tempered';
  /** Of messages about energies that are not finite. */
  readonly name: string;
  /** What the term's energy is multiplied with: its weight, or the negative of it. */
  readonly sign: 1 | -1;
}

/** E = ±w E₁ with w the term's weight: what negation and tempering have in common. */
export function scaledTerm<B>(term: WeightedTerm<B>, { join, name, sign }: Scaling): Decomposable<B> & Composed<B> {
  const { energy } = term;
  const factor = () => sign * term.weight;
  const scale = (values: Float64Array, into?: Float64Array) => checkedEnergy(name, scaled(values, factor(), into));
  const base = {
    evaluate: (batch: B) => whenDone(energy.evaluate(batch), (values) => scale(values)),
    evaluateTerms: (batch: B) =>
      whenDone(
        termTreeOf(term, batch),
        (tree): TermTree => ({ name: join, weight: 1, join, energy: scale(tree.energy), terms: [tree] }),
      ),
    ...composedOf(join, [term]),
  };
  return withCapabilities<typeof base, object>(
    base,
    isDifferentiable(energy) ? scaledGradient(energy, factor, scale) : undefined,
    isLocal(energy)
      ? { difference: (from: B, to: B) => whenDone(energy.difference(from, to), (values) => scale(values)) }
      : undefined,
    isSiteLocal(energy)
      ? {
          siteGraph: energy.siteGraph,
          siteEnergies: (batch: B, sites: Int32Array, into: Float64Array) =>
            whenDone(energy.siteEnergies(batch, sites, into), () => scaleTable(into, factor())),
        }
      : undefined,
    isSiteClassed(energy) ? scaledClasses(energy, factor) : undefined,
    isSiteSloped(energy) ? scaledSlopes(energy, factor, scale) : undefined,
    isClamped(energy) ? { clamp: energy.clamp } : undefined,
    isTailed(energy)
      ? {
          get tail() {
            return scaledTail(energy.tail, factor());
          },
        }
      : undefined,
  );
}

/** Writes factor · values into `into`, which may be `values` itself, or a new array. 0 · ∞ cannot arise: no factor is 0. */
function scaled(
  values: Float64Array,
  factor: number,
  into: Float64Array = new Float64Array(values.length),
): Float64Array {
  for (let i = 0; i < values.length; i++) into[i] = factor * values[i]!;
  return into;
}

/** +Infinity marks values that a site cannot take, whatever the sign: energies of states that can be are finite. */
function scaleTable(table: Float64Array, factor: number): void {
  for (let i = 0; i < table.length; i++) {
    if (table[i] !== Number.POSITIVE_INFINITY) table[i] = factor * table[i]!;
  }
}

function scaledSlopes<B>(
  energy: SiteSloped<B>,
  factor: () => number,
  scale: (values: Float64Array) => Float64Array,
): Slopes<B> {
  return {
    evaluateWithSlopes: (batch) =>
      whenDone(energy.evaluateWithSlopes(batch), (found): ValueAndSlopes => {
        const slopes = found.slopes.slice();
        scaleTable(slopes, factor());
        return { energy: scale(found.energy), slopes };
      }),
  };
}

/** The same classes, with energies `factor` times as large. */
export function scaledClasses<B>(
  energy: SiteClassed<B>,
  factor: () => number,
): Pick<SiteClassed<B>, 'classOffsets' | 'classEnergies'> {
  return {
    classOffsets: energy.classOffsets,
    classEnergies: () => {
      const table = energy.classEnergies().slice();
      scaleTable(table, factor());
      return table;
    },
  };
}

function scaledGradient<B>(
  energy: Differentiable<B>,
  factor: () => number,
  scale: (values: Float64Array, into?: Float64Array) => Float64Array,
): Pick<Differentiable<B>, 'evaluateWithGradient'> {
  return {
    evaluateWithGradient: (batch, into) =>
      whenDone(energy.evaluateWithGradient(batch, into), (value): ValueAndGradient => {
        const found = {
          energy: scale(value.energy, into?.energy),
          gradient: scaled(value.gradient, factor(), into?.gradient),
        };
        return into ?? found;
      }),
  };
}

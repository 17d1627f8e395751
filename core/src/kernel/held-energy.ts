import { mergedClamp } from '../energy/common-clamp.js';
import {
  type Clamped,
  type Differentiable,
  type Energy,
  isClamped,
  isDifferentiable,
  isLocal,
  isSiteClassed,
  isSiteLocal,
  isSiteSloped,
  type Local,
  type SiteClassed,
  type SiteLocal,
  type SiteSloped,
} from '../energy/energy.js';
import { withCapabilities } from '../energy/with-capabilities.js';

/**
 * The energy with more coordinates or sites clamped, each where its chain has it: what a kernel samples by it is the conditional
 * distribution of the others. Only kernels may use it, which look at the indices of a clamp alone: its values are NaN.
 */
export function heldEnergy<B>(energy: Energy<B>, indices: Int32Array): Clamped<B> {
  const clamp = { indices, values: new Float64Array(indices.length).fill(Number.NaN) };
  return withCapabilities<Clamped<B>, object>(
    {
      evaluate: (batch) => energy.evaluate(batch),
      clamp: isClamped(energy) ? mergedClamp(energy.clamp, clamp) : clamp,
    },
    isDifferentiable(energy) ? gradientOf(energy) : undefined,
    isLocal(energy) ? differenceOf(energy) : undefined,
    isSiteLocal(energy) ? sitesOf(energy) : undefined,
    isSiteClassed(energy) ? classesOf(energy) : undefined,
    isSiteSloped(energy) ? slopesOf(energy) : undefined,
  );
}

function gradientOf<B>(energy: Differentiable<B>): Pick<Differentiable<B>, 'evaluateWithGradient'> {
  return { evaluateWithGradient: (batch, into) => energy.evaluateWithGradient(batch, into) };
}

function differenceOf<B>(energy: Local<B>): Pick<Local<B>, 'difference'> {
  return { difference: (from, to) => energy.difference(from, to) };
}

function sitesOf<B>(energy: SiteLocal<B>): Pick<SiteLocal<B>, 'siteGraph' | 'siteEnergies'> {
  return { siteGraph: energy.siteGraph, siteEnergies: (batch, sites, into) => energy.siteEnergies(batch, sites, into) };
}

function classesOf<B>(energy: SiteClassed<B>): Pick<SiteClassed<B>, 'classOffsets' | 'classEnergies'> {
  return { classOffsets: energy.classOffsets, classEnergies: () => energy.classEnergies() };
}

function slopesOf<B>(energy: SiteSloped<B>): Pick<SiteSloped<B>, 'evaluateWithSlopes'> {
  return { evaluateWithSlopes: (batch) => energy.evaluateWithSlopes(batch) };
}

import type { WindowAxis } from './sliding-window.js';
import { windowTable } from './sliding-window.js';

/** Sizes of a grouped convolution. Windows slide over `wide`; `narrow` has one element for each of their positions. */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly groups: number;
  /** Channels of the wide side, and of the narrow side, all groups together. */
  readonly wideChannels: number;
  readonly narrowChannels: number;
  readonly axes: readonly WindowAxis[];
}

/** Called for each product of a convolution: flat indices into wide [N, C, D…], weight [M, C/groups, k…] and narrow [N, M, P…]. */
type Visit = (wide: number, weight: number, narrow: number) => void;

/**
 * All products of which a convolution is a sum: narrow += wide · weight. Its transpose adds the same products up at the wide side,
 * and the gradient of its weight at the weight.
 */
export function eachProduct(sizes: ConvolutionSizes, visit: Visit): void {
  const { batch, groups, wideChannels, narrowChannels, axes } = sizes;
  const table = windowTable(axes);
  const length = axes.reduce((product, axis) => product * axis.length, 1);
  const positions = axes.reduce((product, axis) => product * axis.positions, 1);
  const taps = axes.reduce((product, axis) => product * axis.taps, 1);
  const wideShare = wideChannels / groups;
  const narrowShare = narrowChannels / groups;
  for (let n = 0; n < batch; n++) {
    for (let m = 0; m < narrowChannels; m++) {
      const firstWide = Math.floor(m / narrowShare) * wideShare;
      for (let c = 0; c < wideShare; c++) {
        const wideAt = (n * wideChannels + firstWide + c) * length;
        const weightAt = (m * wideShare + c) * taps;
        const narrowAt = (n * narrowChannels + m) * positions;
        for (let p = 0; p < positions; p++) {
          for (let k = 0; k < taps; k++) {
            const place = table[p * taps + k]!;
            if (place >= 0) visit(wideAt + place, weightAt + k, narrowAt + p);
          }
        }
      }
    }
  }
}

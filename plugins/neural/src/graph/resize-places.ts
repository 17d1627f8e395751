/** How a place of the resized axis becomes one of the original. */
export const coordinateModes = [
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
] as const;

/** Which neighbour is the nearest: at halves the lower, at halves the higher, always the lower, always the higher. */
export const nearestModes = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'] as const;

/** How an axis is resized. */
export interface AxisResize {
  readonly length: number;
  readonly resized: number;
  /** New length over old, before it was cut to a whole number. */
  readonly scale: number;
  readonly coordinates: (typeof coordinateModes)[number];
  readonly nearest: (typeof nearestModes)[number];
}

/** For each element of the resized axis, the element that is nearest to it. */
export function nearestPlaces(axis: AxisResize): number[] {
  return Array.from({ length: axis.resized }, (_, place) => {
    const nearest = rounded(originalPlace(axis, place), axis.nearest);
    return Math.min(axis.length - 1, Math.max(0, nearest));
  });
}

function originalPlace({ length, resized, scale, coordinates }: AxisResize, place: number): number {
  if (coordinates === 'asymmetric') return place / scale;
  if (coordinates === 'align_corners') return resized === 1 ? 0 : (place * (length - 1)) / (resized - 1);
  if (coordinates === 'pytorch_half_pixel' && resized === 1) return 0;
  const centred = (place + 0.5) / scale - 0.5;
  if (coordinates !== 'half_pixel_symmetric') return centred;
  return (length / 2) * (1 - resized / (scale * length)) + centred;
}

function rounded(place: number, mode: AxisResize['nearest']): number {
  if (mode === 'floor') return Math.floor(place);
  if (mode === 'ceil') return Math.ceil(place);
  return mode === 'round_prefer_ceil' ? Math.floor(place + 0.5) : Math.ceil(place - 0.5);
}

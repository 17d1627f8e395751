/** A figure of a step's summary; 'none' where no row had a value, as an infinite or missing one says. */
export function figureOf(value: number): number | string {
  return Number.isFinite(value) ? value : 'none';
}

/** 12345 → '12,345', as the terminal writes counts. */
export function countFigure(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Significant digits that numbers have where nothing asks for more, and the most that a double has. */
const [usualDigits, mostDigits] = [4, 15];

/**
 * Significant digits with which a value does not look like one of its limits, unless it is that limit: 1.01006 beside 1.01 needs five.
 */
export function digitsToTell(value: number, limits: readonly number[]): number {
  const others = limits.filter((limit) => Number.isFinite(limit) && limit !== value);
  if (!Number.isFinite(value)) return usualDigits;
  let digits = usualDigits;
  while (digits < mostDigits && others.some((limit) => limit.toPrecision(digits) === value.toPrecision(digits)))
    digits++;
  return digits;
}

/** 'best energy -3.210', or 'best energy none' as long as every state is forbidden. */
export function bestEnergyText(energy: number): string {
  return `best energy ${Number.isFinite(energy) ? energy.toPrecision(4) : 'none'}`;
}

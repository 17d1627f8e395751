/** A figure of a step's summary; 'none' where no row had a value, as an infinite or missing one says. */
export function figureOf(value: number): number | string {
  return Number.isFinite(value) ? value : 'none';
}

/** 'best energy -3.210', or 'best energy none' as long as every state is forbidden. */
export function bestEnergyText(energy: number): string {
  return `best energy ${Number.isFinite(energy) ? energy.toPrecision(4) : 'none'}`;
}

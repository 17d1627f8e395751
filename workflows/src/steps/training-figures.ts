/** Figures that every trainer means the same by, in the order in which they are told. */
const known: ReadonlyMap<string, string> = new Map([
  ['objective', 'objective'],
  ['dataEnergy', 'data energy'],
  ['modelEnergy', 'model energy'],
  ['heldOut', 'held-out objective'],
  ['gradientNorm', 'gradient norm'],
]);

/** A figure's name in words: 'acceptanceRate' is 'acceptance rate'. */
export function figureName(name: string): string {
  return known.get(name) ?? name.replace(/([A-Z])/g, ' $1').toLowerCase();
}

/** 'objective 1.204, data energy −3.21, model energy −3.05, gradient norm 0.81': those that are there. */
export function figuresText(figures: Readonly<Record<string, number>>): string {
  return [...known]
    .flatMap(([key, name]) => {
      const value = figures[key];
      return value === undefined || Number.isNaN(value) ? [] : [`${name} ${value.toPrecision(4)}`];
    })
    .join(', ');
}

/** What is written like an energy's form and is no extension: name and meaning in one line. */
export const operators: ReadonlyMap<string, string> = new Map([
  ['all', 'E = Σ wᵢ Eᵢ: every term counts; probabilities multiply'],
  ['any', 'E = −log Σ wᵢ e^(−Eᵢ): one good term is enough; probabilities add'],
  ['not', 'E = −α E₁: what the term likes is avoided, with strength α'],
  ['given', 'E₁ with some coordinates or sites held at given values: a conditional distribution'],
  ['temper', 'E = β E₁: one term at its own inverse temperature β'],
  ['constraint', '0 where a property lies between low and high, +∞ elsewhere'],
  ['minimum-over', 'min over z of E₁(x, z): latent coordinates or sites at their best'],
  ['free-energy', '−1/β log Σ over z of e^(−β E₁(x, z)): latent coordinates or sites summed out'],
]);

/** Where the operators are described. */
export const operatorPage = 'docs/concepts/composition.md';

/** What `basin explain` prints of an operator: its own meaning and those of the others. */
export function showOperators(): string[] {
  const width = Math.max(...[...operators.keys()].map((name) => name.length));
  return [
    'Energies are joined by operators:',
    ...[...operators].map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`),
    `More in ${operatorPage}.`,
  ];
}

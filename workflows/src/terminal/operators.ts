/** What is written like an energy's form and is no extension: name and meaning in one line. */
export const operators: ReadonlyMap<string, string> = new Map([
  ['all', 'E = Σ wᵢ Eᵢ: every term counts; probabilities multiply'],
  ['any', 'E = −log Σ wᵢ e^(−Eᵢ): one good term is enough; probabilities add'],
  ['not', 'E = −α E₁: what the term likes is avoided, with strength α'],
]);

/** Where the operators are described. */
export const operatorPage = 'docs/concepts/composition.md';

/** What `basin explain` prints of an operator: its own meaning and those of the others. */
export function showOperators(): string[] {
  return [
    'Energies are joined by three operators:',
    ...[...operators].map(([name, meaning]) => `  ${name}  ${meaning}`),
    `More in ${operatorPage}.`,
  ];
}

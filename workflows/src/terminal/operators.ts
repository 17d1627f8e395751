import { type Form, modifiers } from '../language/expression-forms.js';

/** A form of an energy that joins or changes others, and is no extension. */
export interface Operator {
  readonly name: OperatorName;
  /** Its meaning in one line. */
  readonly meaning: string;
  /** Keys that may stand beside its own. */
  readonly keys: readonly string[];
  /** An energy of a workflow file, to paste. */
  readonly example: readonly string[];
}

type OperatorName = Exclude<Form, 'property' | 'energy'>;

/** Every form of an expression but its leaves: a new one does not compile without a line here. */
const described: Readonly<Record<OperatorName, readonly [meaning: string, ...example: readonly string[]]>> = {
  all: ['E = Σ wᵢ Eᵢ: every term counts; probabilities multiply', 'all: [first, { energy: second, weight: 2 }]'],
  any: [
    'E = −log Σ wᵢ e^(−Eᵢ): one good term is enough; probabilities add',
    'any: [{ energy: first, weight: 0.3 }, { energy: second, weight: 0.7 }]',
    'normalise: known   # or estimate: the weights are then the shares of the terms',
  ],
  not: ['E = −α E₁: what the term likes is avoided, with strength α', 'not: first', 'strength: 0.5'],
  given: [
    'E₁ with some coordinates or sites held at given values: a conditional distribution',
    'given: first',
    'at: { x: 1.5 }',
  ],
  temper: ['E = β E₁: one term at its own inverse temperature β', 'temper: first', 'beta: 0.5'],
  constraint: [
    '0 where a property lies between low and high, +∞ elsewhere',
    'constraint: { coordinate: { axis: x } }',
    'low: 0',
    'high: 2',
  ],
  'minimum-over': [
    'min over z of E₁(x, z): latent coordinates or sites at their best',
    'minimum-over: first',
    'latents: [z]',
  ],
  'free-energy': [
    '−1/β log Σ over z of e^(−β E₁(x, z)): latent coordinates or sites summed out',
    'free-energy: first',
    'latents: [z]',
    'beta: 1',
  ],
  trained: ['E₁ with the parameters that a train step has learned', 'trained: fit'],
};

/** The operators by name, in the order in which they are told of. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries(described).map(([key, [meaning, ...example]]) => {
    const name = key as OperatorName;
    return [name, { name, meaning, keys: modifiers[name], example }];
  }),
);

/** Where the operators are described. */
export const operatorPage = 'docs/concepts/composition.md';

/** What `basin explain` prints of an operator: its meaning, how it is written, and what the others are. */
export function showOperator({ name, meaning, keys, example }: Operator): string[] {
  return [
    `${name} (operator)`,
    meaning,
    '',
    `Beside '${name}' may stand: ${keys.join(', ')}.`,
    '',
    'energies:',
    '  joined:',
    ...example.map((line) => `    ${line}`),
    '',
    'Energies are joined by operators:',
    ...operatorLines(),
    `More in ${operatorPage}.`,
  ];
}

/** A line for each operator. */
export function operatorLines(): string[] {
  const width = Math.max(...[...operators.keys()].map((name) => name.length));
  return [...operators.values()].map(({ name, meaning }) => `  ${name.padEnd(width)}  ${meaning}`);
}

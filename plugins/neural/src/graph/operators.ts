import * as arithmetic from './arithmetic.js';
import * as expandAndSum from './expand-and-sum.js';
import type { Operator } from './operator.js';
import * as reshaping from './reshaping.js';
import * as shapes from './shape-operators.js';
import * as transposing from './transposing.js';

/** Files that hold operators, one line a family: every operator that one of them exports is in the list. */
const families: readonly Readonly<Record<string, unknown>>[] = [
  shapes,
  reshaping,
  transposing,
  expandAndSum,
  arithmetic,
];

/** Every operator that graphs may hold, by ONNX's name. What reads, differentiates, runs or tests graphs reads this list. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  families
    .flatMap((family) => Object.values(family))
    .filter(isOperator)
    .map((operator) => [operator.name, operator]),
);

function isOperator(value: unknown): value is Operator {
  return typeof value === 'object' && value !== null && 'infer' in value && 'evaluate' in value;
}

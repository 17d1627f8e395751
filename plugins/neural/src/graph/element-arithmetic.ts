import { type Dimension, isKnown } from './dimension.js';
import type { Tensor } from './tensor.js';

type ArithmeticName = 'Add' | 'Sub' | 'Mul' | 'Div';

/** The elements of a sum, difference, product or quotient of shapes, as far as they follow from the number of rows. */
export function elementsOfPairs(
  inputs: readonly (Tensor | undefined)[],
  operator: ArithmeticName,
): readonly Dimension[] | undefined {
  const [a, b] = inputs;
  if (a?.elements === undefined || b?.elements === undefined) return undefined;
  const length = a.elements.length === 1 ? b.elements.length : a.elements.length;
  if (b.elements.length !== 1 && b.elements.length !== length) return undefined;
  const elements: Dimension[] = [];
  for (let index = 0; index < length; index++) {
    const x = a.elements[a.elements.length === 1 ? 0 : index]!;
    const y = b.elements[b.elements.length === 1 ? 0 : index]!;
    const element = combine(x, y, operator);
    if (element === undefined) return undefined;
    elements.push(element);
  }
  return elements;
}

/** Lengths are constants or multiples of the rows: what is neither has no name here. */
function combine(x: Dimension, y: Dimension, operator: ArithmeticName): Dimension | undefined {
  if (isKnown(x) && isKnown(y)) return combineNumbers(x, y, operator);
  const [a, b] = [multipleOf(x), multipleOf(y)];
  if (operator === 'Add' || operator === 'Sub') {
    const sign = operator === 'Add' ? 1 : -1;
    if (!isKnown(x) && !isKnown(y)) return rowsTimes(a + sign * b);
    return y === 0 ? x : x === 0 ? rowsTimes(sign * b) : undefined;
  }
  if (operator === 'Mul') return isKnown(x) || isKnown(y) ? rowsTimes(a * b) : undefined;
  if (!isKnown(y) || y === 0) return undefined;
  return a % b === 0 ? rowsTimes(a / b) : undefined;
}

function combineNumbers(x: number, y: number, operator: ArithmeticName): number | undefined {
  if (operator === 'Add') return x + y;
  if (operator === 'Sub') return x - y;
  if (operator === 'Mul') return x * y;
  return y === 0 ? undefined : Math.trunc(x / y);
}

function multipleOf(dimension: Dimension): number {
  return isKnown(dimension) ? dimension : dimension.multiple;
}

function rowsTimes(multiple: number): Dimension {
  return multiple === 0 ? 0 : { multiple };
}

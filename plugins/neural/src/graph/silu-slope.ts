import { add, multiply } from './arithmetic.js';
import { constantValues } from './leaves.js';
import type { GraphNode, Tensor } from './tensor.js';

/**
 * What reverse mode makes of x σ(x), by two products of elements less: g σ + (g x) (σ (1 − σ)) = g (σ + x σ (1 − σ)), where x σ is
 * there already.
 *
 * @param node - Any node; its inputs and theirs are shared where they are equal.
 * @returns Undefined where the node is no such sum.
 */
export function siluSlope({ operator, inputs: [a, b] }: GraphNode): Tensor | undefined {
  if (operator !== 'Add') return undefined;
  return joined(a!, b!) ?? joined(b!, a!);
}

function joined(short: Tensor, long: Tensor): Tensor | undefined {
  for (const [sigmoid, gradient] of orders(factors(short))) {
    const x = inputsOf(sigmoid, 'Sigmoid')?.[0];
    if (x === undefined) continue;
    for (const [scaled, slope] of orders(factors(long))) {
      const rest = orders(factors(slope)).find(([first]) => first === sigmoid)?.[1];
      if (rest === undefined || !isComplement(rest, sigmoid) || !isProduct(scaled, gradient, x)) continue;
      return multiply(gradient, add(sigmoid, multiply(multiply(x, sigmoid), rest)));
    }
  }
  return undefined;
}

/** Whether it is 1 − σ. */
function isComplement(tensor: Tensor, sigmoid: Tensor): boolean {
  const parts = inputsOf(tensor, 'Sub');
  const one = constantValues(parts?.[0])?.values;
  return parts?.[1] === sigmoid && one?.length === 1 && one[0] === 1;
}

function isProduct(tensor: Tensor, a: Tensor, b: Tensor): boolean {
  return orders(factors(tensor)).some(([first, second]) => first === a && second === b);
}

function factors(tensor: Tensor): readonly Tensor[] {
  return inputsOf(tensor, 'Mul') ?? [];
}

function orders([a, b]: readonly Tensor[]): (readonly [Tensor, Tensor])[] {
  if (a === undefined || b === undefined) return [];
  return [
    [a, b],
    [b, a],
  ];
}

function inputsOf({ source }: Tensor, operator: string): readonly Tensor[] | undefined {
  // Operators of elements have all their inputs.
  return source.kind === 'node' && source.node.operator === operator ? (source.node.inputs as Tensor[]) : undefined;
}

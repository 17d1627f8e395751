import { applyAll } from './apply.js';
import { nodesInOrder } from './node-order.js';
import { operators } from './operators.js';
import type { Tensor } from './tensor.js';

/**
 * A tensor with others in the place of some that it is made of. What does not depend on them stays the same object; nodes that
 * are left with constants alone are folded.
 */
export function substituted(of: Tensor, replacements: ReadonlyMap<Tensor, Tensor>): Tensor {
  const found = new Map(replacements);
  const standing = (tensor: Tensor | undefined) => tensor && (found.get(tensor) ?? tensor);
  for (const { operator, inputs, attributes, outputs, label } of nodesInOrder([of])) {
    if (!inputs.some((tensor) => tensor !== undefined && found.has(tensor))) continue;
    const made = applyAll(operators.get(operator)!, inputs.map(standing), attributes, label);
    outputs.forEach((tensor, index) => {
      if (!found.has(tensor)) found.set(tensor, made[index]!);
    });
  }
  return standing(of)!;
}

import { apply } from './apply.js';
import { add, commonOutline, divide, multiply } from './arithmetic.js';
import { broadcastShapes } from './broadcast.js';
import { cast } from './casting.js';
import { and, equal, greater, greaterOrEqualOperator, less, lessOrEqualOperator, or } from './comparing.js';
import type { Dimension } from './dimension.js';
import { sumLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { constantValues, scalar } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { inputAt } from './operator-inputs.js';
import { broadcastLengths, broadcastTo, mapPairs } from './reference-array.js';
import type { Tensor } from './tensor.js';

/** a where something holds, b elsewhere. */
export const whereOperator: Operator = {
  name: 'Where',
  infer(inputs) {
    const [condition, a, b] = [inputAt(inputs, 0), inputAt(inputs, 1), inputAt(inputs, 2)];
    if (condition.type !== 'boolean') throw graphFault(`the condition holds ${condition.type}s, not truth values`);
    if (a.type !== b.type) throw graphFault(`${a.type}s meet ${b.type}s`);
    const shape = broadcastShapes(condition.shape, a.shape, b.shape);
    return [{ type: a.type, shape, elements: chosenElements(condition, a, b) }];
  },
  derivative({ inputs: [condition, a, b] }, [gradient]) {
    if (gradient === undefined) return [];
    const zero = scalar(0);
    const toA = sumLike(where(condition!, gradient, zero), a!);
    return [undefined, toA, sumLike(where(condition!, zero, gradient), b!)];
  },
  evaluate([condition, a, b]) {
    const shape = broadcastLengths(condition!.shape, a!.shape, b!.shape);
    const [chosen, other] = [broadcastTo(a!, shape).values, broadcastTo(b!, shape).values];
    const holds = broadcastTo(condition!, shape).values;
    return [{ shape, values: holds.map((truth, index) => (truth !== 0 ? chosen[index]! : other[index]!)) }];
  },
};

function chosenElements(condition: Tensor, a: Tensor, b: Tensor): readonly Dimension[] | undefined {
  const truths = constantValues(condition)?.values;
  if (truths === undefined || a.elements?.length !== truths.length || b.elements?.length !== truths.length)
    return undefined;
  return Array.from(truths, (truth, index) => (truth === 0 ? b.elements![index]! : a.elements![index]!));
}

/** The largest or smallest of tensors; of equal ones, each gets an equal part of the gradient. */
function extremum(name: string, choose: (x: number, y: number) => number): Operator {
  return {
    name,
    infer: (inputs) => [commonOutline(inputs)],
    derivative({ inputs, outputs: [y] }, [gradient]) {
      if (gradient === undefined) return [];
      const reached = inputs.map((input) => cast(equal(input!, y!), 'real'));
      const share = reached.length === 1 ? gradient : divide(gradient, reached.reduce(add));
      return inputs.map((input, index) => sumLike(multiply(share, reached[index]!), input!));
    },
    evaluate: (inputs) => [(inputs as readonly ReferenceArray[]).reduce((a, b) => mapPairs(a, b, choose))],
  };
}

/** The largest of tensors, element by element. */
export const maxOperator = extremum('Max', Math.max);
/** The smallest of tensors, element by element. */
export const minOperator = extremum('Min', Math.min);

/**
 * x, but not below `low` nor above `high`; `high` wins. At an end the gradient still passes to x, as PyTorch's clamp has it.
 */
export const clipOperator: Operator = {
  name: 'Clip',
  infer(inputs) {
    const { type, shape } = inputAt(inputs, 0);
    const odd = inputs.find((tensor) => tensor !== undefined && tensor.type !== type);
    if (odd !== undefined) throw graphFault(`${type}s are clipped by ${odd.type}s`);
    for (const end of inputs.slice(1)) {
      if (end !== undefined && end.shape.length > 0) throw graphFault('an end is no single number');
    }
    return [{ type, shape }];
  },
  derivative({ inputs: [x, low, high] }, [gradient]) {
    if (gradient === undefined) return [];
    const zero = scalar(0);
    const above = low && apply(greaterOrEqualOperator, [x!, low]);
    const below = high && apply(lessOrEqualOperator, [x!, high]);
    const inside = above && below ? and(above, below) : (above ?? below);
    const toLow = low && (high ? and(less(x!, low), less(low, high)) : less(x!, low));
    const toHigh = high && (low ? or(greater(x!, high), less(high, low)) : greater(x!, high));
    return [
      inside ? where(inside, gradient, zero) : gradient,
      low && toLow && sumLike(where(toLow, gradient, zero), low),
      high && toHigh && sumLike(where(toHigh, gradient, zero), high),
    ];
  },
  evaluate([x, low, high]) {
    const raised = low ? mapPairs(x!, low, Math.max) : x!;
    return [high ? mapPairs(raised, high, Math.min) : raised];
  },
};

/** a where something holds, b elsewhere. */
export function where(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  return apply(whereOperator, [condition, a, b]);
}

/** The larger of two, element by element. */
export function maximum(a: Tensor, b: Tensor): Tensor {
  return apply(maxOperator, [a, b]);
}

/** The smaller of two, element by element. */
export function minimum(a: Tensor, b: Tensor): Tensor {
  return apply(minOperator, [a, b]);
}

import { apply } from './apply.js';
import { divide, multiply, scale, subtract } from './arithmetic.js';
import { cast } from './casting.js';
import { equal } from './comparing.js';
import { isKnown } from './dimension.js';
import { exclusiveProducts } from './exclusive-products.js';
import { spreadBack, sum, withReducedAxes } from './expand-and-sum.js';
import { integers, scalar } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { inputAt, integersAt } from './operator-inputs.js';
import { exponential } from './powers.js';
import { axesAsInput, keepsAxes, reducedAxes, reducedShape } from './reduced-axes.js';
import { broadcastOffsets, elementCount } from './reference-array.js';
import { sign } from './rounding.js';
import { where } from './selecting.js';
import { sizeOperator } from './shape-operators.js';
import { productOf } from './shape-product.js';
import type { Attributes, GraphNode, Tensor } from './tensor.js';

/** What makes a reduction of a fold. */
interface Fold {
  readonly name: string;
  readonly start: number;
  step(found: number, x: number): number;
  /** Of what was folded, and of how many. */
  end?(found: number, count: number): number;
  /** The gradient with respect to x, of that with respect to the result y. */
  derivative(node: GraphNode, gradient: Tensor): Tensor;
}

function reduction({ name, start, step, end, derivative }: Fold): Operator {
  return {
    name,
    modernise: axesAsInput,
    infer(inputs, attributes) {
      const { type, shape } = inputAt(inputs, 0);
      const axes = reducedAxes(shape, integersAt(inputs, 1), attributes);
      return [{ type, shape: reducedShape(shape, axes, keepsAxes(attributes)) }];
    },
    derivative: (node, [gradient]) => [gradient && derivative(node, gradient)],
    evaluate: ([x, named], attributes) => [folded(x!, named, attributes, start, step, end)],
  };
}

function folded(
  x: ReferenceArray,
  named: ReferenceArray | undefined,
  attributes: Attributes,
  start: number,
  step: Fold['step'],
  end: Fold['end'],
): ReferenceArray {
  const axes = reducedAxes(x.shape, named?.values, attributes);
  const kept = reducedShape(x.shape, axes, true);
  const places = broadcastOffsets(kept, x.shape);
  const values = new Float64Array(elementCount(kept)).fill(start);
  for (let index = 0; index < places.length; index++) {
    values[places[index]!] = step(values[places[index]!]!, x.values[index]!);
  }
  const count = elementCount(axes.map((axis) => x.shape[axis]!));
  const shape = reducedShape(x.shape, axes, keepsAxes(attributes));
  return { shape, values: end ? values.map((value) => end(value, count)) : values };
}

/** The mean over axes. */
export const reduceMeanOperator = reduction({
  name: 'ReduceMean',
  start: 0,
  step: (found, x) => found + x,
  end: (found, count) => found / count,
  derivative: (node, gradient) => spreadBack(node, dividedByCount(node, gradient)),
});

/** What a mean divides by is known, unless it runs over rows: then it is asked when the graph runs. */
function dividedByCount(node: GraphNode, gradient: Tensor): Tensor {
  const [x, y] = [node.inputs[0]!, node.outputs[0]!];
  const axes = reducedAxes(x.shape, integersAt(node.inputs, 1), node.attributes);
  const lengths = axes.map((axis) => x.shape[axis]!);
  if (lengths.every(isKnown)) return scale(gradient, 1 / productOf(lengths).factor);
  const [all, means] = [x, y].map((tensor) => cast(apply(sizeOperator, [tensor]), 'real'));
  return divide(gradient, divide(all!, means!));
}

/** The largest over axes; of equal ones, each gets an equal part of the gradient, as by PyTorch's amax. */
export const reduceMaxOperator = reduction({
  name: 'ReduceMax',
  start: Number.NEGATIVE_INFINITY,
  step: Math.max,
  derivative: sharedByExtremes,
});

/** The smallest over axes; of equal ones, each gets an equal part of the gradient, as by PyTorch's amin. */
export const reduceMinOperator = reduction({
  name: 'ReduceMin',
  start: Number.POSITIVE_INFINITY,
  step: Math.min,
  derivative: sharedByExtremes,
});

function sharedByExtremes(node: GraphNode, gradient: Tensor): Tensor {
  const [x, y] = [node.inputs[0]!, node.outputs[0]!];
  const axes = reducedAxes(x.shape, integersAt(node.inputs, 1), node.attributes);
  const reached = cast(equal(x, spreadBack(node, y)), 'real');
  const count = sum(reached, axes, true);
  return multiply(reached, divide(withReducedAxes(node, gradient), count));
}

/** The product over axes. Its derivatives are right of zeros too, at a cost that grows as the square of how many are multiplied. */
export const reduceProductOperator = reduction({
  name: 'ReduceProd',
  start: 1,
  step: (found, x) => found * x,
  derivative(node, gradient) {
    const x = node.inputs[0]!;
    const axes = reducedAxes(x.shape, integersAt(node.inputs, 1), node.attributes);
    return multiply(spreadBack(node, gradient), exclusiveProducts(x, axes, reduceProduct));
  },
});

function reduceProduct(x: Tensor, axis: number): Tensor {
  return apply(reduceProductOperator, [x, integers([axis])], { keepdims: 0 });
}

/** Σ x² over axes. */
export const reduceSumSquareOperator = reduction({
  name: 'ReduceSumSquare',
  start: 0,
  step: (found, x) => found + x * x,
  derivative: (node, gradient) => multiply(scale(node.inputs[0]!, 2), withReducedAxes(node, gradient)),
});

/** Σ |x| over axes. */
export const reduceL1Operator = reduction({
  name: 'ReduceL1',
  start: 0,
  step: (found, x) => found + Math.abs(x),
  derivative: (node, gradient) => multiply(sign(node.inputs[0]!), withReducedAxes(node, gradient)),
});

/** √Σ x² over axes; where it is 0 its derivative is taken as 0, as by PyTorch. */
export const reduceL2Operator = reduction({
  name: 'ReduceL2',
  start: 0,
  step: Math.hypot,
  derivative(node, gradient) {
    const length = node.outputs[0]!;
    const divisor = where(equal(length, scalar(0)), scalar(1), length);
    return multiply(node.inputs[0]!, withReducedAxes(node, divide(gradient, divisor)));
  },
});

/** ln Σ x over axes. */
export const reduceLogSumOperator = reduction({
  name: 'ReduceLogSum',
  start: 0,
  step: (found, x) => found + x,
  end: Math.log,
  derivative(node, gradient) {
    const x = node.inputs[0]!;
    const total = sum(x, reducedAxes(x.shape, integersAt(node.inputs, 1), node.attributes), keepsAxes(node.attributes));
    return spreadBack(node, divide(gradient, total));
  },
});

/** ln Σ e^x over axes, from the largest on, so that nothing overflows. */
export const reduceLogSumExpOperator: Operator = {
  ...reduction({
    name: 'ReduceLogSumExp',
    start: Number.NEGATIVE_INFINITY,
    step: Math.max,
    derivative(node, gradient) {
      const shares = exponential(subtract(node.inputs[0]!, withReducedAxes(node, node.outputs[0]!)));
      return multiply(shares, withReducedAxes(node, gradient));
    },
  }),
  evaluate([x, named], attributes) {
    const kept = { ...attributes, keepdims: 1 };
    const largest = folded(x!, named, kept, Number.NEGATIVE_INFINITY, Math.max, undefined);
    const places = broadcastOffsets(largest.shape, x!.shape);
    // Of infinities nothing is taken off: the exponential says the same of them.
    const shifts = largest.values.map((value) => (Number.isFinite(value) ? value : 0));
    const sums = new Float64Array(shifts.length);
    for (let index = 0; index < places.length; index++) {
      sums[places[index]!]! += Math.exp(x!.values[index]! - shifts[places[index]!]!);
    }
    const axes = reducedAxes(x!.shape, named?.values, attributes);
    const shape = reducedShape(x!.shape, axes, keepsAxes(attributes));
    return [{ shape, values: sums.map((total, place) => shifts[place]! + Math.log(total)) }];
  },
};

function reduceBy(operator: Operator, x: Tensor, axes: readonly number[], keep: boolean): Tensor {
  return apply(operator, [x, integers(axes)], { keepdims: keep ? 1 : 0, noop_with_empty_axes: 1 });
}

/** The mean over axes, which are dropped unless `keep`. */
export function mean(x: Tensor, axes: readonly number[], keep = false): Tensor {
  return reduceBy(reduceMeanOperator, x, axes, keep);
}

/** The largest over axes, which are dropped unless `keep`. */
export function largest(x: Tensor, axes: readonly number[], keep = false): Tensor {
  return reduceBy(reduceMaxOperator, x, axes, keep);
}

/** ln Σ e^x over axes, which are dropped unless `keep`. */
export function logSumExp(x: Tensor, axes: readonly number[], keep = false): Tensor {
  return reduceBy(reduceLogSumExpOperator, x, axes, keep);
}

/** Σ x² over axes, which are dropped unless `keep`. */
export function sumOfSquares(x: Tensor, axes: readonly number[], keep = false): Tensor {
  return reduceBy(reduceSumSquareOperator, x, axes, keep);
}

/** √Σ x² over axes, which are dropped unless `keep`. */
export function euclideanNorm(x: Tensor, axes: readonly number[], keep = false): Tensor {
  return reduceBy(reduceL2Operator, x, axes, keep);
}

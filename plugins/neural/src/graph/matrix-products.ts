import { apply } from './apply.js';
import { scale } from './arithmetic.js';
import { integerAttribute, numberAttribute } from './attributes.js';
import { broadcastShapes } from './broadcast.js';
import { type Shape, sameDimension, shapeText } from './dimension.js';
import { sumLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import type { Operator, ReferenceArray } from './operator.js';
import { realInputAt } from './operator-inputs.js';
import { broadcastLengths, broadcastOffsets, broadcastTo, elementCount } from './reference-array.js';
import { reshape, squeeze, unsqueeze } from './reshaping.js';
import { asDimension, productOf } from './shape-product.js';
import type { Attributes, Tensor } from './tensor.js';
import { transposeMatrices } from './transposing.js';

/** Products of matrices [..., m, k] and [..., k, n]; a vector stands for one row on the left, one column on the right. */
export const matrixProductOperator: Operator = {
  name: 'MatMul',
  infer(inputs) {
    const [a, b] = [realInputAt(inputs, 0).shape, realInputAt(inputs, 1).shape];
    if (a.length === 0 || b.length === 0) throw graphFault('a single number is no matrix');
    const [left, right] = [a.length === 1 ? [1, ...a] : a, b.length === 1 ? [...b, 1] : b];
    if (!sameDimension(left.at(-1)!, right.at(-2)!)) {
      throw graphFault(`the inner lengths of ${shapeText(a)} and ${shapeText(b)} differ`);
    }
    const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
    const matrix = [...(a.length === 1 ? [] : [left.at(-2)!]), ...(b.length === 1 ? [] : [right.at(-1)!])];
    return [{ type: 'real', shape: [...batch, ...matrix] }];
  },
  derivative({ inputs: [a, b] }, [gradient]) {
    if (gradient === undefined) return [];
    const left = a!.shape.length === 1 ? unsqueeze(a!, [0]) : a!;
    const right = b!.shape.length === 1 ? unsqueeze(b!, [1]) : b!;
    const withColumn = b!.shape.length === 1 ? unsqueeze(gradient, [-1]) : gradient;
    const full = a!.shape.length === 1 ? unsqueeze(withColumn, [-2]) : withColumn;
    const toLeft = sumLike(productWithTurned(full, right), left);
    return [squeezeLike(toLeft, a!, 0), squeezeLike(gradientOfRight(left, right, full), b!, 1)];
  },
  evaluate: ([a, b]) => [multiplyMatrices(a!, b!)],
};

function squeezeLike(x: Tensor, like: Tensor, axis: number): Tensor {
  return like.shape.length === 1 ? squeeze(x, [axis]) : x;
}

/** G Bᵀ. Of single matrices as a Gemm, which turns nothing over in memory. */
function productWithTurned(gradient: Tensor, b: Tensor): Tensor {
  const flat = gradient.shape.length === 2 && b.shape.length === 2;
  return flat ? gemm(gradient, b, { transB: 1 }) : matrixProduct(gradient, transposeMatrices(b));
}

/** Aᵀ G, summed over batches that share B: those are stacked first, so that one product does it. */
function gradientOfRight(a: Tensor, b: Tensor, gradient: Tensor): Tensor {
  const stackedLength = asDimension(productOf(a.shape.slice(0, -1)));
  if (b.shape.length > 2 || stackedLength === undefined) {
    return sumLike(matrixProduct(transposeMatrices(a), gradient), b);
  }
  const [left, right] = [a, gradient].map((x) =>
    x.shape.length === 2 ? x : reshape(x, [stackedLength, x.shape.at(-1)!]),
  );
  return gemm(left!, right!, { transA: 1 });
}

/** α op(A) op(B) + β C for single matrices, where op turns one over if `transA` or `transB` says so. */
export const gemmOperator: Operator = {
  name: 'Gemm',
  infer(inputs, attributes) {
    const { turnA, turnB } = gemmForm(attributes);
    const [m, k] = matrixShape(realInputAt(inputs, 0), turnA);
    const [inner, n] = matrixShape(realInputAt(inputs, 1), turnB);
    if (!sameDimension(k!, inner!)) throw graphFault(`the inner lengths ${shapeText([k!, inner!])} differ`);
    const shape: Shape = [m!, n!];
    const added = inputs[2]?.shape ?? [];
    const stretched = broadcastShapes(shape, added);
    if (shapeText(stretched) !== shapeText(shape))
      throw graphFault(`${shapeText(added)} is added to ${shapeText(shape)}`);
    return [{ type: 'real', shape }];
  },
  derivative({ inputs: [a, b, c], attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const { alpha, beta, turnA, turnB } = gemmForm(attributes);
    const [transA, transB] = [Number(turnA), Number(turnB)];
    const toA = turnA
      ? gemm(b!, gradient, { alpha, transA: transB, transB: 1 })
      : gemm(gradient, b!, { alpha, transB: 1 - transB });
    const toB = turnB
      ? gemm(gradient, a!, { alpha, transA: 1, transB: transA })
      : gemm(a!, gradient, { alpha, transA: 1 - transA });
    return [toA, toB, c && scale(sumLike(gradient, c), beta)];
  },
  evaluate([a, b, c], attributes) {
    const { alpha, beta, turnA, turnB } = gemmForm(attributes);
    const product = multiplyMatrices(turnA ? turnedOver(a!) : a!, turnB ? turnedOver(b!) : b!);
    const added = c && broadcastTo(c, product.shape).values;
    return [
      {
        shape: product.shape,
        values: product.values.map((x, index) => alpha * x + (added ? beta * added[index]! : 0)),
      },
    ];
  },
};

function gemmForm(attributes: Attributes) {
  return {
    alpha: numberAttribute(attributes, 'alpha', 1),
    beta: numberAttribute(attributes, 'beta', 1),
    turnA: integerAttribute(attributes, 'transA', 0) !== 0,
    turnB: integerAttribute(attributes, 'transB', 0) !== 0,
  };
}

function matrixShape({ shape }: Tensor, turned: boolean): Shape {
  if (shape.length !== 2) throw graphFault(`${shapeText(shape)} is no matrix`);
  return turned ? shape.toReversed() : shape;
}

function turnedOver({ shape, values }: ReferenceArray): ReferenceArray {
  const [m, n] = [shape[0]!, shape[1]!];
  return { shape: [n, m], values: values.map((_, index) => values[(index % m) * n + Math.floor(index / m)]!) };
}

function multiplyMatrices(a: ReferenceArray, b: ReferenceArray): ReferenceArray {
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [m, k, n] = [left.at(-2)!, left.at(-1)!, right.at(-1)!];
  const batch = broadcastLengths(left.slice(0, -2), right.slice(0, -2));
  const offsetsA = broadcastOffsets(left.slice(0, -2), batch);
  const offsetsB = broadcastOffsets(right.slice(0, -2), batch);
  const values = new Float64Array(elementCount(batch) * m * n);
  for (let matrix = 0; matrix < offsetsA.length; matrix++) {
    const [startA, startB, start] = [offsetsA[matrix]! * m * k, offsetsB[matrix]! * k * n, matrix * m * n];
    for (let i = 0; i < m; i++) {
      for (let l = 0; l < k; l++) {
        const factor = a.values[startA + i * k + l]!;
        for (let j = 0; j < n; j++) values[start + i * n + j]! += factor * b.values[startB + l * n + j]!;
      }
    }
  }
  return { shape: [...batch, ...(a.shape.length === 1 ? [] : [m]), ...(b.shape.length === 1 ? [] : [n])], values };
}

/** Products of matrices [..., m, k] and [..., k, n]. */
export function matrixProduct(a: Tensor, b: Tensor): Tensor {
  return apply(matrixProductOperator, [a, b]);
}

/** α op(A) op(B) for matrices. */
function gemm(a: Tensor, b: Tensor, attributes: Attributes): Tensor {
  return apply(gemmOperator, [a, b], attributes);
}

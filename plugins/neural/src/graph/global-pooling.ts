import { apply } from './apply.js';
import { multiply } from './arithmetic.js';
import { constant } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { realInputAt } from './operator-inputs.js';
import { maxPool, maxPoolOperator } from './pooling.js';
import { largestOfWindows, sumsOfWindows } from './pooling-loops.js';
import { elementCount } from './reference-array.js';
import type { WindowAxis } from './sliding-window.js';
import type { Tensor } from './tensor.js';
import { spatialLengths } from './window-attributes.js';

/** The largest element of each channel of each row; of equal ones the first has the gradient. */
export const globalMaxPoolOperator: Operator = {
  name: 'GlobalMaxPool',
  infer: (inputs) => [pooledOutline(inputs)],
  derivative({ inputs: [x] }, [gradient]) {
    const { source } = maxPool(x!, { window: spatialLengths(x!.shape) });
    return source.kind === 'node' ? maxPoolOperator.derivative!(source.node, [gradient]) : [];
  },
  evaluate: ([x]) => largestOfWindows(x!, wholeWindow(x!)).slice(0, 1),
};

/** The mean of each channel of each row. */
export const globalAveragePoolOperator: Operator = {
  name: 'GlobalAveragePool',
  infer: (inputs) => [pooledOutline(inputs)],
  derivative({ inputs: [x] }, [gradient]) {
    const lengths = spatialLengths(x!.shape);
    const count = elementCount(lengths);
    return [gradient && multiply(gradient, constant(new Float64Array(count).fill(1 / count), lengths))];
  },
  evaluate([x]) {
    const count = elementCount(x!.shape.slice(2));
    const { shape, values } = sumsOfWindows(x!, wholeWindow(x!), (value) => value);
    return [{ shape, values: values.map((sum) => sum / count) }];
  },
};

/** The largest element of each channel of each row. @param x - [batch, channels, length…]. */
export function globalMaxPool(x: Tensor): Tensor {
  return apply(globalMaxPoolOperator, [x]);
}

/** The mean of each channel of each row. @param x - [batch, channels, length…]. */
export function globalAveragePool(x: Tensor): Tensor {
  return apply(globalAveragePoolOperator, [x]);
}

function pooledOutline(inputs: readonly (Tensor | undefined)[]) {
  const { shape } = realInputAt(inputs, 0);
  return { type: 'real', shape: [...shape.slice(0, 2), ...spatialLengths(shape).map(() => 1)] } as const;
}

function wholeWindow({ shape }: ReferenceArray): WindowAxis[] {
  const single = { positions: 1, stride: 1, dilation: 1, padBegin: 0, padEnd: 0 };
  return shape.slice(2).map((length) => ({ ...single, length, taps: length }));
}

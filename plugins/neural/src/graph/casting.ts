import { apply } from './apply.js';
import { integerAttribute } from './attributes.js';
import { sameOutline } from './elementwise.js';
import { graphFault } from './graph-fault.js';
import type { Operator } from './operator.js';
import { inputAt, knownTruth } from './operator-inputs.js';
import { mapElements } from './reference-array.js';
import type { ElementType, Tensor } from './tensor.js';

/** ONNX's numbers of the types that graphs hold: float, int64, bool. */
const typeNumbers: Readonly<Record<ElementType, number>> = { real: 1, integer: 7, boolean: 9 };

/** ONNX's numbers of types (TensorProto.DataType), by what they are here. */
const typesByNumber: ReadonlyMap<number, ElementType> = new Map([
  ...[1, 10, 11, 16].map((number) => [number, 'real'] as const),
  ...[2, 3, 4, 5, 6, 7, 12, 13].map((number) => [number, 'integer'] as const),
  [9, 'boolean'] as const,
]);

/**
 * The element type that ONNX gives a number (TensorProto.DataType).
 * @throws {ConfigurationError} Texts, complex numbers, or a number without meaning.
 */
export function elementTypeOf(number: number): ElementType {
  const type = typesByNumber.get(number);
  if (type === undefined)
    throw graphFault(`elements of ONNX's type ${number} are not known; reals, integers and bool are`);
  return type;
}

/** The same numbers as another type: reals are cut to integers towards 0, and all but 0 is true. */
export const castOperator: Operator = {
  name: 'Cast',
  // Precision is the engine's: float16 and double are reals, and all integers are long.
  modernise: (inputs, attributes) => ({
    inputs,
    attributes: { to: typeNumbers[elementTypeOf(integerAttribute(attributes, 'to', 0))] },
  }),
  infer(inputs, attributes) {
    const x = inputAt(inputs, 0);
    const type = elementTypeOf(integerAttribute(attributes, 'to', 0));
    return [{ ...sameOutline(x, type), elements: type === 'boolean' ? undefined : x.elements }];
  },
  derivative: ({ inputs: [x] }, [gradient]) => [x!.type === 'real' ? gradient : undefined],
  evaluate([x], _, [outline]) {
    if (outline!.type === 'real') return [x!];
    return [mapElements(x!, outline!.type === 'integer' ? Math.trunc : (value) => (value === 0 ? 0 : 1))];
  },
};

/** Dropout as it is when nothing is trained: nothing is dropped. The second output says so. */
export const dropoutOperator: Operator = {
  name: 'Dropout',
  infer(inputs) {
    const x = inputAt(inputs, 0);
    if (inputs[2] !== undefined && knownTruth(inputs[2]) !== false)
      throw graphFault('it drops at random, as in training');
    return [sameOutline(x), sameOutline(x, 'boolean')];
  },
  derivative: (_, [gradient]) => [gradient],
  evaluate: ([x]) => [x!, mapElements(x!, () => 1)],
};

/** The same numbers as another type. */
export function cast(x: Tensor, type: ElementType): Tensor {
  return x.type === type ? x : apply(castOperator, [x], { to: typeNumbers[type] });
}

import { arithmeticExamples } from './arithmetic-examples.js';
import { expandAndSumExamples } from './expand-and-sum-examples.js';
import type { OperatorExamples } from './operator-example.js';
import { reshapingExamples } from './reshaping-examples.js';
import { shapeExamples } from './shape-operators-examples.js';
import { transposingExamples } from './transposing-examples.js';

/** Examples of every operator, by its name; one line a family. */
export const operatorExamples: OperatorExamples = {
  ...shapeExamples,
  ...reshapingExamples,
  ...transposingExamples,
  ...expandAndSumExamples,
  ...arithmeticExamples,
};

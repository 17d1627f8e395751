import { arithmeticExamples } from './arithmetic-examples.js';
import { castingExamples } from './casting-examples.js';
import { channelNormalizationExamples } from './channel-normalization-examples.js';
import { comparingExamples } from './comparing-examples.js';
import { concatenationExamples } from './concatenation-examples.js';
import { convolutionExamples } from './convolution-examples.js';
import { cumulativeSumExamples } from './cumulative-sum-examples.js';
import { depthAndSpaceExamples } from './depth-and-space-examples.js';
import { einsumExamples } from './einsum-examples.js';
import { elementIndexingExamples } from './element-indexing-examples.js';
import { elementwiseExamples } from './elementwise-examples.js';
import { expandAndSumExamples } from './expand-and-sum-examples.js';
import { gatheringExamples } from './gathering-examples.js';
import { globalPoolingExamples } from './global-pooling-examples.js';
import { layerNormalizationExamples } from './layer-normalization-examples.js';
import { matrixProductExamples } from './matrix-products-examples.js';
import { oneHotExamples } from './one-hot-examples.js';
import type { OperatorExamples } from './operator-example.js';
import { poolingExamples } from './pooling-examples.js';
import { rankingExamples } from './ranking-examples.js';
import { reductionExamples } from './reductions-examples.js';
import { reshapingExamples } from './reshaping-examples.js';
import { resizingExamples } from './resizing-examples.js';
import { selectingExamples } from './selecting-examples.js';
import { shapeExamples } from './shape-operators-examples.js';
import { slicingExamples } from './slicing-examples.js';
import { softmaxExamples } from './softmax-examples.js';
import { sourceExamples } from './sources-examples.js';
import { tilingExamples } from './tiling-examples.js';
import { transposingExamples } from './transposing-examples.js';
import { triangleExamples } from './triangle-examples.js';

/** Examples of every operator, by its name; one line a family. */
export const operatorExamples: OperatorExamples = {
  ...shapeExamples,
  ...reshapingExamples,
  ...transposingExamples,
  ...expandAndSumExamples,
  ...arithmeticExamples,
  ...slicingExamples,
  ...concatenationExamples,
  ...tilingExamples,
  ...cumulativeSumExamples,
  ...elementIndexingExamples,
  ...gatheringExamples,
  ...castingExamples,
  ...comparingExamples,
  ...elementwiseExamples,
  ...selectingExamples,
  ...convolutionExamples,
  ...poolingExamples,
  ...matrixProductExamples,
  ...reductionExamples,
  ...sourceExamples,
  ...softmaxExamples,
  ...triangleExamples,
  ...oneHotExamples,
  ...rankingExamples,
  ...globalPoolingExamples,
  ...layerNormalizationExamples,
  ...channelNormalizationExamples,
  ...einsumExamples,
  ...depthAndSpaceExamples,
  ...resizingExamples,
};

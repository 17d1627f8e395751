import * as arithmetic from './arithmetic.js';
import * as casting from './casting.js';
import * as channelNormalization from './channel-normalization.js';
import * as comparing from './comparing.js';
import * as concatenation from './concatenation.js';
import * as convolution from './convolution.js';
import * as cumulativeSums from './cumulative-sum.js';
import * as depthAndSpace from './depth-and-space.js';
import * as einsums from './einsum.js';
import * as elementIndexing from './element-indexing.js';
import * as expandAndSum from './expand-and-sum.js';
import * as gathering from './gathering.js';
import * as gaussian from './gaussian.js';
import * as globalPooling from './global-pooling.js';
import * as layerNormalization from './layer-normalization.js';
import * as matrixProducts from './matrix-products.js';
import * as oneHot from './one-hot.js';
import type { Operator } from './operator.js';
import * as pooling from './pooling.js';
import * as powers from './powers.js';
import * as ranking from './ranking.js';
import * as rectifiers from './rectifiers.js';
import * as reductions from './reductions.js';
import * as reshaping from './reshaping.js';
import * as resizing from './resizing.js';
import * as rounding from './rounding.js';
import * as selecting from './selecting.js';
import * as shapes from './shape-operators.js';
import * as sigmoids from './sigmoids.js';
import * as slicing from './slicing.js';
import * as softmax from './softmax.js';
import * as sources from './sources.js';
import * as tiling from './tiling.js';
import * as transposing from './transposing.js';
import * as triangle from './triangle.js';
import * as trigonometry from './trigonometry.js';

/** Files that hold operators, one line a family: every operator that one of them exports is in the list. */
const families: readonly Readonly<Record<string, unknown>>[] = [
  resizing,
  depthAndSpace,
  channelNormalization,
  layerNormalization,
  globalPooling,
  ranking,
  oneHot,
  triangle,
  softmax,
  pooling,
  convolution,
  gathering,
  elementIndexing,
  cumulativeSums,
  tiling,
  concatenation,
  slicing,
  shapes,
  reshaping,
  transposing,
  expandAndSum,
  arithmetic,
  casting,
  comparing,
  gaussian,
  powers,
  rectifiers,
  rounding,
  selecting,
  sigmoids,
  trigonometry,
  matrixProducts,
  reductions,
  sources,
  einsums,
];

/** Every operator that graphs may hold, by ONNX's name. What reads, differentiates, runs or tests graphs reads this list. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  families
    .flatMap((family) => Object.values(family))
    .filter(isOperator)
    .map((operator) => [operator.name, operator]),
);

function isOperator(value: unknown): value is Operator {
  return typeof value === 'object' && value !== null && 'infer' in value && 'evaluate' in value;
}

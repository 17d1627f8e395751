import { add, multiply } from '../graph/arithmetic.js';
import { rows } from '../graph/dimension.js';
import { sum } from '../graph/expand-and-sum.js';
import { input } from '../graph/leaves.js';
import { nodesInOrder } from '../graph/node-order.js';
import { allAxes } from '../graph/operator-inputs.js';
import { gradients } from '../graph/reverse-mode.js';
import { simplified } from '../graph/simplify.js';
import type { Graph, Tensor } from '../graph/tensor.js';
import type { Network } from './network.js';

/** E. */
export function valueGraph({ energy }: Network): Graph {
  return graphOf({ energy });
}

/** E and `gradient`, ∂E/∂features. */
export function gradientGraph({ energy, features }: Network): Graph {
  const [gradient] = gradients(energy, undefined, [features]);
  return graphOf({ energy, gradient: gradient! });
}

/** Σ rowWeights ∂E/∂θ, one output a parameter, under its name. */
export function parameterGraph(network: Network): Graph {
  return graphOf(parameterGradients(network, network.energy));
}

/** What each member of an ensemble predicts, `members`. */
export function membersGraph({ members }: Network): Graph {
  return graphOf({ members: members! });
}

/** Σ memberWeights ∂fₘ/∂θ, one output a parameter, under its name. */
export function memberGradientsGraph(network: Network): Graph {
  const { members } = network;
  return graphOf(parameterGradients(network, members!, input('memberWeights', members!.shape)));
}

/**
 * `derivative`, d^k E/dt^k [rows] as features move with `velocity` and, where k is 2, `acceleration`, [rows, …shape] both; and
 * what its sum weighed by `rowWeights` has for gradients, one output a parameter, under its name.
 */
export function directionalGraph(network: Network, order: 1 | 2): Graph {
  const { energy, features } = network;
  const velocity = input('velocity', features.shape);
  const [slope] = gradients(energy, undefined, [features]);
  const first = contracted(slope!, velocity);
  if (order === 1) return graphOf({ derivative: first, ...parameterGradients(network, first) });
  const [bend] = gradients(first, undefined, [features]);
  const acceleration = input('acceleration', features.shape);
  const second = add(contracted(bend!, velocity), contracted(slope!, acceleration));
  return graphOf({ derivative: second, ...parameterGradients(network, second) });
}

function parameterGradients(
  { parameters }: Network,
  of: Tensor,
  seed: Tensor = input('rowWeights', [rows]),
): Record<string, Tensor> {
  const found = gradients(
    of,
    seed,
    parameters.map(({ tensor }) => tensor),
  );
  return Object.fromEntries(parameters.map(({ name }, index) => [gradientName(name), found[index]!]));
}

/** What the output is called that holds a parameter's gradient. */
export function gradientName(parameter: string): string {
  return `gradient of ${parameter}`;
}

/** Σ a b over all axes but the rows. */
function contracted(a: Tensor, b: Tensor): Tensor {
  return sum(multiply(a, b), allAxes(a.shape).slice(1));
}

/** A graph that lists the inputs it reads, and no others. */
function graphOf(outputs: Readonly<Record<string, Tensor>>): Graph {
  const simple = simplified(outputs);
  const read = new Set<Tensor>();
  const visit = (tensor: Tensor | undefined): void => {
    if (tensor?.source.kind === 'input') read.add(tensor);
  };
  for (const node of nodesInOrder(Object.values(simple))) node.inputs.forEach(visit);
  for (const tensor of Object.values(simple)) visit(tensor);
  return { inputs: [...read], outputs: simple };
}

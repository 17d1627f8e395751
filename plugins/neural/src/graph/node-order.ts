import type { GraphNode, Tensor } from './tensor.js';

/** All nodes that the tensors need, each after those it needs. No recursion: graphs may be deep. O(nodes + edges). */
export function nodesInOrder(outputs: readonly Tensor[]): GraphNode[] {
  const order: GraphNode[] = [];
  const nextInput = new Map<GraphNode, number>();
  const path: GraphNode[] = [];
  const enter = (tensor: Tensor | undefined): void => {
    if (tensor?.source.kind !== 'node' || nextInput.has(tensor.source.node)) return;
    nextInput.set(tensor.source.node, 0);
    path.push(tensor.source.node);
  };
  for (const output of outputs) {
    enter(output);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const next = nextInput.get(node)!;
      nextInput.set(node, next + 1);
      if (next < node.inputs.length) {
        enter(node.inputs[next]);
      } else {
        order.push(node);
        path.pop();
      }
    }
  }
  return order;
}

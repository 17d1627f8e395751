import type { TermTree } from '@basin/core';

/** The given rows of every array of a tree, in their order. */
export function takeTreeRows(tree: TermTree, rows: Int32Array): TermTree {
  const take = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  return {
    ...tree,
    energy: take(tree.energy),
    ...(tree.value === undefined ? {} : { value: take(tree.value) }),
    terms: tree.terms.map((term) => takeTreeRows(term, rows)),
  };
}

/** Trees of one energy, ≥ 1 of them: all rows in order. */
export function joinTrees(trees: readonly TermTree[]): TermTree {
  const first = trees[0]!;
  return {
    ...first,
    energy: joinedNumbers(trees.map(({ energy }) => energy)),
    ...(first.value === undefined ? {} : { value: joinedNumbers(trees.map(({ value }) => value!)) }),
    terms: first.terms.map((_, t) => joinTrees(trees.map(({ terms }) => terms[t]!))),
  };
}

/** All numbers in order. */
export function joinedNumbers(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let first = 0;
  for (const part of parts) {
    all.set(part, first);
    first += part.length;
  }
  return all;
}

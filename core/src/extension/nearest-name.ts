/**
 * The names closest to a mistyped one: by edit distance with transpositions (optimal string alignment), at most 2 or a third of
 * the last part's length (a plugin's name, which many share, makes nothing alike),
 * and by a shared last part ('log-p' finds 'molecules/log-p'), whatever its case and hyphens ('logP'), or by its initials ('MW'
 * finds 'molecules/molecular-weight').
 *
 * @returns At most `limit` names, nearest first; empty when nothing is near.
 * @remarks O(names × length²), for error messages only.
 */
export function nearestNames(requested: string, names: Iterable<string>, limit = 3): readonly string[] {
  const tolerance = Math.max(2, Math.floor(lastPart(requested).length / 3));
  const scored: { name: string; distance: number }[] = [];
  for (const name of names) {
    const distance = Math.min(editDistance(requested, name), distanceOfLastParts(lastPart(requested), lastPart(name)));
    if (distance <= tolerance) scored.push({ name, distance });
  }
  scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return scored.slice(0, limit).map(({ name }) => name);
}

function distanceOfLastParts(requested: string, name: string): number {
  const folded = editDistance(fold(requested), fold(name));
  const initials = name
    .split('-')
    .map((word) => word[0])
    .join('');
  const isAcronym = initials.length > 1 && fold(requested) === initials;
  return 0.5 + Math.min(editDistance(requested, name), folded, isAcronym ? 0 : Number.POSITIVE_INFINITY);
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours cost 1 each. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(substitution, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

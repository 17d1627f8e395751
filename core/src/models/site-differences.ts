/**
 * Energy changes of rows whose sites change, one site after the other with those before it changed already.
 *
 * @param from - [rows, siteCount]. @param to - Likewise.
 * @param change - Change of energy when `site` of the row that begins at `sites[0]` takes `value`.
 * @returns One change a row. O(rows · siteCount) comparisons, and one `change` for each site that differs.
 */
export function siteDifferences(
  from: Uint8Array,
  to: Uint8Array,
  siteCount: number,
  change: (sites: Uint8Array, site: number, value: number) => number,
): Float64Array {
  const changes = new Float64Array(from.length / siteCount);
  const sites = new Uint8Array(siteCount);
  for (let row = 0, start = 0; row < changes.length; row++, start += siteCount) {
    sites.set(from.subarray(start, start + siteCount));
    for (let site = 0; site < siteCount; site++) {
      const value = to[start + site]!;
      if (sites[site] === value) continue;
      changes[row]! += change(sites, site, value);
      sites[site] = value;
    }
  }
  return changes;
}

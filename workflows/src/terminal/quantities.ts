/** 12345 → '12,345'. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: '1 row', '2,000 rows'. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** A number as people read it: at most `digits` significant ones, no trailing zeros, exponents only where they help. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3)
    return value
      .toExponential(digits - 1)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return trimZeros(value.toFixed(decimals));
}

/** An estimate with its error, both to two digits of the error: '2.398 ± 0.011'. One without an error is exact; NaN is an unknown one. */
export function formatEstimate(value: number, error: number): string {
  if (!Number.isFinite(value) || error === 0) return formatNumber(value, 10);
  if (!Number.isFinite(error))
    return `${formatNumber(value)} ± ${Number.isNaN(error) ? 'unknown' : formatNumber(error)}`;
  const decimals = 1 - Math.floor(Math.log10(error));
  if (decimals > 8 || (decimals < 0 && Math.abs(value) >= 1e6)) {
    return `${exponential(value, orderOf(value) - orderOf(error) + 1)} ± ${exponential(error, 1)}`;
  }
  if (decimals < 0) return `${formatNumber(value, 6)} ± ${formatNumber(error, 2)}`;
  return `${value.toFixed(decimals).replace(/^-(?=[0.]+$)/, '')} ± ${error.toFixed(decimals)}`;
}

function exponential(value: number, decimals: number): string {
  if (value === 0) return '0';
  return value.toExponential(Math.min(15, Math.max(0, decimals))).replace('e+', 'e');
}

function orderOf(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Seconds as people say them: '0.42 s', '12 s', '3 min 05 s', '2 h 10 min'. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${trimZeros(seconds.toFixed(seconds < 1 ? 2 : 1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Bytes in binary units: '1.5 MiB'. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const order = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${trimZeros((bytes / 1024 ** order).toFixed(order === 0 ? 0 : 1))} ${units[order] ?? ''}`;
}

/**
 * A number as a report shows it: about four significant digits, a true minus sign, thin spaces between thousands, scientific
 * where it is very large or small, '–' for NaN.
 */
export function numberText(value: number, digits = 4): string {
  if (Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size === Number.POSITIVE_INFINITY) return `${sign}∞`;
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return sign + scientific(size, digits);
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const [whole = '0', fraction = ''] = size.toFixed(Math.min(decimals, 8)).split('.');
  const kept = fraction.replace(/0+$/, '');
  return sign + grouped(whole) + (kept === '' ? '' : `.${kept}`);
}

/** A share of an energy: three decimals where they say something, so that a column of them lines up. */
export function costText(cost: number): string {
  const size = Math.abs(cost);
  if (cost === 0 || size >= 100 || !Number.isFinite(cost)) return numberText(cost);
  if (size < 0.0005) return cost < 0 ? '> −0.001' : '< 0.001';
  return `${cost < 0 ? '−' : ''}${size.toFixed(3)}`;
}

/** A whole number with thin spaces between thousands. */
export function countText(value: number): string {
  return grouped(String(Math.round(value)));
}

/** 'one design', '12 designs'. */
export function countOf(value: number, singular: string, plural = `${singular}s`): string {
  return `${countText(value)} ${value === 1 ? singular : plural}`;
}

/** Wall-clock time: '0.4 s', '3 min 12 s', '2 h 5 min'. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${numberText(seconds, 2)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A value with its unit; a pure number ('1') has none to show. */
export function quantityText(value: number, unit: string | undefined): string {
  return unit === undefined || unit === '1' || unit === '' ? numberText(value) : `${numberText(value)} ${unit}`;
}

function scientific(size: number, digits: number): string {
  const [mantissa = '', exponent = '0'] = size.toExponential(digits - 1).split('e');
  return `${mantissa.replace(/\.?0+$/, '')} × 10${superscript(Number(exponent))}`;
}

function superscript(exponent: number): string {
  return String(exponent).replace(/[-0-9]/g, (character) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(character)]!);
}

function grouped(digits: string): string {
  return digits.length <= 4 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

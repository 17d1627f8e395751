/**
 * JSON in which equal values have equal texts: keys sorted, no spaces, −0 as 0; NaN, infinities, bigints and typed arrays are
 * written as marked texts. What is undefined is left out.
 *
 * @throws {TypeError} The value holds a function, a symbol or an object of a class: such options cannot be compared.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : `{"$number":"${value}"}`;
    case 'bigint':
      return `{"$bigint":"${value}"}`;
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'object':
      return value === null ? 'null' : objectJson(value);
    default:
      throw new TypeError(`a ${typeof value} is no plain data`);
  }
}

function objectJson(value: object): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (ArrayBuffer.isView(value) && 'length' in value) {
    const numbers = Array.from(value as unknown as ArrayLike<number | bigint>, canonicalJson);
    return `{"$${value.constructor.name}":[${numbers.join(',')}]}`;
  }
  if (value instanceof Set) return `{"$set":${canonicalJson([...value])}}`;
  if (value instanceof Map) return `{"$map":${canonicalJson([...value])}}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(`an object of class ${value.constructor.name} is no plain data`);
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

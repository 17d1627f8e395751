import type { Awaitable, Property } from '@basin/core';

/**
 * A property that is worked out once per batch, however many terms use it: values are kept as long as the batch is. Whatever else
 * the property can, its shared form can. The array is shared; objectives read it and give new ones.
 */
export function sharedProperty<B>(property: Property<B>): Property<B> {
  const known = new WeakMap<object, Awaitable<Float64Array>>();
  const evaluate = (batch: B): Awaitable<Float64Array> => {
    if (typeof batch !== 'object' || batch === null) return property.evaluate(batch);
    const values = known.get(batch) ?? property.evaluate(batch);
    known.set(batch, values);
    return values;
  };
  return new Proxy(property, {
    get: (target, key) => {
      if (key === 'evaluate') return evaluate;
      const found: unknown = Reflect.get(target, key, target);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
}

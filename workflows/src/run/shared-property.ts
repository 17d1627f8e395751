import { type Awaitable, type Energy, isDifferentiable, type Property } from '@basin/core';

/**
 * A property that is worked out once per batch, however many terms use it: values are kept as long as the batch is.
 * The array is shared; objectives read it and give new ones.
 */
export function sharedProperty<B>(property: Property<B>): Property<B> {
  const known = new WeakMap<object, Awaitable<Float64Array>>();
  const shared: Energy<B> = {
    evaluate(batch) {
      if (typeof batch !== 'object' || batch === null) return property.evaluate(batch);
      const values = known.get(batch) ?? property.evaluate(batch);
      known.set(batch, values);
      return values;
    },
  };
  if (!isDifferentiable(property)) return shared;
  return Object.assign(shared, { evaluateWithGradient: (batch: B) => property.evaluateWithGradient(batch) });
}

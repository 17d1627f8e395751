/**
 * Adds capabilities to an energy that was just made: the object itself, so that a capability is there exactly where it was given.
 * What is computed when it is asked for (a tail that follows the weights) stays so.
 */
export function withCapabilities<E extends object, C extends object>(
  energy: E,
  ...capabilities: readonly (C | undefined)[]
): E {
  for (const capability of capabilities) {
    if (capability !== undefined) Object.defineProperties(energy, Object.getOwnPropertyDescriptors(capability));
  }
  return energy;
}

/** @throws {RangeError} Not `count` numbers, or one that is not finite. */
export function checkParameters(parameters: Float64Array, count: number): void {
  if (parameters.length !== count) {
    throw new RangeError(`there are ${parameters.length} parameters; the energy has ${count}`);
  }
  const wrong = parameters.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) throw new RangeError(`parameter ${wrong} is ${parameters[wrong]}; parameters are finite`);
}

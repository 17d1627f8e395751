import { DesignError, type Table } from '@basin/core';

/** The parameters in the table that a step which trains has made. @throws {DesignError} It holds none. */
export async function readParameters(table: Table): Promise<Float64Array> {
  const parameters = new Float64Array(table.rowCount ?? 0);
  let next = 0;
  for await (const { value } of table.batches()) {
    if (value?.type !== 'float64')
      throw new DesignError("a table of learned parameters has no column 'value' of numbers");
    parameters.set(value.values, next);
    next += value.values.length;
  }
  return parameters;
}

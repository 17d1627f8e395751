import { ConfigurationError } from '@basin/core';

/** A graph that cannot be, as an error; whoever applies the operator adds where it stands. */
export function graphFault(message: string): ConfigurationError {
  return new ConfigurationError([{ message, path: [] }]);
}

/** The same error, said of a node: its name in the file, where it has one, and its operator. */
export function faultAt(error: ConfigurationError, operator: string, label: string | undefined): ConfigurationError {
  const place = label === undefined ? operator : `node '${label}' (${operator})`;
  return new ConfigurationError(error.faults.map((fault) => ({ ...fault, message: `${place}: ${fault.message}` })));
}

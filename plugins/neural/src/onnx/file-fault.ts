import { ConfigurationError } from '@basin/core';

/** What a file that is no usable model ends in: where in the file, and what is wrong there. */
export function fileFault(place: string, message: string): ConfigurationError {
  return new ConfigurationError([{ path: [], message: place === '' ? message : `${place}: ${message}` }]);
}

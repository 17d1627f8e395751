import { ConfigurationError } from '@basin/core';
import type { KeyPath, SourcePlaces } from '../language/source-places.js';

/** A ConfigurationError of one fault, at the place of a value of the file. */
export function faultAt(places: SourcePlaces, path: KeyPath, message: string): ConfigurationError {
  const position = places.ofKey(path);
  return new ConfigurationError([position === undefined ? { message, path } : { message, path, position }]);
}

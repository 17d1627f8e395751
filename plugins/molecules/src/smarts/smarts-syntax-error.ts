import { NotationError } from '../graph/notation-error.js';

/** A SMARTS that cannot be read, or asks for what is not supported. */
export class SmartsSyntaxError extends NotationError {}

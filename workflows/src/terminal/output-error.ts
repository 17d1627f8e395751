import { systemReason } from '../run/system-reason.js';

/** What Basin had to say could not be written: a full disk, a device that failed. It carries the system's code, as system errors do. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly code: string;
  readonly syscall: string;

  constructor(cause: NodeJS.ErrnoException) {
    super(`standard output cannot be written: ${systemReason(cause)}; send it to another file or make room there`);
    this.code = cause.code ?? '';
    this.syscall = cause.syscall ?? 'write';
  }
}

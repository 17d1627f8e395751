/** What was typed cannot be understood: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The command whose help to look at; undefined for the root. */
  readonly command: string | undefined;

  constructor(message: string, command?: string) {
    super(message);
    this.command = command;
  }
}

/**
 * How a command ends badly: status 1 where something failed (a file, the data, the training), status 2 where the command
 * itself was written wrongly and the help is what is needed.
 */

export const exitStatus = { fine: 0, failed: 1, wrongUsage: 2 } as const;

/** The command line asks for something that does not exist or does not go together. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

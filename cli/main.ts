/** The entry of `npm run graft -- …`. */
import './wasmFeatures.ts';
import { runCommandLine } from './commandLine.ts';
import { exitStatus, isBrokenPipe } from './failure.ts';
import { createNodeContext } from './nodeContext.ts';

process.stdout.on('error', (error) => process.exit(statusOfLost(error)));
// Progress that nobody reads any more is no reason to end: the run goes on, and its files are written.
process.stderr.on('error', () => {});

// npm runs its scripts in the project's folder; paths count from the folder in which it was called.
if (process.env.npm_lifecycle_event === 'graft' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

const status = await runCommandLine(process.argv.slice(2), createNodeContext());
// An open GPU and worker threads keep Node alive; what was written to a pipe must be out before the end.
const [lost] = await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(lost ? statusOfLost(lost) : status);

function flushed(stream: NodeJS.WriteStream): Promise<Error | null | undefined> {
  return new Promise((done) => stream.write('', done));
}

/** Results that could not be written. */
function statusOfLost(error: Error): number {
  if (isBrokenPipe(error)) return exitStatus.unread;
  process.stderr.write(`error: standard output could not be written: ${error.message}.\n`);
  return exitStatus.failed;
}

/** The entry of `npm run graft -- …`. */
import './wasmFeatures.ts';
import { runCommandLine } from './commandLine.ts';
import { createNodeContext } from './nodeContext.ts';

const status = await runCommandLine(process.argv.slice(2), createNodeContext());
// An open GPU and worker threads keep Node alive; what was written to a pipe must be out before the end.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
process.exit(status);

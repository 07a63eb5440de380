/**
 * `npm start`: builds the studio, serves it with the headers that it needs, prints its address and opens it.
 * Options: --no-open, --port NUMBER (the next free one is taken where it is in use).
 */
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { buildKernels } from './sections.ts';

const { values } = parseArgs({
  options: {
    open: { type: 'boolean', default: true },
    port: { type: 'string', default: '4173' },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

if (values.help) {
  console.log('npm start -- [--no-open] [--port NUMBER]\n\nBuilds the studio, serves it and opens it in the browser.');
  process.exit(0);
}
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error(`--port ${values.port}: give a number from 1 to 65535.`);
  process.exit(2);
}

if (!buildKernels()) process.exit(1);
await build({ logLevel: 'warn' });
const server = await preview({ preview: { port, open: values.open && hasDisplay() } });
const [address] = server.resolvedUrls?.local ?? [];
console.log(`\nGraft is at ${address}\nNothing that you load there leaves this machine. Ctrl-C ends it.`);

/** Opening a browser where there is no screen only makes noise. */
function hasDisplay(): boolean {
  if (process.env.CI || process.env.SSH_CONNECTION) return false;
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

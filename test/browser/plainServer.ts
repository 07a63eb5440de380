/** The built studio as a plain server of files gives it: under a path of its own, with no header but the type. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface PlainServer {
  readonly address: string;
  /** Another version of the service worker, as a newer studio has it. */
  update(): void;
  end(): Promise<void>;
}

export function servePlainly(folder: string, path: string): Promise<PlainServer> {
  let updated = false;
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const name = asked.slice(path.length) || 'index.html';
    const file = join(folder, normalize(`/${name}`));
    if (!asked.startsWith(path) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    if (updated && name === 'sw.js') response.end(`${readFileSync(file, 'utf8')}\n// Newer.\n`);
    else createReadStream(file).pipe(response);
  });
  return new Promise((done) => {
    server.listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo;
      done({
        address: `http://localhost:${port}${path}`,
        update: () => {
          updated = true;
        },
        end: () =>
          new Promise((ended) => {
            server.close(() => ended());
            server.closeAllConnections();
          }),
      });
    });
  });
}

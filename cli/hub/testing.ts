/** A stand-in for the Hugging Face hub on this machine: the same addresses, and faults where a test wants them. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';

export interface HubFaults {
  /** Connections are broken after this many bytes of a file, so many times. */
  readonly cutAfter?: number;
  readonly cuts?: number;
  /** Said of each file instead of its own. */
  readonly hash?: string;
  /** Nobody sees it without this token. */
  readonly token?: string;
  readonly gated?: boolean;
  /** Bytes of each file, as it is listed. */
  readonly size?: number;
  /** Files are asked for at another origin, as the hub keeps the large ones. */
  readonly elsewhere?: boolean;
  readonly ignoresRanges?: boolean;
}

interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export const commit = 'c0ffee'.padEnd(40, '0');

/** A hub with one model, which `HF_ENDPOINT` names until the test has ended. */
export async function standInHub(name: string, files: Readonly<Record<string, Buffer>>, faults: HubFaults = {}) {
  const asked: Asked[] = [];
  let cutsLeft = faults.cuts ?? 0;
  let changed = commit;
  const send = (request: IncomingMessage, response: ServerResponse, bytes: Buffer) => {
    const from = faults.ignoresRanges ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'Content-Length': bytes.length - from });
    const cut = cutsLeft > 0 && bytes.length - from > (faults.cutAfter ?? 0);
    if (!cut) return response.end(bytes.subarray(from));
    cutsLeft--;
    response.write(bytes.subarray(from, from + (faults.cutAfter ?? 0)), () => setTimeout(() => response.destroy(), 20));
  };
  const note = ({ url = '', headers }: IncomingMessage) =>
    asked.push({ path: url, range: headers.range, authorization: headers.authorization });
  const store = await listening((request, response) => {
    note(request);
    send(request, response, files[decodeURIComponent(request.url?.slice(1) ?? '')] as Buffer);
  });
  const address = await listening((request, response) => {
    note(request);
    const { url = '', headers } = request;
    const refuse = (status: number, reason: string) =>
      response.writeHead(status, { 'X-Error-Code': reason }).end(JSON.stringify({ error: reason }));
    if (faults.token && headers.authorization !== `Bearer ${faults.token}`) return refuse(401, 'RepoNotFound');
    if (faults.gated) return refuse(403, 'GatedRepo');
    const api = /^\/api\/models\/(.+)\/revision\/([^?]+)\?blobs=true$/.exec(url);
    if (api && api[1] !== name) return refuse(404, 'RepoNotFound');
    if (api && !['main', 'refs%2Fpr%2F2', commit].includes(api[2] as string)) return refuse(404, 'RevisionNotFound');
    if (api) return response.end(JSON.stringify(listing(name, changed, files, faults)));
    const file = decodeURIComponent(url.slice(`/${name}/resolve/${commit}/`.length));
    if (faults.elsewhere) return response.writeHead(302, { Location: `${store}/${file}` }).end();
    send(request, response, files[file] as Buffer);
  });
  vi.stubEnv('HF_ENDPOINT', `${address}/`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return {
    address,
    asked,
    /** What was asked of a file. */
    askedFor: (file: string) => asked.filter(({ path }) => path.endsWith(`/${file}`)),
    /** The branch goes on to another commit. */
    moveOn() {
      changed = 'd'.repeat(40);
    },
  };
}

function listing(name: string, sha: string, files: Readonly<Record<string, Buffer>>, { hash, size }: HubFaults) {
  const siblings = Object.entries(files).map(([rfilename, bytes]) => {
    const git = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    const lfs = { sha256: hash ?? createHash('sha256').update(bytes).digest('hex') };
    const large = rfilename.endsWith('.safetensors') && { lfs };
    return { rfilename, size: size ?? bytes.length, blobId: git, ...large };
  });
  return { id: name, sha, cardData: { license: 'apache-2.0' }, siblings };
}

async function listening(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * The Hugging Face hub, as far as a checkpoint's files go: what a repository holds at a revision, and the bytes of a file. Its
 * own tools' variables are taken: HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE. Its npm package (@huggingface/hub) takes none of
 * the three, neither goes on where it was cut off nor checks what came, and weighs 10 MB.
 */
import { z } from 'zod';
import { GraftError } from '../../workers/protocol/errors.ts';

export interface Hub {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token: string | null;
  readonly offline: boolean;
}

export interface RemoteFile {
  /** In the repository. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of its bytes; git's names for a file begin with its length. */
  readonly hash: { readonly kind: 'sha256' | 'git-sha1'; readonly value: string };
}

export interface Repository {
  readonly name: string;
  /** That the revision stood for when it was asked. */
  readonly commit: string;
  /** As the hub spells it, such as `apache-2.0`; null where its owner names none. */
  readonly licence: string | null;
  readonly files: readonly RemoteFile[];
}

type Environment = Readonly<Record<string, string | undefined>>;

export function hubOf({ HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE }: Environment): Hub {
  return {
    endpoint: (HF_ENDPOINT?.trim() || 'https://huggingface.co').replace(/\/+$/, ''),
    token: HF_TOKEN?.trim() || null,
    offline: /^(?:1|on|yes|true)$/i.test(HF_HUB_OFFLINE?.trim() ?? ''),
  };
}

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));
const answerSchema = z.looseObject({
  sha: hex(40),
  cardData: z.looseObject({ license: z.string().nullish().catch(null) }).nullish(),
  siblings: z.array(
    z.looseObject({
      rfilename: z.string(),
      size: z.number().int().nonnegative(),
      blobId: hex(40),
      lfs: z.looseObject({ sha256: hex(64) }).nullish(),
    }),
  ),
});

/** @throws GraftError where there is none of the name, it may not be seen, or the hub cannot be reached. */
export async function describeRepository(hub: Hub, name: string, revision: string): Promise<Repository> {
  const address = `${hub.endpoint}/api/models/${name}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const response = await ask(hub, address);
  if (!response.ok) throw refusal(hub, name, revision, response);
  const read = answerSchema.safeParse(await response.json().catch(() => null));
  if (!read.success) {
    throw new GraftError({
      code: 'hub-answer',
      message: `${hub.endpoint} does not answer as the Hugging Face hub does.`,
      remedy: 'Check HF_ENDPOINT.',
    });
  }
  const { sha, cardData, siblings } = read.data;
  const files = siblings.map(({ rfilename: path, size, blobId, lfs }): RemoteFile => {
    const hash = lfs
      ? ({ kind: 'sha256', value: lfs.sha256 } as const)
      : ({ kind: 'git-sha1', value: blobId } as const);
    return { path, size, hash };
  });
  return { name, commit: sha, licence: cardData?.license ?? null, files };
}

/**
 * A file's bytes, from a byte on. The answer may begin at 0 all the same, which its status tells (200 rather than 206).
 * @throws GraftError where it may not be had, or the hub cannot be reached.
 */
export async function requestFile(
  hub: Hub,
  { name, commit }: Pick<Repository, 'name' | 'commit'>,
  path: string,
  from: number,
): Promise<Response> {
  const address = `${hub.endpoint}/${name}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const response = await ask(hub, address, from > 0 ? { Range: `bytes=${from}-` } : {});
  if (response.ok) return response;
  throw refusal(hub, name, commit, response);
}

/** `fetch` takes the token out where it is led on to another origin, such as the store of the large files. */
async function ask({ endpoint, token }: Hub, address: string, headers: Record<string, string> = {}): Promise<Response> {
  try {
    return await fetch(address, { headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) } });
  } catch (thrown) {
    const { cause } = thrown as { cause?: { code?: string; message?: string } };
    throw new GraftError({
      code: 'hub-unreachable',
      message: `${endpoint} could not be reached (${cause?.code ?? cause?.message ?? String(thrown)}).`,
      remedy: 'Check the connection. HF_ENDPOINT names another address, where yours is behind a mirror.',
    });
  }
}

function refusal({ endpoint, token }: Hub, name: string, revision: string, response: Response): GraftError {
  const { status } = response;
  const reason = response.headers.get('X-Error-Code');
  const page = `${endpoint}/${name}`;
  // Whether a repository is private is told to nobody who may not see it.
  if (status === 401 || (status === 403 && reason !== 'GatedRepo')) {
    return hubError(
      'hub-forbidden',
      token
        ? `${name} is not there, or HF_TOKEN does not let you see it.`
        : `${name} is not there, or is private, and no HF_TOKEN is set.`,
      token
        ? 'Check the name, and that the token is yours, still holds and may read this repository.'
        : 'Check the name. For a private one, set the variable HF_TOKEN to a token of yours that may read it.',
    );
  }
  if (status === 403) {
    return hubError(
      'hub-gated',
      `${name} is given only to those who have agreed to its terms.`,
      `Agree to them at ${page}, and set the variable HF_TOKEN to a token of yours.`,
    );
  }
  if (status === 404 && reason !== 'RepoNotFound') {
    return hubError(
      'hub-revision',
      `${name} has no revision “${revision}”, or not this file in it.`,
      `Give a branch, a tag or a commit that ${page} lists (--revision).`,
    );
  }
  if (status === 404) {
    return hubError('hub-unknown', `There is no model ${name}.`, `Look its name up at ${endpoint}/models.`);
  }
  return hubError('hub-failed', `${endpoint} answers ${status} ${response.statusText}.`, 'Try again later.');
}

function hubError(code: string, message: string, remedy: string): GraftError {
  return new GraftError({ code, message, remedy });
}

/** `graft fetch`: a checkpoint's files from the Hugging Face hub. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { familyOf } from '../../workers/checkpoint/readCheckpoint.ts';
import { GraftError, problemFrom } from '../../workers/protocol/errors.ts';
import { bytesInWords } from '../../workers/text/byteSizes.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { download, isFile, partOf, sizeOf } from '../hub/download.ts';
import { describeRepository, type Hub, hubOf, type RemoteFile, type Repository } from '../hub/hub.ts';
import { type Origin, originName, readOrigin, writeOrigin } from '../hub/origin.ts';
import { wantedFiles } from '../hub/wantedFiles.ts';
import { Progress } from '../progress.ts';

interface FetchOptions {
  readonly out: string;
  readonly revision?: string;
}

export function fetchCommand(context: Context): Command {
  return new Command('fetch')
    .description('bring a checkpoint from the Hugging Face hub; the only command that calls another machine')
    .argument('<name>', 'as the hub has it, such as sentence-transformers/all-MiniLM-L6-v2')
    .requiredOption('--out <folder>', 'where the files go; a new folder, or one that this was begun in')
    .option('--revision <revision>', 'a branch, a tag or a commit (main, where none was fetched yet)')
    .addHelpText(
      'after',
      `\nSizes and licence are told first; Ctrl-C ends it, and the same command goes on. ${originName} pins the commit.\n` +
        'Variables: HF_ENDPOINT (another address), HF_TOKEN (for private models), HF_HUB_OFFLINE (1: calls nobody).',
    )
    .action((name: string, options: FetchOptions) => fetchCheckpoint(context, name, options));
}

async function fetchCheckpoint(context: Context, name: string, { out, revision }: FetchOptions): Promise<void> {
  if (!/^(?:[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(name)) {
    throw new UsageError(`“${name}” is no name of a model: give it as OWNER/MODEL.`);
  }
  const hub = hubOf(process.env);
  const progress = new Progress(context);
  const begun = begunIn(out, name);
  const goesOn = begun && [undefined, begun.revision, begun.commit].includes(revision);
  const repository = goesOn ? pinned(begun) : await asked(hub, name, revision ?? 'main');
  if (begun && begun.commit !== repository.commit) throw otherCommit(out, begun.commit, repository.commit);
  const missing = await missingIn(out, repository);
  tell(progress, repository, missing);
  if (missing.length > 0 && hub.offline) throw offline(name);
  mkdirSync(out, { recursive: true });
  await checkRoom(out, missing);
  if (!begun) await writeOrigin(out, revision ?? 'main', repository);
  const total = missing.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const file of missing) {
    const label = `Fetching ${file.path}`;
    await download(hub, repository, file, out, (there) =>
      progress.onProgress({ label, fraction: (done + there) / total }),
    );
    done += file.size;
    if (file.path === 'config.json') await checkFamily(out);
  }
  progress.line(`${name} is in ${out}, at commit ${repository.commit} (${originName}).`);
}

/** @throws GraftError where the folder holds other files. */
function begunIn(folder: string, name: string): Origin | null {
  if (!existsSync(folder)) return null;
  const refuse = (message: string) =>
    new GraftError({ code: 'fetch-folder', message, remedy: 'Give a new folder, or an empty one.', file: folder });
  if (!statSync(folder).isDirectory()) throw refuse('This is a file, and several files are to be written.');
  const origin = readOrigin(folder);
  if (origin && origin.name !== name) throw refuse(`It holds ${origin.name}.`);
  if (!origin && readdirSync(folder).length > 0) throw refuse('There are files in this folder already.');
  return origin;
}

const pinned = ({ name, commit, licence, files }: Origin): Repository => ({ name, commit, licence, files });

async function asked(hub: Hub, name: string, revision: string): Promise<Repository> {
  if (hub.offline) throw offline(name);
  const repository = await describeRepository(hub, name, revision);
  const byPath = new Map(repository.files.filter(({ path }) => !path.includes('/')).map((file) => [file.path, file]));
  const wanted = wantedFiles(name, [...byPath.keys()]);
  return { ...repository, files: wanted.flatMap((path) => byPath.get(path) ?? []) };
}

async function missingIn(folder: string, { files }: Repository): Promise<readonly RemoteFile[]> {
  const there = await Promise.all(files.map((file) => isFile(join(folder, file.path), file)));
  return files.filter((_, index) => !there[index]);
}

function tell(progress: Progress, { name, commit, licence, files }: Repository, missing: readonly RemoteFile[]): void {
  const all = files.reduce((sum, { size }) => sum + size, 0);
  progress.line(`${name} at commit ${commit}: ${bytesInWords(all)}, ${licenceInWords(licence)}.`);
  for (const file of files) {
    progress.line(`  ${file.path}  ${bytesInWords(file.size)}${missing.includes(file) ? '' : ', there already'}`);
  }
}

const licenceInWords = (licence: string | null) =>
  licence === null ? 'no licence named, so that nobody may pass it on' : `licence ${licence}`;

/** @throws GraftError where what is still to come does not fit. */
async function checkRoom(folder: string, missing: readonly RemoteFile[]): Promise<void> {
  const needed = missing.reduce((sum, file) => sum + file.size - Math.min(file.size, sizeOf(partOf(folder, file))), 0);
  const { bavail, bsize } = await statfs(folder);
  if (needed <= bavail * bsize) return;
  throw new GraftError({
    code: 'file',
    message: `There is no room: ${bytesInWords(needed)} are still to come, and ${bytesInWords(bavail * bsize)} are free.`,
    remedy: 'Make room, or choose another place.',
    file: folder,
  });
}

/** Before the weights come, which are large. @throws GraftError where it is of a family that is not read; nothing stays. */
async function checkFamily(folder: string): Promise<void> {
  const path = join(folder, 'config.json');
  try {
    familyOf(JSON.parse(readFileSync(path, 'utf8')));
  } catch (thrown) {
    await rm(path);
    await rm(join(folder, originName));
    throw new GraftError(problemFrom(thrown));
  }
}

function otherCommit(folder: string, begun: string, now: string): GraftError {
  return new GraftError({
    code: 'fetch-folder',
    message: `It holds files of commit ${begun}, and this revision is commit ${now}: the two do not go together.`,
    remedy: 'Give a new folder, or leave --revision out to go on with what was begun.',
    file: folder,
  });
}

function offline(name: string): GraftError {
  return new GraftError({
    code: 'hub-offline',
    message: `${name} is not all there, and HF_HUB_OFFLINE says that nobody is to be called.`,
    remedy: 'Unset HF_HUB_OFFLINE, or give the folder of a checkpoint that you have.',
  });
}

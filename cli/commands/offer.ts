/** `graft offer`: checkpoints put beside the studio, so that whoever opens it can fetch them with a click. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { openFolder } from '../../workers/checkpoint/folder.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import {
  encodersFolder,
  type OfferedEncoder,
  type OfferedList,
  offeredListName,
  offeredListSchema,
  sizeOfOffered,
} from '../../workers/protocol/offeredEncoder.ts';
import { bytesInWords } from '../../workers/text/byteSizes.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../files.ts';
import { readOrigin } from '../hub/origin.ts';
import { wantedFiles } from '../hub/wantedFiles.ts';
import { type CheckpointFiles, checkpointIn, noFolder, readModel } from '../modelFiles.ts';
import { Progress } from '../progress.ts';

interface OfferOptions {
  readonly studio?: string;
}

/** What every build takes along, and the development server serves. */
const ownPublicFolder = fileURLToPath(new URL('../../public', import.meta.url));

export function offerCommand(context: Context): Command {
  return new Command('offer')
    .description('put checkpoints beside the studio, which then offers them under Source')
    .argument('[folders...]', 'checkpoints, each a folder or a zip; none: list again what lies there')
    .option('--studio <folder>', 'a built studio (what every build of this one takes along, where not given)')
    .addHelpText(
      'after',
      `\nThey are copied to ${encodersFolder}/NAME/. To take one back, delete its folder and give graft offer alone.`,
    )
    .action((folders: string[], options: OfferOptions) => offer(context, folders, options));
}

async function offer(context: Context, paths: readonly string[], { studio }: OfferOptions): Promise<void> {
  const progress = new Progress(context);
  if (studio !== undefined && !existsSync(join(studio, 'index.html'))) throw noStudio(studio);
  const place = join(studio ?? ownPublicFolder, encodersFolder);
  const list = new Map(listed(place).map((encoder) => [encoder.name, encoder]));
  for (const path of new Set(paths)) {
    const encoder = await putBeside(path, place);
    list.set(encoder.name, encoder);
    const { licence } = encoder;
    progress.line(
      `${path}: ${encoder.family}, ${bytesInWords(sizeOfOffered(encoder))}, ${licence === null ? 'no licence named' : `licence ${licence}`}.`,
    );
    if (licence === null) {
      progress.line('Whoever offers it to others passes it on: make sure that you may (README.md, “license:”).');
    }
  }
  const encoders = [...list.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  mkdirSync(place, { recursive: true });
  const written: OfferedList = { encoders };
  await writeWhole(join(place, offeredListName), `${JSON.stringify(written, null, 2)}\n`);
  const names = encoders.map(({ name }) => name).join(', ') || 'nothing';
  progress.line(`${join(place, offeredListName)} offers ${names}.`);
}

/** Those whose files are still there. @throws GraftError where the list is not one. */
function listed(place: string): readonly OfferedEncoder[] {
  const path = join(place, offeredListName);
  if (!existsSync(path)) return [];
  try {
    const { encoders } = offeredListSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return encoders.filter(({ name }) => existsSync(join(place, name)));
  } catch {
    throw new GraftError({
      code: 'offer-list',
      message: 'It is no list of encoders: it was changed or cut off.',
      remedy: 'Delete it, and offer the checkpoints again.',
      file: path,
    });
  }
}

async function putBeside(path: string, place: string): Promise<OfferedEncoder> {
  const read = await readModel(path);
  if (read.kind === 'bundle') throw noFolder(path);
  const { facts, weights, head } = checkpointIn(read);
  const name = nameOf(path);
  const to = join(place, name);
  if (resolve(to) === resolve(path)) throw itself(path);
  const files = filesToCopy(read);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const [file, bytes] of files) await writeWhole(join(to, file), bytes);
  return {
    name,
    family: facts.family,
    licence: licenceOf(path),
    parameters: Object.values(weights).reduce((sum, { values }) => sum + values.length, 0),
    tagger: head !== null,
    files: files.map(([file, bytes]) => ({
      path: file,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
}

/** What the checkpoint is read from, and what says whose it is. */
function filesToCopy({ path, files }: CheckpointFiles): [name: string, bytes: Uint8Array][] {
  const folder = openFolder(files);
  return wantedFiles(path, folder.names).flatMap((name) => {
    const bytes = folder.bytes(name);
    if (bytes && bytes.length > 0) return [[name, bytes]];
    const beside = join(path, name);
    return isPlainFile(beside) ? [[name, new Uint8Array(readFileSync(beside))]] : [];
  });
}

/** As the page can ask for it. */
function nameOf(path: string): string {
  const name = basename(resolve(path)).replace(/\.zip$/i, '');
  return name.replaceAll(/[^\w.-]+/g, '-').replace(/^[.]+/, '') || 'encoder';
}

/** What the hub said, or else its card, whose head names it as the hub's do. */
function licenceOf(path: string): string | null {
  if (!statSync(path).isDirectory()) return null;
  const origin = readOrigin(path);
  if (origin) return origin.licence;
  const card = join(path, 'README.md');
  if (!isPlainFile(card)) return null;
  const head = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/.exec(readFileSync(card, 'utf8'))?.[1] ?? '';
  return /^license:\s*["']?([\w.-]+)/m.exec(head)?.[1] ?? null;
}

const isPlainFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function itself(path: string): GraftError {
  return new GraftError({
    code: 'offer-itself',
    message: 'This is where it would be copied to.',
    remedy: 'It is offered already; give the folder that it came from.',
    file: path,
  });
}

function noStudio(path: string): GraftError {
  return new GraftError({
    code: 'offer-studio',
    message: 'There is no index.html: this is no built studio.',
    remedy: 'Build one (npm run build), and give its folder (dist).',
    file: path,
  });
}

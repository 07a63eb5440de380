/**
 * What `graft tag` is given: plain texts, or a corpus, from files, zips of them or standard input. Texts are decoded here,
 * once, so that every output is made of the same text; a corpus is left to its import.
 */
import type { FormatName } from '../workers/protocol/corpus.ts';
import type { CorpusFile } from '../workers/protocol/engine.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { isNamedAsText } from '../workers/text/batchTexts.ts';
import { decodeText } from '../workers/text/decode.ts';
import { sniffFormat } from '../workers/text/formats/sniff.ts';
import { isZip, unzipFiles } from '../workers/text/zip.ts';
import type { Context } from './context.ts';
import type { CorpusOptions } from './corpusOptions.ts';
import { UsageError } from './failure.ts';
import { readCorpusFiles } from './files.ts';
import type { Progress } from './progress.ts';

/** A plain text with the name of its file. */
export interface TagText {
  readonly name: string;
  readonly text: string;
}

type TagInputs =
  | { readonly kind: 'texts'; readonly texts: readonly TagText[] }
  /** @property first of the files that made it a corpus, with its format. */
  | {
      readonly kind: 'corpus';
      readonly files: readonly CorpusFile[];
      readonly first: { readonly name: string; readonly format: FormatName };
    };

/** A file of its own or out of a zip, with what it holds, or with why that could not be read. */
interface LookedAt {
  readonly name: string;
  readonly format: FormatName;
  readonly decoded: ReturnType<typeof decodeText> | GraftError;
}

/** @param paths Absent, standard input is read. @throws UsageError where plain text and corpora are mixed. */
export async function readTagInputs(
  context: Context,
  paths: readonly string[] | undefined,
  options: CorpusOptions,
  progress: Progress,
): Promise<TagInputs> {
  const files: CorpusFile[] = paths
    ? await readCorpusFiles(paths.map((path) => ({ path, part: 'test' })))
    : [{ name: 'standard input', bytes: await context.readStandardInput(), part: 'test' }];
  // A few short lines look like columns to anybody; who pipes a corpus says so.
  const piped = paths === undefined ? 'text' : undefined;
  const looked = lettersAmong(
    files.flatMap((file) => lookInto(file, options, piped)),
    files,
    options,
  );
  const first = looked.find(({ format }) => format !== 'text');
  if (!first) return { kind: 'texts', texts: textsIn(looked, progress) };
  const text = looked.find(({ format }) => format === 'text');
  // Texts belong to brat's annotation files, and a zip holds remarks: the import knows.
  const belong =
    looked.some(({ format }) => format === 'brat') || (files.some(({ bytes }) => isZip(bytes)) && !areLetters(looked));
  if (text && !belong) {
    throw new UsageError(
      `${text.name} was read as plain text and ${first.name} as ${first.format}. Tag them apart, or say with --from what all are.`,
    );
  }
  return { kind: 'corpus', files, first };
}

/** An archive that mostly holds files named as texts, and plain ones: a remark beside a corpus is one of few. */
function areLetters(looked: readonly LookedAt[]): boolean {
  const letters = looked.filter(({ name, format }) => format === 'text' && isNamedAsText(name));
  return 2 * letters.length > looked.length;
}

/** In an archive of letters one that looks like columns is a letter as well: left to the import, the others would be passed over. */
function lettersAmong(
  looked: readonly LookedAt[],
  files: readonly CorpusFile[],
  { from }: CorpusOptions,
): readonly LookedAt[] {
  const isArchive = from === undefined && files.some(({ bytes }) => isZip(bytes));
  if (!isArchive || looked.some(({ format }) => format === 'brat') || !areLetters(looked)) return looked;
  return looked.map((each) => (isNamedAsText(each.name) ? { ...each, format: 'text' } : each));
}

function lookInto(
  { name, bytes }: CorpusFile,
  { from, encoding }: CorpusOptions,
  piped: FormatName | undefined,
): LookedAt[] {
  if (isZip(bytes)) {
    const { entries } = unzipFiles(name, bytes);
    return entries.map(({ path, bytes: packed }): LookedAt => {
      try {
        return lookAt(`${name}/${path}`, packed, from, encoding);
      } catch (error) {
        // Archives hold other things too.
        if (!(error instanceof GraftError)) throw error;
        return { name: `${name}/${path}`, format: from ?? 'text', decoded: error };
      }
    });
  }
  return [lookAt(name, bytes, from ?? piped, encoding)];
}

function lookAt(name: string, bytes: Uint8Array, given: FormatName | undefined, encoding?: string): LookedAt {
  const decoded = decodeText(bytes, name, encoding);
  return { name, format: given ?? sniffFormat(decoded.text, name), decoded };
}

/** @throws GraftError where none of them can be read. */
function textsIn(looked: readonly LookedAt[], progress: Progress): TagText[] {
  const failed = looked.flatMap(({ decoded }) => (decoded instanceof GraftError ? decoded : []));
  if (failed.length === looked.length && failed[0]) throw failed[0];
  return looked.flatMap(({ name, decoded }): TagText[] => {
    if (decoded instanceof GraftError) {
      progress.warn({ ...decoded.problem, message: `${decoded.problem.message} The file was left out.` });
      return [];
    }
    if (decoded.assumed) progress.line(`${name}: ${decoded.assumed}`);
    for (const problem of decoded.problems) progress.warn(problem);
    return [{ name, text: decoded.text }];
  });
}

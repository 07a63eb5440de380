/** `graft tag --in FOLDER`: all plain texts of folders in one go, each into a file of its own, or all to standard output. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Exported, ExportFormatName } from '../../workers/protocol/corpus.ts';
import type { Engine } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import { exportFormats } from '../../workers/protocol/exportFormats.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { batchTexts, checkBatch } from '../../workers/text/batchTexts.ts';
import { counted } from '../../workers/text/counted.ts';
import { writeCorpus } from '../../workers/text/formats/write.ts';
import { reviewOf } from '../../workers/text/leastSure.ts';
import { corpusOfTexts, type NamedText } from '../../workers/text/taggedTexts.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { readBytes, writeWhole } from '../files.ts';
import { type FolderFile, filesUnder } from '../folderFiles.ts';
import { checkFolder } from '../outFolder.ts';
import type { Progress } from '../progress.ts';
import { reviewIn, reviewLines, tellReview } from '../reviewOption.ts';
import { readable, tagTexts } from '../taggedTexts.ts';

/** `readable` marks the spans in the text. */
export type TagFormat = ExportFormatName | 'readable';

interface FolderTagging {
  readonly paths: readonly string[];
  readonly out: string | undefined;
  readonly format: TagFormat;
  readonly encoding: string | undefined;
  readonly reviewBelow: number | undefined;
  readonly review: string | undefined;
}

/** Whether all goes into one archive, by its name. @param format as it was asked for. */
export const isArchive = (out: string | undefined, format: string | undefined) => format === 'brat' && isZipName(out);

const isZipName = (path = '') => /\.zip$/i.test(path);

/** For the first line of a command. @throws UsageError, or a GraftError where the folder cannot take the files. */
export function checkFolderTagging(
  from: string | undefined,
  out: string | undefined,
  format: string | undefined,
): void {
  if (from !== undefined && from !== 'text') {
    throw new UsageError(`A folder is tagged as plain texts, and --from says ${from}. Give its files one by one.`);
  }
  if (out === undefined || isArchive(out, format)) return;
  if (isZipName(out)) {
    throw new UsageError(
      `Texts of a folder go into a folder, and ${out} is the name of a zip: --format brat alone writes one.`,
    );
  }
  checkFolder(out);
}

/** Texts are written as they are tagged. */
export async function tagFolders(
  context: Context,
  engine: Engine,
  model: ModelSummary,
  { paths, out, format, encoding, reviewBelow, review: reviewFile }: FolderTagging,
  progress: Progress,
): Promise<void> {
  const files = filesUnder(paths);
  const tagged: NamedText[] = [];
  let leftOut = 0;
  for (const [index, file] of files.entries()) {
    progress.onProgress({ label: 'Tagging the texts', fraction: index / files.length });
    const { texts, problems, assumed } = await textsOf(file, encoding);
    if (texts.length === 0) leftOut++;
    for (const words of assumed) progress.line(words);
    for (const problem of problems) progress.warn(problem);
    const found = await tagTexts(engine, model, texts);
    tagged.push(...found);
    if (out === undefined || format === 'brat') continue;
    for (const text of found) await writeOne(out, text, model, format, reviewBelow);
  }
  checkBatch({ texts: tagged, problems: [] });
  const review = reviewIn(tagged, reviewBelow);
  const all = () => inFormat(tagged, model, format, new Set(review.map(({ documentId }) => documentId)));
  progress.clear();
  if (out === undefined) context.out(all());
  else if (format === 'brat') await writeWhole(isArchive(out, format) ? out : inFolder(out, 'tagged.zip'), all());
  if (reviewFile !== undefined) await writeWhole(reviewFile, reviewLines(review));
  const spans = tagged.reduce((sum, each) => sum + each.spans.length, 0);
  const others = leftOut > 0 ? `; ${counted(leftOut, 'file')} left out` : '';
  progress.line(`Tagged ${counted(tagged.length, 'text')}: ${counted(spans, 'span')}${others}.`);
  if (reviewBelow !== undefined) tellReview(progress, review, reviewBelow);
}

async function textsOf({ name, path, fault }: FolderFile, encoding: string | undefined) {
  try {
    if (fault) throw fault;
    return batchTexts({ name, bytes: await readBytes(path) }, encoding);
  } catch (error) {
    if (!(error instanceof GraftError)) throw error;
    const problem = { ...error.problem, message: `${error.problem.message} The file was left out.` };
    return { texts: [], problems: [problem], assumed: [] };
  }
}

async function writeOne(
  out: string,
  text: NamedText,
  model: ModelSummary,
  format: TagFormat,
  reviewBelow: number | undefined,
): Promise<void> {
  const isOpen = reviewBelow !== undefined && reviewOf(text.name, text, reviewBelow) !== null;
  const content = inFormat([text], model, format, new Set(isOpen ? [text.name] : []));
  const ending = format === 'readable' ? '' : `.${exportFormats[format].ending}`;
  await writeWhole(inFolder(out, `${text.name}${ending}`), content);
}

function inFolder(out: string, name: string): string {
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** @param unchecked names of texts that count as looked through for nothing. */
export function inFormat(
  texts: readonly NamedText[],
  model: ModelSummary,
  format: TagFormat,
  unchecked: ReadonlySet<string>,
): Exported {
  if (format === 'readable') return texts.map(readable).join('');
  return writeCorpus(corpusOfTexts(model, texts, unchecked), format);
}

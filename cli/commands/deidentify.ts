/** `graft deidentify`: a corpus, or texts that a model tags, without the names that stand in them. */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { usualReviewBelow } from '../../workers/protocol/batch.ts';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import type { Corpus, Document, Exported, ExportFormatName, Splits } from '../../workers/protocol/corpus.ts';
import {
  type DeidentifyOptions,
  type DeidentifyReport,
  type Doubt,
  type Ledger,
  type ModelDoubts,
  type Numbering,
  numberings,
  type Replacement,
  replacements,
} from '../../workers/protocol/deidentify.ts';
import type { CorpusService } from '../../workers/protocol/engine.ts';
import { counted } from '../../workers/text/counted.ts';
import { decodeText } from '../../workers/text/decode.ts';
import { deidentify } from '../../workers/text/deidentify/deidentify.ts';
import { doubtInWords, doubtLines } from '../../workers/text/deidentify/doubtLines.ts';
import { newLedger } from '../../workers/text/deidentify/draws.ts';
import { readLedger, writeLedger } from '../../workers/text/deidentify/ledgerFile.ts';
import { markedByEither } from '../../workers/text/deidentify/markedByEither.ts';
import { secondLook } from '../../workers/text/deidentify/secondLook.ts';
import { lossesOf } from '../../workers/text/formats/write/losses.ts';
import { writeCorpus } from '../../workers/text/formats/write.ts';
import { doubtsBelow, doubtsByDocument } from '../../workers/text/leastSure.ts';
import { json } from '../../workers/text/runReport.ts';
import { countedParts, indexesOf } from '../../workers/text/sentenceIndex.ts';
import { taggedFilesOf } from '../../workers/text/taggedTexts.ts';
import type { Context } from '../context.ts';
import { checkKind } from '../corpusKind.ts';
import {
  addCorpusOptions,
  type CorpusOptions,
  corpusName,
  corpusOptionsIn,
  fileList,
  importFiles,
  importRead,
  nameList,
} from '../corpusOptions.ts';
import { exportFormatChoices, exportFormatOf } from '../exportFormat.ts';
import { UsageError } from '../failure.ts';
import { checkOutputs, readBytes, writeWhole } from '../files.ts';
import { filesOfModel, loadModel, modelHelp, readModel } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import { share } from '../reviewOption.ts';
import { addBackendOption, openEngine } from '../runOptions.ts';
import { table } from '../table.ts';
import { tagTexts } from '../taggedTexts.ts';
import { readTagInputs } from '../tagInputs.ts';

interface Options extends CorpusOptions {
  readonly in: readonly string[];
  readonly model?: string;
  readonly categories?: readonly string[];
  readonly replace: Replacement;
  readonly numberBy: Numbering;
  readonly ledger?: string;
  readonly out?: string;
  readonly format: string;
  readonly report?: string;
  readonly review?: string;
  readonly reviewBelow: number;
  readonly backend: BackendPreference;
}

export function deidentifyCommand(context: Context): Command {
  const command = new Command('deidentify')
    .description('replace names, numbers and dates in a corpus, or in texts that a model tags')
    .requiredOption('--in <file>', 'an annotated corpus, or with --model plain texts; repeatable', fileList)
    .option('--model <file>', `tags them first: ${modelHelp}`)
    .option('--categories <names>', 'what is replaced, such as Person,Phone; by default all', nameList)
    .addOption(
      new Option('--replace <how>', 'by [PERSON], by [PERSON-1], or by another name, number or date of the same form')
        .choices([...replacements])
        .default('placeholder'),
    )
    .addOption(
      new Option('--number-by <what>', 'where numbers begin anew').choices([...numberings]).default('document'),
    )
    .option(
      '--ledger <file>',
      'remembers who became whom, for the next time; made where it is missing. Keep it to yourself',
    )
    .option('--out <file>', 'where the result goes; by default standard output')
    .addOption(
      new Option('--format <format>', 'of the result; text has no annotation')
        .choices(['text', ...exportFormatChoices])
        .default('jsonl'),
    )
    .option('--report <file>', 'where it is said what was replaced how often')
    .option('--review <file>', 'where all places go that should be looked at first, as JSON Lines')
    .addOption(
      new Option('--review-below <share>', 'with --model: it is to be looked at where it was less sure')
        .argParser(share)
        .default(usualReviewBelow),
    );
  addBackendOption(command);
  return addCorpusOptions(command).action((options: Options) => run(context, options));
}

async function run(context: Context, options: Options): Promise<void> {
  const { in: paths, model, ledger: ledgerFile, out, report, review } = options;
  checkOutputs(
    { '--out': out, '--report': report, '--review': review, '--ledger': ledgerFile },
    { '--in': paths, '--model': model === undefined ? undefined : filesOfModel(model) },
  );
  const before = await ledgerBefore(ledgerFile);
  const progress = new Progress(context);
  const corpora = await context.openCorpora();
  const { corpus, doubts: ofModel } =
    model === undefined
      ? { corpus: await annotated(corpora, options, progress), doubts: {} }
      : await taggedFirst(context, corpora, model, options, progress);
  const categories = options.categories ?? corpus.categories;
  const chosen = { categories, replacement: options.replace, numbering: options.numberBy };
  const none = { ...corpus, documents: [] };
  const splits = { train: none, dev: none, test: corpus };
  const doubts = secondLook(splits, 'test', categories, ofModel);
  const result = replaced(splits, chosen, before, options.format);
  if (ledgerFile !== undefined) await writeWhole(ledgerFile, writeLedger(result.ledger), 'private');
  if (report !== undefined) await writeWhole(report, json({ replacement: options.replace, ...result.report }));
  if (review !== undefined) await writeWhole(review, doubtLines(doubts));
  progress.clear();
  for (const loss of result.losses) progress.line(loss);
  tell(progress, result.report, doubts, review);
  if (out === undefined) context.out(result.content);
  else await writeWhole(out, result.content);
}

async function ledgerBefore(path: string | undefined): Promise<Ledger> {
  if (path === undefined || !existsSync(path)) return newLedger();
  return readLedger(decodeText(await readBytes(path), path, 'utf-8').text, path);
}

async function annotated(corpora: CorpusService, options: Options, progress: Progress): Promise<Corpus> {
  const { in: test } = options;
  const read = await importFiles(corpora, { test }, { ...corpusOptionsIn(options), overlaps: 'allowed' }, progress);
  return (await corpora.splits(read.id)).test;
}

/** The corpus with what the model marks and what was marked before, and of what the model was unsure. */
async function taggedFirst(
  context: Context,
  corpora: CorpusService,
  modelPath: string,
  { in: paths, backend, reviewBelow, ...options }: Options,
  progress: Progress,
): Promise<{ corpus: Corpus; doubts: ModelDoubts }> {
  const modelFiles = await readModel(modelPath);
  const inputs = await readTagInputs(context, paths, options, progress);
  const engine = await openEngine(context, corpora, progress, backend);
  const model = await loadModel(engine, modelFiles, progress);
  if (model.kind === 'tags')
    throw new UsageError('This model finds no spans, and what is replaced is a span. Take another model.');
  const name = corpusName(paths);
  const read = async (bytes: Uint8Array) => {
    const file = { name: 'tagged.jsonl', bytes, part: 'test' as const };
    const { id } = await importRead(corpora, name, [file], { overlaps: 'allowed' }, progress);
    return (await corpora.splits(id)).test;
  };
  if (inputs.kind === 'corpus') {
    const given = await importRead(corpora, name, inputs.files, corpusOptionsIn(options), progress);
    if (given.categories.length > 0) checkKind(model, given);
    const tagged = await engine.tagCorpus(model.id, given, 'test', 'jsonl', progress.onProgress);
    const byModel = await read(new TextEncoder().encode(tagged));
    const corpus = markedByEither((await corpora.splits(given.id)).test, byModel);
    return { corpus, doubts: await engine.modelDoubts(model.id, given, 'test', reviewBelow, progress.onProgress) };
  }
  const tagged = await tagTexts(engine, model, inputs.texts, progress.onProgress);
  const doubts = tagged.map((text) => ({
    part: 'test' as const,
    id: text.name,
    doubts: doubtsBelow(text, reviewBelow),
  }));
  return { corpus: await read(taggedFilesOf(model, tagged, 0).corpus), doubts: doubtsByDocument(doubts) };
}

/** @param format one of the export formats, or `text`. */
function replaced(
  splits: Splits,
  options: DeidentifyOptions,
  ledger: Ledger,
  format: string,
): { content: Exported; losses: readonly string[]; report: DeidentifyReport; ledger: Ledger } {
  const { corpus, ...others } = deidentify(splits.test, options, ledger);
  const { documents, categories } = corpus;
  if (format !== 'text') {
    const to: ExportFormatName = exportFormatOf(format);
    const count = (of: (document: Document) => number) => documents.reduce((sum, document) => sum + of(document), 0);
    const losses = lossesOf(to, {
      documents: documents.length,
      sentences: count(({ sentences }) => sentences.length),
      furtherSpans: count(({ furtherSpans = [] }) => furtherSpans.length),
      annotated: countedParts(indexesOf(splits)).annotated,
      categories,
    });
    return { ...others, losses, content: writeCorpus(corpus, to) };
  }
  const texts = documents.map(({ text }) => text);
  const end = /[\n\r]$/.test(texts.at(-1) ?? '') ? '' : '\n';
  return { ...others, losses: [], content: `${texts.join('\n\n')}${end}` };
}

/** So many places are said one by one. */
const mostSaid = 10;

function tell(
  progress: Progress,
  report: DeidentifyReport,
  doubts: readonly Doubt[],
  review: string | undefined,
): void {
  const rows = report.categories.map(({ category, replaced: times, different, placeholders }) => [
    category,
    ...[times, different, placeholders].map(String),
  ]);
  progress.line(table([['replaced', 'times', 'different', 'without surrogate'], ...rows]).trimEnd());
  if (report.merged > 0) progress.line(`${counted(report.merged, 'annotation')} became the same as another one.`);
  if (report.clashes > 0)
    progress.line(
      `Another surrogate than in the ledger stands here for ${counted(report.clashes, 'name')} or parts of names: that one stands in the corpus for itself. The ledger keeps both.`,
    );
  if (doubts.length === 0) return;
  progress.line(`Look at ${counted(doubts.length, 'place')} before this leaves the house:`);
  for (const doubt of doubts.slice(0, mostSaid)) progress.line(`  ${doubtInWords(doubt)}`);
  const more = doubts.length - mostSaid;
  if (more > 0)
    progress.line(
      `  and ${more} more${review === undefined ? ' (--review FILE has all of them)' : `, see ${review}`}.`,
    );
}

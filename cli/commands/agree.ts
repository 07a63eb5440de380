/** `graft agree`: how far two annotators agree on the same texts, and one corpus of both where somebody decides. */
import { Command } from 'commander';
import type { Agreement, Kappa } from '../../workers/protocol/agreement.ts';
import { adjudicatedCorpus } from '../../workers/text/adjudication.ts';
import { annotatorFile } from '../../workers/text/annotators.ts';
import { counted } from '../../workers/text/counted.ts';
import { decodeText } from '../../workers/text/decode.ts';
import { type DecidedLines, differenceLines, readDecisions, unfitting } from '../../workers/text/differenceLines.ts';
import { writeCorpus } from '../../workers/text/formats/write.ts';
import { json } from '../../workers/text/runReport.ts';
import type { Context } from '../context.ts';
import { addCorpusOptions, type CorpusOptions, corpusOptionsIn, fileList, importFiles } from '../corpusOptions.ts';
import { UsageError } from '../failure.ts';
import { checkOutputs, readBytes, writeWhole } from '../files.ts';
import { Progress } from '../progress.ts';
import { table } from '../table.ts';

interface AgreeOptions extends CorpusOptions {
  readonly in: readonly string[];
  readonly with: readonly string[];
  readonly json?: string;
  readonly differences?: string;
  readonly decided?: string;
  readonly out?: string;
}

export function agreeCommand(context: Context): Command {
  const command = new Command('agree')
    .description('say how far two annotators agree on the same texts: Cohen’s kappa on tokens, F1 on spans')
    .requiredOption('--in <file>', 'what the first annotator (A) made; several --in are joined', fileList)
    .requiredOption('--with <file>', 'what the second one (B) made of the same texts; repeatable as well', fileList)
    .option('--json <file>', 'where the report goes')
    .option('--differences <file>', 'where the differences go, one a line, as JSON Lines with a place to decide each')
    .option('--decided <file>', 'that file with what is taken written under "take": a, b, both or neither')
    .option('--out <file>', 'where the documents go in which all is decided, as JSON Lines');
  return addCorpusOptions(command).action((options: AgreeOptions) => agree(context, options));
}

async function agree(context: Context, options: AgreeOptions): Promise<void> {
  const { in: first, with: second, json: report, differences, decided, out } = options;
  if (decided !== undefined && out === undefined)
    throw new UsageError('--decided is for the corpus that comes of it: say with --out where it goes.');
  checkOutputs(
    { '--json': report, '--differences': differences, '--out': out },
    { '--in': first, '--with': second, '--decided': decided },
  );
  const decisions: DecidedLines = decided === undefined ? new Map() : await readDecided(decided);
  const progress = new Progress(context);
  const corpora = await context.openCorpora();
  const read = (paths: readonly string[]) =>
    importFiles(corpora, { test: paths }, { ...corpusOptionsIn(options), overlaps: 'allowed' }, progress);
  const [a, b] = [await read(first), await read(second)];
  const agreement = await corpora.agreement(a.id, b.id);
  for (const problem of agreement.problems) progress.warn(problem);
  const stray = unfitting(decisions, agreement.differences, decided ?? '');
  if (stray) progress.warn(stray);
  if (report !== undefined) await writeWhole(report, json({ in: a.name, with: b.name, ...agreement }));
  if (differences !== undefined) await writeWhole(differences, differenceLines(agreement.differences));
  if (out !== undefined) {
    const files = [await annotatorFile(corpora, a.id), await annotatorFile(corpora, b.id)] as const;
    const takes = Object.fromEntries([...decisions].map(([key, { take }]) => [key, take]));
    const corpus = adjudicatedCorpus(...files, takes, a.name);
    await writeWhole(out, writeCorpus(corpus, 'jsonl'));
    const left = agreement.documents - corpus.documents.length;
    if (left > 0)
      progress.line(`Left out: ${left} of ${agreement.documents} documents, in which something is left to decide.`);
  }
  context.out(inWords(agreement));
}

async function readDecided(path: string) {
  return readDecisions(decodeText(await readBytes(path), path, 'utf-8').text, path);
}

function inWords({ documents, categories, tags, spans, differences }: Agreement): string {
  const kappas = [
    ['kappa on tokens', 'all', 'marked by either'],
    ['categories', figure(categories.all), figure(categories.annotated)],
    ['tags', figure(tags.all), figure(tags.annotated)],
    ['tokens', `${tags.all.tokens}`, `${tags.annotated.tokens}`],
  ];
  const rows = [...Object.entries(spans.categories), ['all', spans.overall] as const].map(
    ([name, { f1, support, predicted, correct }]) => [name, f1.toFixed(2), `${support}`, `${predicted}`, `${correct}`],
  );
  const each = Object.entries(kindsInWords).flatMap(([kind, words]) => {
    const count = differences.filter((difference) => difference.kind === kind).length;
    return count > 0 ? `${count} ${words}` : [];
  });
  return (
    `${table(kappas)}\n${table([['F1 on spans', 'F1', 'A', 'B', 'both'], ...rows])}\n` +
    `${counted(documents, 'document')}, ${counted(differences.length, 'difference')}${each.length > 0 ? `: ${each.join(', ')}` : ''}.\n`
  );
}

const kindsInWords = {
  missed: 'marked by A alone',
  spurious: 'marked by B alone',
  category: 'of another category',
  boundary: 'of another extent',
} as const;

const figure = ({ kappa }: Kappa) => (kappa === null ? '–' : kappa.toFixed(3));

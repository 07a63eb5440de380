/** The stand-in studio's corpora: whatever files come, the invented corpus is in them. What is done to it is real. */
import type { ExportFormatName, PartName, Splits } from '../../workers/protocol/corpus.ts';
import type { DeidentifyOptions, Ledger } from '../../workers/protocol/deidentify.ts';
import type { CorpusFile, CorpusService, CorpusSummary } from '../../workers/protocol/engine.ts';
import { GraftError, type Problem } from '../../workers/protocol/errors.ts';
import type { CorpusPreview, SourceFile } from '../../workers/protocol/preview.ts';
import { adjudicate, agreementOf } from '../../workers/text/annotators.ts';
import { mapCategories, withGuideline } from '../../workers/text/categories.ts';
import { deidentifiedFile } from '../../workers/text/deidentify/deidentify.ts';
import { secondLook } from '../../workers/text/deidentify/secondLook.ts';
import { documentPage } from '../../workers/text/documentPages.ts';
import { writeCorpus } from '../../workers/text/formats/write.ts';
import { listsOf, readGazetteers } from '../../workers/text/gazetteers.ts';
import { takeOutOverlap } from '../../workers/text/overlaps.ts';
import { documentIn, withReplaced } from '../../workers/text/replacedDocuments.ts';
import { countedParts, indexesOf, SentenceIndex } from '../../workers/text/sentenceIndex.ts';
import { mapSplits } from '../../workers/text/splits.ts';
import { exportedCorpus } from '../../workers/text/wholeDocuments.ts';
import { fakeSplits } from './fakeCorpus.ts';
import { fakePreview } from './fakePreview.ts';

interface Kept {
  readonly id: string;
  readonly revision: number;
  readonly lastRevision: number;
  readonly files: readonly SourceFile[];
  readonly splits: Splits;
  /** What it was before its changes, the last one last. */
  readonly earlier: readonly Kept[];
}

const assumed = ['JSONL with character offsets'];

function emptyFile(file: string): Problem {
  return { code: 'empty-file', message: 'The file is empty.', remedy: 'Choose a file that holds sentences.', file };
}

function sourceOf({ name, part }: CorpusFile): SourceFile {
  return { name, part: part ?? null, format: 'jsonl', assumed };
}

export class FakeCorpora implements CorpusService {
  private readonly corpora = new Map<string, Kept>();
  private counter = 0;

  async importCorpus(
    ...[name, files, , onProgress]: Parameters<CorpusService['importCorpus']>
  ): Promise<CorpusSummary> {
    const empty = files.find(({ bytes }) => bytes.length === 0);
    if (empty) throw new GraftError(emptyFile(empty.name));
    for (const fraction of [0.2, 0.5, 0.8]) {
      onProgress?.({ label: 'Reading the files', fraction });
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    const splits = fakeSplits(name);
    const id = `corpus-${++this.counter}`;
    return this.keep({ id, revision: 1, lastRevision: 1, earlier: [], files: files.map(sourceOf), splits });
  }

  async preview(...[files, options]: Parameters<CorpusService['preview']>): Promise<CorpusPreview> {
    const empty = files.find(({ blob }) => blob.size === 0);
    if (empty) return { lines: [], whole: true, reading: null, problem: emptyFile(empty.name) };
    return fakePreview(options);
  }

  async renameCorpus(...[corpusId, name]: Parameters<CorpusService['renameCorpus']>) {
    const { splits, ...corpus } = this.corpus(corpusId);
    return this.keep({ ...corpus, splits: mapSplits(splits, (part) => ({ ...part, name })) });
  }

  async sentences(...[corpusId, query]: Parameters<CorpusService['sentences']>) {
    return new SentenceIndex(this.corpus(corpusId).splits[query.part]).page(query);
  }

  async mapCategories(...[corpusId, mapping]: Parameters<CorpusService['mapCategories']>) {
    const corpus = this.corpus(corpusId);
    return this.change(
      corpus,
      mapSplits(corpus.splits, (part) => mapCategories(part, mapping)),
    );
  }

  async documents(...[corpusId, query]: Parameters<CorpusService['documents']>) {
    return documentPage(this.corpus(corpusId).splits[query.part], query);
  }

  async document(...[corpusId, part, documentId]: Parameters<CorpusService['document']>) {
    return documentIn(this.corpus(corpusId).splits, part, documentId);
  }

  async replaceDocuments(...[corpusId, changes]: Parameters<CorpusService['replaceDocuments']>) {
    const corpus = this.corpus(corpusId);
    return this.change(corpus, withReplaced(corpus.splits, changes));
  }

  async writeGuideline(...[corpusId, category, text]: Parameters<CorpusService['writeGuideline']>) {
    const corpus = this.corpus(corpusId);
    return this.keep({ ...corpus, splits: mapSplits(corpus.splits, (part) => withGuideline(part, category, text)) });
  }

  async deduplicate(...[corpusId, from]: Parameters<CorpusService['deduplicate']>) {
    const corpus = this.corpus(corpusId);
    const { splits, sentences } = takeOutOverlap(corpus.splits, from);
    return sentences > 0 ? this.change(corpus, splits) : this.keep(corpus);
  }

  async gazetteerLists(...[{ name, blob }]: Parameters<CorpusService['gazetteerLists']>) {
    return listsOf(readGazetteers([{ name, bytes: new Uint8Array(await blob.arrayBuffer()) }]));
  }

  async takeBackChange(...[corpusId, revision]: Parameters<CorpusService['takeBackChange']>) {
    const corpus = this.corpus(corpusId);
    const before = corpus.earlier.at(-1);
    if (corpus.revision !== revision || !before) {
      throw new GraftError({ code: 'corpus-changed-since', message: 'The corpus was changed since.', remedy: '' });
    }
    return this.keep({ ...before, lastRevision: corpus.lastRevision });
  }

  async agreement(...[a, b]: Parameters<CorpusService['agreement']>) {
    return agreementOf(this, a, b);
  }

  async adjudicate(...[a, b, decided, name]: Parameters<CorpusService['adjudicate']>) {
    return adjudicate(this, a, b, decided, name);
  }

  async deidentifyDoubts(...[id, ...asked]: Parameters<CorpusService['deidentifyDoubts']>) {
    return secondLook(this.corpus(id).splits, ...asked);
  }

  async deidentified<Format extends ExportFormatName>(
    corpusId: string,
    part: PartName | 'all',
    options: DeidentifyOptions,
    ledger: Ledger,
    format: Format,
  ) {
    return deidentifiedFile(this.corpus(corpusId).splits, part, options, ledger, format);
  }

  private change(corpus: Kept, splits: Splits) {
    const revision = corpus.lastRevision + 1;
    return this.keep({ ...corpus, revision, lastRevision: revision, splits, earlier: [...corpus.earlier, corpus] });
  }

  async exportCorpus<Format extends ExportFormatName>(corpusId: string, part: PartName | 'all', format: Format) {
    const splits = await this.splits(corpusId);
    return writeCorpus(exportedCorpus(splits, part), format);
  }

  async splits(corpusId: string) {
    return this.corpus(corpusId).splits;
  }

  async removeCorpus(corpusId: string) {
    this.corpus(corpusId);
    this.corpora.delete(corpusId);
  }

  private corpus(corpusId: string): Kept {
    const corpus = this.corpora.get(corpusId);
    if (corpus) return corpus;
    throw new GraftError({ code: 'unknown-corpus', message: `There is no corpus ${corpusId}.`, remedy: 'Import it.' });
  }

  private keep(corpus: Kept): CorpusSummary {
    const { id, revision, files, splits } = corpus;
    this.corpora.set(id, corpus);
    const { train } = splits;
    return {
      id,
      revision,
      name: train.name,
      kind: train.kind,
      categories: train.categories,
      guidelines: train.guidelines ?? {},
      ...countedParts(indexesOf(splits)),
      files,
      assumed: [...assumed, 'the parts go by the files’ names'],
      problems: [
        {
          code: 'span-across-token',
          message: 'the span "14 Weaver La" ends inside the word "Lane"; it was widened to the word.',
          remedy: 'Check the offsets in the file if the word is not what you meant.',
          file: 'target-train.jsonl',
          line: 118,
        },
      ],
    };
  }
}

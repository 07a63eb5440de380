/**
 * Keeps the corpora: reads files, divides them, shows their sentences, renames their categories and writes them out
 * again. Holds texts alone; everything with tensors is the engine's.
 */
import type { Agreement, Decisions } from '../protocol/agreement.ts';
import {
  type Corpus,
  type Document,
  type Exported,
  type ExportFormatName,
  type PartName,
  partNames,
  type Splits,
} from '../protocol/corpus.ts';
import type { Deidentified, DeidentifyOptions, Doubt, Ledger } from '../protocol/deidentify.ts';
import type { DocumentChange, DocumentPage, DocumentQuery } from '../protocol/documents.ts';
import type {
  CorpusFile,
  CorpusService,
  CorpusSummary,
  GazetteerList,
  ImportOptions,
  OnProgress,
} from '../protocol/engine.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import type { CorpusPreview, PreviewedFile, SourceFile } from '../protocol/preview.ts';
import type { CorpusKeeping, OnSaving } from '../protocol/projects.ts';
import type { SentencePage, SentenceQuery } from '../protocol/sentences.ts';
import { CorpusKeeper } from '../storage/corpusKeeper.ts';
import { readCorpusRows, type StoredCorpus } from '../storage/storedCorpora.ts';
import { adjudicate, agreementOf } from '../text/annotators.ts';
import { mapCategories, withGuideline } from '../text/categories.ts';
import { deidentifiedFile } from '../text/deidentify/deidentify.ts';
import { secondLook } from '../text/deidentify/secondLook.ts';
import { documentPage } from '../text/documentPages.ts';
import { writeCorpus } from '../text/formats/write.ts';
import { listsOf, readGazetteers } from '../text/gazetteers.ts';
import { newId } from '../text/newId.ts';
import { type Deduplicated, isOverlapWarning, overlapWarnings, takeOutOverlap } from '../text/overlaps.ts';
import { documentIn, withReplaced } from '../text/replacedDocuments.ts';
import { countedParts, indexesOf, type PartIndexes } from '../text/sentenceIndex.ts';
import { mapSplits } from '../text/splits.ts';
import { exportedCorpus } from '../text/wholeDocuments.ts';
import { assignParts, joinParts } from './corpusParts.ts';
import { previewFiles, readOptions } from './corpusPreview.ts';
import { corpusSources, readSources } from './corpusSources.ts';

/** The service in this thread. Nothing is stored before somebody says where. */
export function createCorpusService(): CorpusService & CorpusKeeping {
  return new InProcessCorpusService();
}

/** What a corpus was before a change. */
type EarlierCorpus = Pick<KeptCorpus, 'revision' | 'splits' | 'assumed' | 'problems'>;

/** So many changes can be taken back; texts are shared between a corpus and what it was. */
const mostEarlier = 5;

interface KeptCorpus {
  readonly id: string;
  readonly revision: number;
  /** The highest so far: a revision that was taken back is never given to other content. */
  readonly lastRevision: number;
  /** The one before stands last. */
  readonly earlier: readonly EarlierCorpus[];
  readonly name: string;
  readonly splits: Splits;
  readonly indexes: PartIndexes;
  /** Only for a run: kept in no project. */
  readonly passing?: boolean;
  readonly files: readonly SourceFile[];
  readonly assumed: readonly string[];
  readonly problems: readonly Problem[];
}

class InProcessCorpusService implements CorpusService, CorpusKeeping {
  private readonly corpora = new Map<string, KeptCorpus>();
  private keeper: CorpusKeeper | null = null;

  async importCorpus(
    name: string,
    files: readonly CorpusFile[],
    options: ImportOptions,
    onProgress?: OnProgress,
  ): Promise<CorpusSummary> {
    if (files.length === 0) {
      throw new GraftError({ code: 'no-files', message: 'No file was given.', remedy: 'Choose at least one file.' });
    }
    const assumed: string[] = [];
    const problems: Problem[] = [];
    const telling = {
      assume: (words: string) => void assumed.push(words),
      report: (problem: Problem) => void problems.push(problem),
    };
    const reading = readOptions(options);
    const { sources, read } = readSources(corpusSources(files, reading, telling), reading, telling, onProgress);
    for (const [index, { name: file }] of sources.entries()) {
      const { assumed: words = [], problems: told = [] } = read[index] ?? {};
      assumed.push(...words.map((said) => (sources.length > 1 ? `${file}: ${said}` : said)));
      problems.push(...told);
    }
    const parts = assignParts(sources, telling.assume);
    onProgress?.({ label: 'Comparing the parts', fraction: 1 });
    const splits = joinParts(name, read, parts, options, telling);
    problems.push(...overlapWarnings(splits));
    const readFiles = sources.map(
      ({ name: file }, index): SourceFile => ({
        name: file,
        part: parts[index] ?? null,
        format: read[index]?.format ?? '',
        assumed: read[index]?.assumed ?? [],
      }),
    );
    return this.keep({
      id: newId('corpus'),
      revision: 1,
      lastRevision: 1,
      earlier: [],
      name,
      splits,
      ...(options.passing && { passing: true }),
      files: readFiles,
      assumed,
      problems,
    });
  }

  preview(files: readonly PreviewedFile[], options: ImportOptions): Promise<CorpusPreview> {
    return previewFiles(files, options);
  }

  async renameCorpus(corpusId: string, name: string): Promise<CorpusSummary> {
    const corpus = this.corpus(corpusId);
    // A name is no content: what was found out about the corpus holds, and its revision stays.
    return this.keep(
      { ...corpus, name, splits: mapSplits(corpus.splits, (part) => ({ ...part, name })) },
      corpus.indexes,
    );
  }

  async sentences(corpusId: string, query: SentenceQuery): Promise<SentencePage> {
    return this.corpus(corpusId).indexes[query.part].page(query);
  }

  async mapCategories(corpusId: string, mapping: Readonly<Record<string, string | null>>): Promise<CorpusSummary> {
    const { splits } = this.corpus(corpusId);
    return this.change(
      corpusId,
      mapSplits(splits, (part) => mapCategories(part, mapping)),
    );
  }

  async exportCorpus<Format extends ExportFormatName>(
    corpusId: string,
    part: PartName | 'all',
    format: Format,
  ): Promise<Exported<Format>> {
    const { splits } = this.corpus(corpusId);
    return writeCorpus(exportedCorpus(splits, part), format);
  }

  async splits(corpusId: string): Promise<Splits> {
    return this.corpus(corpusId).splits;
  }

  async documents(corpusId: string, query: DocumentQuery): Promise<DocumentPage> {
    return documentPage(this.corpus(corpusId).splits[query.part], query);
  }

  async document(corpusId: string, part: PartName, documentId: string): Promise<Document> {
    return documentIn(this.corpus(corpusId).splits, part, documentId);
  }

  async replaceDocuments(corpusId: string, changes: readonly DocumentChange[]): Promise<CorpusSummary> {
    return this.change(corpusId, withReplaced(this.corpus(corpusId).splits, changes));
  }

  async writeGuideline(corpusId: string, category: string, text: string): Promise<CorpusSummary> {
    const corpus = this.corpus(corpusId);
    // As with a name, what was found out about the corpus holds.
    return this.keep(
      { ...corpus, splits: mapSplits(corpus.splits, (part) => withGuideline(part, category, text)) },
      corpus.indexes,
    );
  }

  async deduplicate(corpusId: string, from: PartName): Promise<CorpusSummary> {
    const corpus = this.corpus(corpusId);
    const taken = takeOutOverlap(corpus.splits, from);
    const assumed = [...corpus.assumed, `taken out of ${from}: ${wordsFor(taken)}`];
    const problems = corpus.problems.filter((each) => !isOverlapWarning(each));
    return this.change(corpusId, taken.splits, { assumed, problems: [...problems, ...overlapWarnings(taken.splits)] });
  }

  async takeBackChange(corpusId: string, revision: number): Promise<CorpusSummary> {
    const corpus = this.corpus(corpusId);
    const before = corpus.earlier.at(-1);
    if (corpus.revision !== revision || !before) {
      throw new GraftError({
        code: 'corpus-changed-since',
        message: `The change of ${corpus.name} cannot be taken back: the corpus was changed since.`,
        remedy: 'Take back the later changes first, or import the files again.',
      });
    }
    const { name } = corpus;
    const splits = mapSplits(before.splits, (part) => (part.name === name ? part : { ...part, name }));
    return this.keep({ ...corpus, ...before, splits, earlier: corpus.earlier.slice(0, -1) }, corpus.indexes);
  }

  async removeCorpus(corpusId: string): Promise<void> {
    this.corpus(corpusId);
    this.corpora.delete(corpusId);
    this.keeper?.remove(corpusId);
  }

  async gazetteerLists({ name, blob }: PreviewedFile): Promise<readonly GazetteerList[]> {
    return listsOf(readGazetteers([{ name, bytes: new Uint8Array(await blob.arrayBuffer()) }]));
  }

  agreement(a: string, b: string): Promise<Agreement> {
    return agreementOf(this, a, b);
  }

  adjudicate(a: string, b: string, decided: Decisions, name: string): Promise<CorpusSummary> {
    return adjudicate(this, a, b, decided, name);
  }

  async deidentifyDoubts(...[id, ...asked]: Parameters<CorpusService['deidentifyDoubts']>): Promise<readonly Doubt[]> {
    return secondLook(this.corpus(id).splits, ...asked);
  }

  async deidentified<Format extends ExportFormatName>(
    corpusId: string,
    part: PartName | 'all',
    options: DeidentifyOptions,
    ledger: Ledger,
    format: Format,
  ): Promise<Deidentified<Format>> {
    return deidentifiedFile(this.corpus(corpusId).splits, part, options, ledger, format);
  }

  async restoreCorpora(
    projectId: string,
    readOnly: boolean,
    onSaving: OnSaving,
    seen: Readonly<Record<string, number>> = {},
  ): Promise<readonly CorpusSummary[]> {
    const stored = await readCorpusRows(projectId);
    // What is brought back stands there already.
    const summaries = stored.map(({ description, splits }) => {
      const lastRevision = Math.max(description.lastRevision, seen[description.id] ?? 0);
      return this.keep({ ...description, lastRevision, splits, earlier: [] });
    });
    if (!readOnly) this.keeper = new CorpusKeeper(projectId, stored, onSaving);
    return summaries;
  }

  async keepCorporaIn(projectId: string, onSaving: OnSaving): Promise<void> {
    await this.keepNoCorpora();
    this.keeper = new CorpusKeeper(projectId, [], onSaving);
    for (const corpus of this.corpora.values()) this.store(corpus);
  }

  async corporaWritten(): Promise<void> {
    await this.keeper?.settled();
  }

  async keepNoCorpora(): Promise<void> {
    const { keeper } = this;
    this.keeper = null;
    await keeper?.end();
  }

  async saveAgain(): Promise<void> {
    this.keeper?.tryAgain();
  }

  private change(
    corpusId: string,
    splits: Splits,
    told: Partial<Pick<KeptCorpus, 'assumed' | 'problems'>> = {},
  ): CorpusSummary {
    const corpus = this.corpus(corpusId);
    if (partNames.every((part) => splits[part] === corpus.splits[part])) {
      return this.keep({ ...corpus, ...told }, corpus.indexes);
    }
    const { revision, assumed, problems } = corpus;
    const earlier = [...corpus.earlier, { revision, splits: corpus.splits, assumed, problems }].slice(-mostEarlier);
    const next = corpus.lastRevision + 1;
    return this.keep({ ...corpus, ...told, revision: next, lastRevision: next, earlier, splits }, corpus.indexes);
  }

  private keep(corpus: Omit<KeptCorpus, 'indexes'>, before?: PartIndexes): CorpusSummary {
    const { train } = corpus.splits;
    const indexes = indexesOf(corpus.splits, before);
    const kept = { ...corpus, indexes };
    this.corpora.set(corpus.id, kept);
    this.store(kept);
    return {
      id: corpus.id,
      revision: corpus.revision,
      name: corpus.name,
      kind: train.kind,
      categories: train.categories,
      guidelines: train.guidelines ?? {},
      ...countedParts(indexes),
      files: corpus.files,
      assumed: corpus.assumed,
      problems: corpus.problems,
    };
  }

  private store(corpus: KeptCorpus): void {
    if (!corpus.passing) this.keeper?.keep(asStored(corpus));
  }

  private corpus(corpusId: string): KeptCorpus {
    const corpus = this.corpora.get(corpusId);
    if (corpus) return corpus;
    throw new GraftError({
      code: 'unknown-corpus',
      message: `There is no corpus ${corpusId}.`,
      remedy: 'It was removed, or is in another project. Choose another corpus, or import it again.',
    });
  }
}

/** As the database has it: changes that could be taken back are of this session. */
function asStored({ splits, indexes: _, earlier: __, ...described }: KeptCorpus): StoredCorpus {
  const head = ({ documents: ___, ...rest }: Corpus) => rest;
  const parts = { train: head(splits.train), dev: head(splits.dev), test: head(splits.test) };
  return { description: { ...described, parts }, splits };
}

function wordsFor({ sentences, groups }: Deduplicated): string {
  if (sentences === 0) return 'nothing, since none of its sentences stands in another part';
  const ofGroups = groups === 1 ? ' or of a group that does' : groups > 1 ? ` or of ${groups} groups that do` : '';
  return `${sentences === 1 ? '1 sentence that stands' : `${sentences} sentences that stand`} in another part${ofGroups}`;
}

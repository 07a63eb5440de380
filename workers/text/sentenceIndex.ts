/**
 * The sentences of one part in a row, each with what it is searched by, so that a page of them can be shown without
 * going through all spans of all documents again. Kept by document: where one is replaced, the others' entries
 * stay, and only its own is counted anew, so that an edit costs the same in a corpus of 100,000 documents.
 */
import {
  type AnnotatedCategories,
  type Corpus,
  type Document,
  type PartName,
  partNames,
  type Splits,
} from '../protocol/corpus.ts';
import { type DocumentStanding, documentStandings } from '../protocol/documents.ts';
import type { CorpusSummary, PartSummary } from '../protocol/engine.ts';
import type { SentencePage, SentenceQuery } from '../protocol/sentences.ts';
import { viewSentence } from './sentenceView.ts';
import { isJudged, standingOf } from './standings.ts';

export type PartIndexes = Readonly<Record<PartName, SentenceIndex>>;

/** @param before lends what stayed the same. */
export function indexesOf({ train, dev, test }: Splits, before?: PartIndexes): PartIndexes {
  return {
    train: new SentenceIndex(train, before?.train),
    dev: new SentenceIndex(dev, before?.dev),
    test: new SentenceIndex(test, before?.test),
  };
}

/** What is said of a corpus by counting its parts. */
export function countedParts(indexes: PartIndexes): Pick<CorpusSummary, 'annotated' | 'judged' | 'parts'> {
  const { train, dev, test } = indexes;
  return {
    annotated: annotatedEverywhere(partNames.map((part) => indexes[part].lookedFor)),
    judged: partNames.some((part) => indexes[part].isJudged),
    parts: { train: train.summary(), dev: dev.summary(), test: test.summary() },
  };
}

/** What was looked for in every document; `all` where no document leaves a category out. */
function annotatedEverywhere(parts: readonly SentenceIndex['lookedFor'][]): AnnotatedCategories {
  const documents = parts.reduce((sum, part) => sum + part.documents, 0);
  if (documents === 0) return 'all';
  const categories = new Set(parts.flatMap((part) => [...part.categories.keys()]));
  return [...categories].filter(
    (category) => parts.reduce((sum, part) => sum + (part.categories.get(category) ?? 0), 0) === documents,
  );
}

interface Entry {
  readonly document: Document;
  /** Of the sentence in its document. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
  /** One entry a span or tag. */
  readonly categories: readonly string[];
}

interface DocumentEntries {
  readonly document: Document;
  readonly sentences: readonly Entry[];
  readonly furtherSpans: number;
  readonly standing: DocumentStanding;
  /** Null where that is all. */
  readonly lookedFor: readonly string[] | null;
}

/** What a part holds, counted. */
interface Tally {
  sentences: number;
  submittedSentences: number;
  tokens: number;
  furtherSpans: number;
  readonly categories: Map<string, number>;
  readonly standings: Map<DocumentStanding, number>;
  /** Documents that somebody submitted or discarded. */
  judged: number;
  /** Documents that name what was looked for in them. */
  saying: number;
  readonly lookedFor: Map<string, number>;
}

export class SentenceIndex {
  private readonly entries: readonly DocumentEntries[];
  private readonly tally: Tally;

  /** @param before lends its entries of documents that are the same, and its counts where a few were replaced. */
  constructor(
    private readonly corpus: Corpus,
    before?: SentenceIndex,
  ) {
    const { documents } = corpus;
    if (before && before.entries.length === documents.length) {
      const entries = before.entries.slice();
      this.tally = copyOf(before.tally);
      for (let place = 0; place < documents.length; place++) {
        const document = documents[place] as Document;
        if (document === before.corpus.documents[place]) continue;
        const old = entries[place] as DocumentEntries;
        const replaced = entriesOf(document);
        entries[place] = replaced;
        count(this.tally, old, -1);
        count(this.tally, replaced, 1);
      }
      this.entries = entries;
      return;
    }
    const known = new Map(before?.entries.map((entries) => [entries.document, entries]));
    this.entries = documents.map((document) => known.get(document) ?? entriesOf(document));
    this.tally = emptyTally();
    for (const entries of this.entries) count(this.tally, entries, 1);
  }

  summary(): PartSummary {
    const { sentences, submittedSentences, tokens, furtherSpans, categories, standings } = this.tally;
    const counts = new Map(this.corpus.categories.map((category) => [category, 0]));
    for (const [category, times] of categories) if (times > 0) counts.set(category, times);
    return {
      ...{ documents: this.entries.length, sentences, submittedSentences, tokens, furtherSpans },
      categories: Object.fromEntries(counts),
      standings: Object.fromEntries(
        documentStandings.map((standing) => [standing, standings.get(standing) ?? 0]),
      ) as PartSummary['standings'],
    };
  }

  /** Whether somebody submitted or discarded a document. */
  get isJudged(): boolean {
    return this.tally.judged > 0;
  }

  /** How many documents say what was looked for in them, and how many of these name a category. */
  get lookedFor(): { readonly documents: number; readonly categories: ReadonlyMap<string, number> } {
    return { documents: this.tally.saying, categories: this.tally.lookedFor };
  }

  page({ category, text, offset, limit }: SentenceQuery): SentencePage {
    const wanted = text?.toLowerCase();
    const isFound = ({ document, start, end, categories }: Entry) =>
      (category === undefined || categories.includes(category)) &&
      (!wanted || document.text.slice(start, end).toLowerCase().includes(wanted));
    const found = this.entries.flatMap(({ sentences }) => sentences.filter(isFound));
    const shown = found.slice(offset, offset + limit);
    return { total: found.length, sentences: shown.map(({ document, index }) => viewSentence(document, index)) };
  }
}

/** Sentences and spans are both in order of start, so one pass over both does. */
function entriesOf(document: Document): DocumentEntries {
  let next = 0;
  const sentences = document.sentences.map((sentence, index): Entry => {
    const start = sentence.tokens[0]?.start ?? 0;
    const end = sentence.tokens.at(-1)?.end ?? start;
    const categories: string[] = [...(sentence.tags ?? [])];
    for (let span = document.spans[next]; span && span.start < end; span = document.spans[++next]) {
      if (span.start >= start) categories.push(span.category);
    }
    return { document, index, start, end, tokens: sentence.tokens.length, categories };
  });
  return {
    ...{ document, sentences, standing: standingOf(document) },
    furtherSpans: document.furtherSpans?.length ?? 0,
    lookedFor: document.annotated === 'all' ? null : [...new Set(document.annotated)],
  };
}

const emptyTally = (): Tally => ({
  ...{ sentences: 0, submittedSentences: 0, tokens: 0, furtherSpans: 0, judged: 0, saying: 0 },
  ...{ categories: new Map(), standings: new Map(), lookedFor: new Map() },
});

const copyOf = (tally: Tally): Tally => ({
  ...tally,
  categories: new Map(tally.categories),
  standings: new Map(tally.standings),
  lookedFor: new Map(tally.lookedFor),
});

/** Counts a document in, or with −1 out again. */
function count(tally: Tally, entries: DocumentEntries, by: 1 | -1): void {
  const { document, sentences, furtherSpans, standing, lookedFor } = entries;
  tally.sentences += by * sentences.length;
  if (standing === 'submitted') tally.submittedSentences += by * sentences.length;
  tally.furtherSpans += by * furtherSpans;
  addTo(tally.standings, standing, by);
  if (isJudged(document)) tally.judged += by;
  for (const { tokens, categories } of sentences) {
    tally.tokens += by * tokens;
    for (const category of categories) addTo(tally.categories, category, by);
  }
  if (!lookedFor) return;
  tally.saying += by;
  for (const category of lookedFor) addTo(tally.lookedFor, category, by);
}

function addTo<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

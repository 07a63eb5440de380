/** A model in use: raw text or a corpus in, spans or tags out, offsets intact. */

import { requireKind } from '../models/scoreTagger.ts';
import type { TaggedWords, Tagger } from '../models/tagger.ts';
import { type AfterBatch, tagSentences } from '../models/tagSentences.ts';
import type { Corpus, Document } from '../protocol/corpus.ts';
import { surelyOutside, type TaggedText, type UnsureWord } from '../protocol/evaluation.ts';
import { documentFromText } from '../text/documents.ts';
import { wordsOf } from '../text/examples.ts';
import { linesEndSentences } from '../text/formats/text.ts';
import { spansFromTags } from '../text/schemes.ts';
import { confidentSpans } from '../text/sentenceView.ts';
import { withSpans } from '../text/spans.ts';
import { annotationCounts } from '../text/statistics.ts';

/** A model of one tag a token gives the sentences tags, and no spans. */
export async function tagText(tagger: Tagger, text: string): Promise<TaggedText> {
  const document = documentOf(text);
  const { sentences } = document;
  if (tagger.kind === 'spans') {
    const [found = { spans: [], unsure: [] }] = await tagDocuments(tagger, [document]);
    return { text, sentences, ...found };
  }
  const [results = []] = await resultsFor(tagger, [document]);
  const tagged = sentences.map((sentence, index) => ({ ...sentence, tags: (results[index] as TaggedWords).tags }));
  return { text, spans: [], sentences: tagged, unsure: [] };
}

/** What a model of spans finds in each of the documents, whatever is annotated there. */
export async function tagDocuments(
  tagger: Tagger,
  documents: readonly Document[],
  afterBatch?: AfterBatch,
): Promise<Pick<TaggedText, 'spans' | 'unsure'>[]> {
  const results = await resultsFor(tagger, documents, afterBatch);
  return documents.map((document, place) => foundIn(document, results[place] ?? []));
}

/** Of each document's sentences: short documents share a batch. */
async function resultsFor(
  tagger: Tagger,
  documents: readonly Document[],
  afterBatch?: AfterBatch,
): Promise<TaggedWords[][]> {
  const words = documents.flatMap((document) => document.sentences.map((sentence) => wordsOf(document, sentence)));
  const results = await tagSentences(tagger, words, afterBatch);
  let end = 0;
  return documents.map(({ sentences }) => {
    end += sentences.length;
    return results.slice(end - sentences.length, end);
  });
}

function foundIn(document: Document, results: readonly TaggedWords[]): Pick<TaggedText, 'spans' | 'unsure'> {
  const spans = results.flatMap(({ tags, probabilities }, index) =>
    confidentSpans(document, index, tags, probabilities),
  );
  const unsure = results.flatMap(({ tags, probabilities }, index) =>
    (document.sentences[index]?.tokens ?? []).flatMap(({ start, end }, token): UnsureWord[] => {
      const confidence = probabilities[token] ?? 1;
      return tags[token] === 'O' && confidence < surelyOutside ? [{ start, end, confidence }] : [];
    }),
  );
  return { spans, unsure };
}

/** One document, whatever the text: its offsets are those of the text that was given, line ends and all. */
export function documentOf(text: string): Document {
  // A CR alone ends a line as well. It is replaced, not taken out, so that everything stays in its place.
  const unified = text.replace(/\r(?!\n)/g, '\n');
  const input = { id: 'text', text: unified, spans: [], annotated: [], newlineEnds: linesEndSentences(unified) };
  return { ...documentFromText(input, () => {}), text };
}

/**
 * The corpus with the model's annotation in place of its own.
 * @throws GraftError where it carries annotation of another kind than the model's: it was probably read wrongly.
 */
export async function tagCorpus(
  tagger: Tagger,
  corpus: Corpus,
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<Corpus> {
  const { kind, categories } = tagger;
  // A column in which the same tag stands everywhere waits for its tags.
  if (annotationCounts(corpus).size > (corpus.kind === 'tags' ? 1 : 0)) requireKind(tagger, corpus);
  const words = corpus.documents.flatMap((document) => document.sentences.map((each) => wordsOf(document, each)));
  const results = await tagSentences(tagger, words, afterBatch);
  let place = 0;
  const documents = corpus.documents.map((document): Document => {
    const tagged = document.sentences.map((sentence) => ({ sentence, tags: (results[place++] as TaggedWords).tags }));
    if (kind === 'tags') {
      const sentences = tagged.map(({ sentence, tags }) => ({ ...sentence, tags }));
      return withSpans({ ...document, sentences, annotated: 'all' }, []);
    }
    const sentences = document.sentences.map(({ tokens }) => ({ tokens }));
    const spans = tagged.flatMap(({ sentence, tags }) => spansFromTags(document, sentence, tags));
    return withSpans({ ...document, sentences, annotated: 'all' }, spans);
  });
  return { ...corpus, kind, categories, documents };
}

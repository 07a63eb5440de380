/** A model in use: raw text or a corpus in, spans out, offsets intact. */

import type { TaggedWords, Tagger } from '../models/tagger.ts';
import { tagSentences } from '../models/tagSentences.ts';
import type { Corpus, Document } from '../protocol/corpus.ts';
import type { TaggedText } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { documentFromText } from '../text/documents.ts';
import { wordsOf } from '../text/examples.ts';
import { spansFromTags } from '../text/schemes.ts';
import { confidentSpans } from '../text/sentenceView.ts';
import { withSpans } from '../text/spans.ts';

export async function tagText(tagger: Tagger, text: string): Promise<TaggedText> {
  if (tagger.description.kind === 'tags') throw needsSpans();
  const document = documentFromText({ id: 'text', text, spans: [], annotated: [] }, () => {});
  const results = await tagSentences(
    tagger,
    document.sentences.map((sentence) => wordsOf(document, sentence)),
  );
  const spans = results.flatMap(({ tags, probabilities }, index) =>
    confidentSpans(document, index, tags, probabilities),
  );
  return { text, spans, sentences: document.sentences };
}

/** The corpus with the model's annotation in place of its own. */
export async function tagCorpus(
  tagger: Tagger,
  corpus: Corpus,
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<Corpus> {
  const { kind, categories } = tagger.description;
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

function needsSpans(): GraftError {
  return new GraftError({
    code: 'model-kind',
    message: 'This model gives every token a tag of its own; it finds no spans in a text.',
    remedy: 'Tag a corpus with it instead, or load a model that was trained on spans.',
  });
}

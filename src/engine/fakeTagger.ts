/** What a model of the stand-in studio finds: what the annotators say, with a mistake in every seventh sentence. */
import type { Corpus, Document, Sentence, Span } from '../../workers/protocol/corpus.ts';
import type { Evaluation, TaggedText } from '../../workers/protocol/evaluation.ts';
import type { Likenesses } from '../../workers/protocol/likenesses.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { errorKinds } from '../../workers/protocol/scores.ts';
import { scoreTags, type TagPair } from '../../workers/text/conlleval.ts';
import { classifyErrors, confusionMatrix } from '../../workers/text/errorAnalysis.ts';
import { sentenceTags } from '../../workers/text/schemes.ts';
import { viewSentence } from '../../workers/text/sentenceView.ts';
import { annotationCounts } from '../../workers/text/statistics.ts';

type Knows = Pick<ModelSummary, 'categories'>;

/** The corpus with the model's spans in place of its own. */
export function taggedBy({ categories }: Knows, corpus: Corpus): Corpus {
  let count = 0;
  const found = ({ spans }: Document, { tokens }: Sentence): readonly Span[] => {
    const [start, end] = [tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0];
    const known = spans.filter((span) => span.start >= start && span.end <= end && categories.includes(span.category));
    return ++count % 7 === 0 ? mistaken(count / 7, known, tokens, categories) : known;
  };
  const documents = corpus.documents.map((document) => ({
    ...document,
    annotated: 'all' as const,
    spans: document.sentences.flatMap((sentence) => found(document, sentence)),
  }));
  return { ...corpus, categories, documents };
}

function mistaken(
  count: number,
  spans: readonly Span[],
  tokens: Sentence['tokens'],
  categories: readonly string[],
): readonly Span[] {
  const [first, ...rest] = spans;
  const [opening] = tokens;
  const kind = errorKinds[count % errorKinds.length];
  const category = categories[count % categories.length] ?? '';
  if (opening && (!first || (kind === 'spurious' && first.start > opening.end))) {
    return [{ ...opening, category }, ...spans];
  }
  if (!first || kind === 'spurious') return spans;
  if (kind === 'missed') return rest;
  if (kind === 'category') return [{ ...first, category }, ...rest];
  return [{ ...first, end: tokens.find(({ end }) => end > first.start)?.end ?? first.end }, ...rest];
}

/** Each sentence with its own spans and tags beside the model's. */
function fakeSentences(model: Knows, corpus: Corpus) {
  const tagged = taggedBy(model, corpus);
  return corpus.documents.flatMap((document, place) => {
    const found = tagged.documents[place] as Document;
    return document.sentences.map((sentence, index) => ({
      view: viewSentence(document, index),
      predicted: viewSentence(found, index).spans,
      tags: { gold: sentenceTags(document, sentence, 'iob2'), predicted: sentenceTags(found, sentence, 'iob2') },
    }));
  });
}

/** What two models are compared by. */
export function fakeTagPairs(model: Knows, corpus: Corpus): TagPair[] {
  return fakeSentences(model, corpus).map(({ tags }) => tags);
}

export function fakeEvaluation(model: ModelSummary, corpus: Corpus): Evaluation {
  const sentences = fakeSentences(model, corpus);
  const pairs = sentences.map(({ view, predicted }) => ({ gold: view.spans, predicted }));
  const { categories, counts } = confusionMatrix(pairs, model.categories);
  const errors = sentences.flatMap(({ view, predicted }) => {
    const confident = predicted.map((span) => ({ ...span, confidence: 0.55 + (span.end % 9) / 20 }));
    const wrong = classifyErrors<Span>(view.spans, confident);
    return wrong.length > 0 ? [{ ...view, predicted: confident, errors: wrong }] : [];
  });
  const scores = scoreTags(sentences.map(({ tags }) => tags));
  return { modelId: model.id, scores, confusion: { labels: [...categories, 'no span'], counts }, errors };
}

/** Every second example of what the model does not know is called by its first category. */
export function fakeLikenesses({ categories }: Knows, train: Corpus): Likenesses {
  const [first] = categories;
  const unknown = [...annotationCounts(train)].filter(([name]) => !categories.includes(name));
  const called = (spans: number) => (first === undefined ? {} : { [first]: Math.floor(spans / 2) });
  return Object.fromEntries(unknown.map(([name, spans]) => [name, { spans, called: called(spans) }]));
}

/** Two capitalised words are a person, a number before such words an address. */
export function fakeTaggedText({ categories }: Knows, text: string): TaggedText {
  const tokens = [...text.matchAll(/\w+|[^\w\s]/g)].map((word) => ({
    start: word.index,
    end: word.index + word[0].length,
  }));
  const names = [...text.matchAll(/\b\p{Lu}\p{L}+ \p{Lu}\p{L}+/gu)];
  const streets = categories.includes('Address') ? [...text.matchAll(/\b\d+\w? (?:\p{Lu}\p{L}+ ?)+/gu)] : [];
  const spans = [
    ...streets.map((hit) => ({ hit, category: 'Address', confidence: 0.91 })),
    ...names
      .filter((name) => !streets.some((hit) => name.index >= hit.index && name.index < hit.index + hit[0].length))
      .map((hit) => ({ hit, category: 'Person', confidence: 0.97 })),
  ].map(({ hit, category, confidence }) => {
    const words = hit[0].trimEnd();
    return { start: hit.index, end: hit.index + words.length, category, confidence };
  });
  return { text, spans: spans.sort((a, b) => a.start - b.start), sentences: [{ tokens }], unsure: [] };
}

/** Draws the sentences that a model carries, keeps their categories up with the model's, and reads them as corpora again. */
import type { CarriedSample } from '../protocol/carriedSample.ts';
import type { Corpus, CorpusKind, Document, Sentence } from '../protocol/corpus.ts';
import { type CategoryMapping, mapCategories } from './categories.ts';
import type { Random } from './random.ts';
import { allSpans, spansBetween, withSpans } from './spans.ts';

/**
 * @param from sentences that are not learned from: the dev sentences. @param count at most so many, in two equal halves.
 * @param categories what was looked for where a document says `all`: models to come may know more.
 */
export function drawSample(from: Corpus, count: number, categories: readonly string[], random: Random): CarriedSample {
  const all = from.documents.flatMap((document) =>
    document.sentences.filter(({ tokens }) => tokens.length > 0).map((sentence) => ({ document, sentence })),
  );
  const drawn = random.shuffle(all).slice(0, count);
  const sentences = drawn.map(({ document, sentence }, index) => alone(document, sentence, `${index + 1}`, categories));
  const half = Math.ceil(sentences.length / 2);
  return { corpus: from.name, rehearsed: sentences.slice(half), measured: sentences.slice(0, half) };
}

/** A sentence as a document of its own: nothing of the text around it is carried along. */
function alone(document: Document, { tokens, tags }: Sentence, id: string, categories: readonly string[]): Document {
  const [start, end] = [tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0];
  const moved = <Stretch extends { readonly start: number; readonly end: number }>(stretch: Stretch) => ({
    ...stretch,
    start: stretch.start - start,
    end: stretch.end - start,
  });
  const annotated = document.annotated === 'all' ? categories : document.annotated;
  const sentence = { tokens: tokens.map(moved), ...(tags && { tags }) };
  const whole = { id, text: document.text.slice(start, end), sentences: [sentence], spans: [], annotated };
  return withSpans(whole, spansBetween(allSpans(document), start, end).map(moved));
}

/** One half as a corpus. */
export function sampleCorpus(
  { corpus, ...halves }: CarriedSample,
  half: 'rehearsed' | 'measured',
  { kind, categories }: { readonly kind: CorpusKind; readonly categories: readonly string[] },
): Corpus {
  // Of one tag a token, all of its tags were looked for.
  const documents =
    kind === 'tags' ? halves[half].map((each) => ({ ...each, annotated: 'all' as const })) : halves[half];
  return { name: corpus, kind, documents, categories };
}

/** The sample of a model whose categories were renamed, merged or removed. */
export function mappedSample(
  sample: CarriedSample,
  mapping: CategoryMapping,
  model: { readonly kind: CorpusKind; readonly categories: readonly string[] },
): CarriedSample {
  const mapped = (half: 'rehearsed' | 'measured') =>
    mapCategories(sampleCorpus(sample, half, model), mapping).documents;
  return { corpus: sample.corpus, rehearsed: mapped('rehearsed'), measured: mapped('measured') };
}

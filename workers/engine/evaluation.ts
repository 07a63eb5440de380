/** A model measured on a part of a corpus: scores, confusions, and every sentence that went wrong, with why. */
import { scoreOf, type TaggedSentence, tagForScoring } from '../models/scoreTagger.ts';
import type { Tagger } from '../models/tagger.ts';
import type { Corpus, Span } from '../protocol/corpus.ts';
import type { Evaluation, SentenceErrors, TaggedSpan } from '../protocol/evaluation.ts';
import { classifyErrors, confusionMatrix } from '../text/errorAnalysis.ts';
import { tagsToSpans } from '../text/schemes.ts';
import { confidentSpans, moved, viewSentence } from '../text/sentenceView.ts';

/** The confusion matrix's last row and column. */
const noSpan = 'no span';

export async function evaluateTagger(
  modelId: string,
  tagger: Tagger,
  corpus: Corpus,
  afterBatch?: (fraction: number) => Promise<void> | void,
): Promise<Evaluation> {
  const sentences = await tagForScoring(tagger, corpus, afterBatch);
  const scores = scoreOf(tagger, sentences);
  if (corpus.kind === 'tags') {
    const { labels, counts } = tagConfusion(tagger.output.tags, sentences);
    return { modelId, scores, confusion: { labels, counts }, errors: [] };
  }
  const pairs = sentences.map(({ gold, predicted }) => ({
    gold: tagsToSpans(gold),
    predicted: tagsToSpans(predicted),
  }));
  const { categories, counts } = confusionMatrix(pairs, tagger.categories);
  const errors = sentences.flatMap((sentence) => errorsOf(sentence) ?? []);
  return { modelId, scores, confusion: { labels: [...categories, noSpan], counts }, errors };
}

function errorsOf({ document, sentence, predicted, probabilities }: TaggedSentence): SentenceErrors | null {
  const view = viewSentence(document, sentence);
  const start = document.sentences[sentence]?.tokens[0]?.start ?? 0;
  const found: TaggedSpan[] = confidentSpans(document, sentence, predicted, probabilities).map((span) =>
    moved(span, -start),
  );
  const errors = classifyErrors<Span>(view.spans, found);
  return errors.length > 0 ? { ...view, predicted: found, errors } : null;
}

/** Tag against tag, for corpora of one tag a token. */
function tagConfusion(tags: readonly string[], sentences: readonly TaggedSentence[]) {
  const labels = [...new Set([...tags, ...sentences.flatMap(({ gold }) => gold)])];
  const place = new Map(labels.map((label, index) => [label, index]));
  const counts = labels.map(() => labels.map(() => 0));
  for (const { gold, predicted } of sentences) {
    gold.forEach((tag, index) => {
      const row = counts[place.get(tag) ?? 0];
      const column = place.get(predicted[index] ?? '') ?? 0;
      if (row) row[column] = (row[column] ?? 0) + 1;
    });
  }
  return { labels, counts };
}

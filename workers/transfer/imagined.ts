/**
 * Sentences that nobody wrote, to be rehearsed where the source model carries none (Robins 1995, "Catastrophic forgetting, rehearsal
 * and pseudorehearsal"): the target's own, in which words give way to others that the source model knows. What it says of them
 * is what it knew, of words too that the target never uses.
 */
import type { Corpus, Document, Sentence, Span } from '../protocol/corpus.ts';
import { wordsOf } from '../text/examples.ts';
import { capitalisation } from '../text/letterCase.ts';
import type { Random } from '../text/random.ts';

/** The chance of a word to give way. */
const replaced = 0.9;
/** Of each sentence at most so many are made, and together about so many. */
const mostOfEach = 10;
const enough = 2000;

interface Imagination {
  /** The source model's words. */
  readonly knownWords: readonly string[];
  /** Of these the source model knows nothing: their spans stay as they are. */
  readonly newCategories: readonly string[];
  readonly random: Random;
}

/**
 * One document a sentence, in which nobody looked for anything yet; spans of new categories stand in them. Where old categories
 * were not looked for, in every other one those give way too: the target's sentences may hold what is new and little else, and
 * the model would take for new whatever looks like it. (Continual learning of CoNLL-2003's types, after ORG: 69.4 → 73.6.) Where
 * all is annotated its own sentences tell old from new, and this cost the target two points and a half (politics).
 */
export function imagined(train: Corpus, { knownWords, newCategories, random }: Imagination): Corpus {
  const places = train.documents.flatMap((document) =>
    document.sentences.filter(({ tokens }) => tokens.length > 0).map((sentence) => ({ document, sentence })),
  );
  const byShape = new Map<string, string[]>();
  for (const word of knownWords) {
    const shape = shapeOf(word);
    const alike = byShape.get(shape);
    if (alike) alike.push(word);
    else byShape.set(shape, [word]);
  }
  const another = (word: string) => {
    const alike = byShape.get(shapeOf(word)) ?? [];
    const drawn = random.next() < replaced ? alike[random.integer(alike.length)] : undefined;
    return drawn ?? word;
  };
  const ofEach = Math.min(mostOfEach, Math.ceil(enough / Math.max(1, places.length)));
  const made = Array.from({ length: ofEach }, () => places).flat();
  // Of a large corpus not all are needed.
  const chosen = made.length > 2 * enough ? random.shuffle(made).slice(0, enough) : made;
  const documents = chosen.map(({ document, sentence }, index) =>
    imaginedFrom(document, sentence, {
      id: `imagined ${index + 1}`,
      standing: document.annotated === 'all' || index % 2 === 1 ? newCategories : [],
      another,
    }),
  );
  return { name: `${train.name}, imagined`, kind: 'spans', documents, categories: train.categories };
}

interface Making {
  readonly id: string;
  /** Categories whose spans stay as they are. */
  readonly standing: readonly string[];
  readonly another: (word: string) => string;
}

function imaginedFrom(document: Document, sentence: Sentence, { id, standing, another }: Making): Document {
  const fresh = document.spans.filter(({ category }) => standing.includes(category));
  const around = sentence.tokens.map(({ start, end }) => fresh.find((span) => span.start <= start && end <= span.end));
  const words = wordsOf(document, sentence).map((word, token) => (around[token] ? word : another(word)));
  let end = -1;
  const tokens = words.map((word) => {
    const start = end + 1;
    end = start + word.length;
    return { start, end };
  });
  const spans = fresh.flatMap((span): Span[] => {
    const [first, last] = [tokens[around.indexOf(span)], tokens[around.lastIndexOf(span)]];
    return first && last ? [{ start: first.start, end: last.end, category: span.category }] : [];
  });
  return { id, text: words.join(' '), sentences: [{ tokens }], spans, annotated: [] };
}

/** Words of one shape may stand for each other; a sign stands for itself alone. */
function shapeOf(word: string): string {
  if (!/[\p{L}\p{N}]/u.test(word)) return word;
  return /\p{N}/u.test(word) ? 'number' : capitalisation(word);
}

/** Tagged plain texts as people read them, and as a corpus for the formats that tools read. */
import type { Corpus } from '../workers/protocol/corpus.ts';
import type { TaggedText } from '../workers/protocol/evaluation.ts';
import type { ModelSummary } from '../workers/protocol/model.ts';

/** @property name of the file that the text is from. */
export type NamedText = TaggedText & { readonly name: string };

/** The text with its spans as `[Ada Lovelace](Person 98 %)`; everything between is left as it was. */
export function readable({ text, spans }: TaggedText): string {
  let result = '';
  let end = 0;
  for (const span of spans) {
    const share = Math.round(100 * span.confidence);
    result += `${text.slice(end, span.start)}[${text.slice(span.start, span.end)}](${span.category} ${share} %)`;
    end = span.end;
  }
  result += text.slice(end);
  return /[\n\r]$/.test(result) ? result : `${result}\n`;
}

/** A document a text, named as its file, with the file's own text: offsets count in it. */
export function corpusOfTexts({ name, kind, categories }: ModelSummary, texts: readonly NamedText[]): Corpus {
  const documents = texts.map(({ name: id, text, sentences, spans }) => ({
    id,
    text,
    sentences,
    spans: spans.map(({ start, end, category }) => ({ start, end, category })),
    annotated: 'all' as const,
  }));
  return { name, kind, categories, documents };
}

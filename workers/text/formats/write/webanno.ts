/**
 * WebAnno TSV 3.3, which WebAnno and INCEpTION import: spans in their layer for named entities, one tag a token in the
 * layer for parts of speech. Such a file is one document, so that those of a corpus follow each other in one text.
 * Offsets count UTF-16 units, as Java does.
 */
import type { Corpus, Document, Sentence, Span } from '../../../protocol/corpus.ts';
import { checkColumnNames } from '../../categoryNames.ts';
import { allSpans, spansBetween } from '../../spans.ts';
import { escapeText, escapeValue } from '../webannoEscapes.ts';
import { namesIn } from './written.ts';

const layers = {
  spans: 'de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value',
  tags: 'de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue',
} as const;

/** @throws GraftError `category-name` where a name could not be read back out of a column. */
export function writeWebanno(corpus: Corpus): string {
  checkColumnNames(namesIn(corpus, allSpans), corpus);
  const parts = [`#FORMAT=WebAnno TSV 3.3\n#T_SP=${layers[corpus.kind]}\n\n`];
  const numbers = new Map<Span, number>();
  let sentenceNumber = 0;
  /** Where the document at hand begins in the text of all. */
  let begin = 0;
  for (const document of corpus.documents) {
    const spans = allSpans(document);
    for (const sentence of document.sentences) {
      if (sentence.tokens.length === 0) continue;
      parts.push(`\n${sentenceLines(document, sentence, spans, ++sentenceNumber, begin, numbers)}`);
    }
    begin += document.text.length + 1;
  }
  return parts.join('');
}

function sentenceLines(
  { text }: Document,
  { tokens, tags }: Sentence,
  all: readonly Span[],
  number: number,
  begin: number,
  numbers: Map<Span, number>,
): string {
  const first = tokens[0]?.start ?? 0;
  const last = tokens.at(-1)?.end ?? first;
  const spans = spansBetween(all, first, last);
  const covering = tokens.map(({ start, end }) => spans.filter((span) => span.start < end && span.end > start));
  // What stands on several tokens, or on one with others, is told apart by a number.
  const seen = new Set<Span>();
  for (const found of covering) {
    for (const span of found) {
      if ((found.length > 1 || seen.has(span)) && !numbers.has(span)) numbers.set(span, numbers.size + 1);
      seen.add(span);
    }
  }
  const cell = (index: number) =>
    tags
      ? escapeValue(tags[index] ?? '')
      : (covering[index] ?? [])
          .map((span) => `${escapeValue(span.category)}${numbers.has(span) ? `[${numbers.get(span)}]` : ''}`)
          .join('|') || '_';
  const written = text.slice(first, last).split('\n');
  return [
    ...written.map((line) => `#Text=${escapeText(line)}\n`),
    ...tokens.map(({ start, end }, index) => {
      const place = `${number}-${index + 1}\t${begin + start}-${begin + end}`;
      return `${place}\t${escapeText(text.slice(start, end))}\t${cell(index)}\t\n`;
    }),
  ].join('');
}

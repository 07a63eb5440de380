/**
 * doccano's JSON Lines, offsets in code points as there. Beside them stand tokens, sentences, groups, who looked for what, and what
 * annotators said of a document. So Graft reads back all that training sees, exactly; what was suggested and rejected (`rejected`) is
 * the project's own, and is not written. `label` holds what training sees, since many tools that read it refuse spans that overlap;
 * `overlapping` holds the others.
 */
import type { Corpus, Document, Span } from '../../../protocol/corpus.ts';
import { checkNames } from '../../categoryNames.ts';
import { allSpans } from '../../spans.ts';
import { hasAstral, offsetsInCodePoints } from '../offsets.ts';
import { jsonLines, namesIn } from './written.ts';

/** @throws GraftError `category-name` where no reader would take a category. */
export function writeJsonLines(corpus: Corpus): string {
  if (corpus.kind === 'spans') checkNames(namesIn(corpus, allSpans), corpus);
  return jsonLines(corpus.documents.map(record));
}

function record(document: Document): object {
  const { id, text, sentences, spans, furtherSpans, annotated, group, status, note } = document;
  const point = offsetsInCodePoints(text);
  const pair = ({ start, end }: { start: number; end: number }) => [point(start), point(end)] as const;
  const labelled = (span: Span) => [...pair(span), span.category];
  let first = 0;
  const ranges = sentences.map(({ tokens }) => {
    const begin = first;
    first += tokens.length;
    return [begin, first];
  });
  const isTagged = sentences.some(({ tags }) => tags !== undefined);
  return {
    id,
    text,
    label: spans.map(labelled),
    ...(furtherSpans ? { overlapping: furtherSpans.map(labelled) } : {}),
    tokens: sentences.flatMap(({ tokens }) => tokens.map(pair)),
    sentences: ranges,
    ...(isTagged ? { tags: sentences.flatMap(({ tags = [] }) => tags) } : {}),
    ...(annotated === 'all' ? {} : { annotated }),
    ...(group === undefined ? {} : { group }),
    ...(status && { status }),
    ...(note && { note }),
    ...(hasAstral(text) ? { offsets: 'code-points' } : {}),
  };
}

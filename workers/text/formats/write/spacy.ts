/**
 * What spaCy's `Doc.to_json` writes, a document a line, so that `Doc(nlp.vocab).from_json(record)` loads it with tokens,
 * sentences and entities. `ents` cannot overlap there; where spans of the corpus do, all of them stand in the span
 * group `sc` as well, which is spaCy's own name for what its span categorizer learns from.
 *
 * A token of spaCy owns one space behind it, and further white space is a token of its own: without these the loaded
 * text would not be the file's. Offsets count code points, as Python does.
 */
import type { Corpus, Document, Sentence, Token } from '../../../protocol/corpus.ts';
import { checkNames } from '../../categoryNames.ts';
import { allSpans } from '../../spans.ts';
import { offsetsInCodePoints } from '../offsets.ts';
import { jsonLines, namesIn } from './written.ts';

/** The tag that spaCy gives to white space. */
const spaceTag = '_SP';

/** @throws GraftError `category-name` where no reader would take a category. */
export function writeSpacy(corpus: Corpus): string {
  if (corpus.kind === 'spans') checkNames(namesIn(corpus, allSpans), corpus);
  const isNested = corpus.documents.some(({ furtherSpans }) => furtherSpans !== undefined);
  return jsonLines(corpus.documents.map((document) => record(document, isNested)));
}

function record(document: Document, isNested: boolean): object {
  const { id, text, sentences } = document;
  const point = offsetsInCodePoints(text);
  const place = ({ start, end }: Token) => ({ start: point(start), end: point(end) });
  const words = sentences.flatMap((sentence) =>
    sentence.tokens.map((token, index) => ({ ...token, tag: sentence.tags?.[index] })),
  );
  const tokens = withWhiteSpace(text, words);
  return {
    id,
    text,
    ents: document.spans.map((span) => ({ ...place(span), label: span.category })),
    ...(isNested
      ? { spans: { sc: allSpans(document).map((span) => ({ ...place(span), label: span.category, kb_id: '' })) } }
      : {}),
    sents: sentencesOver(tokens, sentences).map(place),
    tokens: tokens.map((token, index) => ({
      id: index,
      ...place(token),
      ...(token.tag === undefined ? {} : { tag: token.tag }),
    })),
  };
}

/** From one sentence's first word to the next one's: white space between them belongs to the former, as in spaCy. */
function sentencesOver(tokens: readonly Token[], sentences: readonly Sentence[]): Token[] {
  const begins = new Set(sentences.slice(1).flatMap((sentence) => sentence.tokens[0]?.start ?? []));
  const over: { start: number; end: number }[] = [];
  for (const { start, end } of tokens) {
    const current = over.at(-1);
    if (current && !begins.has(start)) current.end = end;
    else over.push({ start, end });
  }
  return over;
}

interface TaggedToken extends Token {
  readonly tag?: string | undefined;
}

/** The tokens, and between them what no token owns but for one space. */
function withWhiteSpace(text: string, tokens: readonly TaggedToken[]): TaggedToken[] {
  const isTagged = tokens.some(({ tag }) => tag !== undefined);
  const all: TaggedToken[] = [];
  let end = 0;
  const fill = (to: number) => {
    const start = all.length > 0 && text[end] === ' ' ? end + 1 : end;
    if (start < to) all.push({ start, end: to, ...(isTagged ? { tag: spaceTag } : {}) });
  };
  for (const token of tokens) {
    fill(token.start);
    all.push(token);
    end = token.end;
  }
  fill(text.length);
  return all;
}

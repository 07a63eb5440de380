/**
 * Documents as they leave a corpus. Where its division went through documents, each part has a copy with the whole text and with the
 * sentences and spans of the part alone (`sentenceSelection.ts`). All parts together are whole documents again. A part by itself goes
 * without the text of the others: a reader that knows no sentences would take it for text in which nothing was found.
 */
import { type Corpus, type Document, type PartName, partNames, type Splits } from '../protocol/corpus.ts';
import type { Stretch } from './annotation.ts';
import { withReplaced } from './deidentify/replaced.ts';
import { allSpans, withSpans } from './spans.ts';

interface PlacedDocument {
  /** Of a whole document, the first in which it stands. */
  readonly part: PartName;
  readonly document: Document;
  /** Stretches of its text that belong to other parts, in order. */
  readonly foreign: readonly Stretch[];
}

/** The documents of a part, or of all parts, each once; offsets are those of the corpus. */
export function placedDocuments(splits: Splits, part: PartName | 'all'): PlacedDocument[] {
  const found = copiesOf(splits);
  if (part === 'all') {
    return found.map((copies) => ({
      part: (copies[0] as Copy).part,
      document: copies.map(({ document }) => document).reduce(joined),
      foreign: [],
    }));
  }
  const divided = new Set(
    found.filter(({ length }) => length > 1).flatMap((copies) => copies.map(({ document }) => document)),
  );
  return splits[part].documents.map((document) => ({
    part,
    document,
    foreign: divided.has(document) ? outsideSentences(document) : [],
  }));
}

/** All documents of all parts; one whose sentences were divided among parts is whole again. */
export function wholeDocuments(splits: Splits): Document[] {
  return placedDocuments(splits, 'all').map(({ document }) => document);
}

/** What an export of a part holds, or of all of them: whole documents, or documents without text of other parts. */
export function exportedCorpus(splits: Splits, part: PartName | 'all'): Corpus {
  const documents = placedDocuments(splits, part).map(withoutForeign);
  return { ...splits[part === 'all' ? 'train' : part], documents };
}

type Copy = Pick<PlacedDocument, 'part' | 'document'>;

/** In order of first appearance. Files given apart may number their documents alike, so that the text counts too. */
function copiesOf(splits: Splits): Copy[][] {
  const found: Copy[][] = [];
  const byText = new Map<string, Map<string, Copy[]>>();
  for (const part of partNames) {
    for (const document of splits[part].documents) {
      const byId = byText.get(document.text) ?? new Map<string, Copy[]>();
      byText.set(document.text, byId);
      const copies = byId.get(document.id);
      if (copies) {
        copies.push({ part, document });
        continue;
      }
      const fresh = [{ part, document }];
      byId.set(document.id, fresh);
      found.push(fresh);
    }
  }
  return found;
}

const startOf = ({ sentences }: Document, sentence: number) => sentences[sentence]?.tokens[0]?.start ?? 0;

/** What is said of one of them alone, that it was looked through, holds for neither. */
function joined(one: Document, other: Document): Document {
  const { status, note: _, rejected: __, ...both } = one;
  const starts = new Set(one.sentences.map((_, sentence) => startOf(one, sentence)));
  const sentences = [
    ...one.sentences,
    // The same file may have been given for two parts.
    ...other.sentences.filter((_, sentence) => !starts.has(startOf(other, sentence))),
  ].sort((first, second) => (first.tokens[0]?.start ?? 0) - (second.tokens[0]?.start ?? 0));
  const notes = [...new Set([one.note, other.note].filter((note) => note))];
  const rejected = [...(one.rejected ?? []), ...(other.rejected ?? [])];
  return withSpans(
    {
      ...both,
      sentences,
      annotated: lookedForInBoth(one, other),
      ...(rejected.length > 0 && { rejected }),
      ...(status !== undefined && status === other.status && { status }),
      ...(notes.length > 0 && { note: notes.join('\n') }),
    },
    [...allSpans(one), ...allSpans(other)],
  );
}

function lookedForInBoth({ annotated: one }: Document, { annotated: other }: Document): Document['annotated'] {
  if (one === 'all') return other;
  return other === 'all' ? one : one.filter((category) => other.includes(category));
}

function outsideSentences({ text, sentences }: Document): Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  for (const { tokens } of [...sentences, { tokens: [{ start: text.length, end: text.length }] }]) {
    const end = tokens[0]?.start ?? start;
    if (text.slice(start, end).trim() !== '') stretches.push({ start, end });
    start = Math.max(start, tokens.at(-1)?.end ?? start);
  }
  return stretches;
}

/** A blank or a line end stands in the place of what is left out between two sentences. */
function withoutForeign({ document, foreign }: PlacedDocument): Document {
  if (foreign.length === 0) return document;
  const { text } = document;
  const replaced = foreign.map(({ start, end }) => {
    const isBetween = start > 0 && end < text.length;
    return { start, end, text: isBetween ? (/[\n\r]/.test(text.slice(start, end)) ? '\n' : ' ') : '' };
  });
  // Offsets of what was rejected are those of the whole text.
  const { rejected: _, ...cut } = withReplaced(document, replaced).document;
  const sentences = cut.sentences.map(({ tokens }, place) => ({ ...document.sentences[place], tokens }));
  return { ...cut, sentences };
}

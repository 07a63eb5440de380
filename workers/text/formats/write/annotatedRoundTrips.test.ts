/**
 * What an annotator marks comes back from brat, WebAnno TSV and Label Studio: documents are made as the Annotate panel makes them, a
 * text at first and then one edit after another, with spans within words, nested, crossing, adjacent and at the same place, in
 * scripts of either direction.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document, Span } from '../../../protocol/corpus.ts';
import { withAdded } from '../../annotation.ts';
import { documentFromText } from '../../documents.ts';
import { editedDocument } from '../../editedDocument.ts';
import { allSpans } from '../../spans.ts';
import { bratName } from './bratName.ts';
import { corpusOf, throughFormat } from './testing.ts';

const parts = fc.constantFrom(
  ...['Ada', 'Lovelace', ' ', ' ', ' ', '\n', '. ', ', ', '-', '(', ')', '\t', '  '],
  // Right to left, with vowel points, marks of direction and an isolate.
  ...['שָׁלוֹם', 'עולם', 'مُحَمَّد', 'القاهرة', '\u200f', '\u202b', '\u202c', '\u2067', '\u2069'],
  // Several code points that are one sign, and signs outside of the first plane.
  ...['🙂', '👩‍👩‍👧', '🇩🇪', '👍🏽', '❤️', '𝒜', 'é', 'e\u0301', 'n\u0303o', 'क्षि', 'ไทย', '東京', '\u0301'],
  ...['\u00a0', '\u200d', '\u200c', '\ufeff', '\u2028', '|', '[1]', '\\', '_', '*', '#', '\\t'],
);
const texts = fc
  .tuple(fc.array(parts, { minLength: 1, maxLength: 14 }), fc.constantFrom('\n', '\r\n'))
  .map(([all, lineEnd]) => all.join('').replaceAll('\n', lineEnd));
const edits = fc.array(
  fc.record({
    from: fc.nat(40),
    length: fc.integer({ min: 1, max: 12 }),
    category: fc.constantFrom('Person', 'Place', 'ärztlich', 'CARDINAL'),
    /** Begins where the last one began, ended, or anywhere. */
    at: fc.constantFrom('anywhere', 'same', 'beside'),
  }),
  { maxLength: 8 },
);

/** What the corpus refuses is left undone, as in the panel. */
function annotated(
  text: string,
  wanted: readonly { from: number; length: number; category: string; at: string }[],
): Document {
  let document = documentFromText({ id: 'a', text, spans: [], annotated: 'all' }, () => {});
  let last: Span = { start: 0, end: 0, category: '' };
  for (const { from, length, category, at } of wanted) {
    const start = at === 'same' ? last.start : at === 'beside' ? last.end : from % text.length;
    const end = at === 'same' && length > 6 ? last.end : Math.min(text.length, start + length);
    if (start >= end) continue;
    last = { start, end, category };
    try {
      document = editedDocument(withAdded(document, [last]), 'spans');
    } catch {
      // Blanks alone, for instance.
    }
  }
  return document;
}

const documents = fc
  .array(fc.tuple(texts, edits), { minLength: 1, maxLength: 3 })
  .map((all) => all.map(([text, wanted], place) => ({ ...annotated(text, wanted), id: `${place + 1}` })))
  .filter((all) => all.every(({ sentences }) => sentences.length > 0));

const inOrder = (spans: readonly Span[]) =>
  spans.map(({ start, end, category }) => `${start}–${end} ${category}`).sort();
/** As brat has it: one sign for a line end, and no byte-order marks. */
const inBrat = (text: string) => text.replace(/\r\n?/g, '\n').replaceAll('\ufeff', '\u2060');
/** Spans with what they cover: where line ends are others, so are offsets. */
const covered = (document: Document, name = (category: string) => category) =>
  allSpans(document)
    .map(({ start, end, category }) => `${name(category)}: ${inBrat(document.text.slice(start, end))}`)
    .sort();

const runs = { numRuns: 300 };

describe('what an annotator marked', () => {
  it('comes back from brat', () => {
    fc.assert(
      fc.property(documents, (all) => {
        const { corpus, dropped } = throughFormat(corpusOf(all), 'brat');
        expect(dropped.spans).toBe(0);
        expect(corpus.documents.map(({ text }) => text)).toEqual(all.map(({ text }) => inBrat(text)));
        expect(corpus.documents.map((document) => covered(document))).toEqual(
          all.map((document) => covered(document, bratName)),
        );
      }),
      runs,
    );
  });

  it('comes back from WebAnno TSV', () => {
    fc.assert(
      fc.property(documents, (all) => {
        const { corpus, dropped } = throughFormat(corpusOf(all), 'webanno');
        expect(dropped.spans).toBe(0);
        expect(corpus.documents.flatMap((document) => covered(document)).sort()).toEqual(
          all.flatMap((document) => covered(document)).sort(),
        );
      }),
      runs,
    );
  });

  it('comes back from Label Studio', () => {
    fc.assert(
      fc.property(documents, (all) => {
        const { corpus, dropped } = throughFormat(corpusOf(all), 'label-studio');
        expect(dropped.spans).toBe(0);
        expect(corpus.documents.map(({ text }) => text)).toEqual(all.map(({ text }) => text));
        expect(corpus.documents.map((document) => inOrder(allSpans(document)))).toEqual(
          all.map((document) => inOrder(allSpans(document))),
        );
      }),
      runs,
    );
  });
});

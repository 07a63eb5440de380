import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../protocol/corpus.ts';
import { documentFromText } from '../documents.ts';
import { allSpans } from '../spans.ts';
import { type Replaced, withReplaced } from './replaced.ts';

const text = 'Dr Ada Lovelace of the Bank of Velby left.';
const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
const document: Document = documentFromText(
  {
    ...{ id: '1', text, annotated: 'all' },
    spans: [
      { ...at('Ada Lovelace'), category: 'Person' },
      { ...at('Ada'), category: 'Given' },
      { ...at('Bank of Velby'), category: 'Company' },
      { ...at('Velby'), category: 'Place' },
    ],
  },
  () => {},
);

const covered = (changed: Document) =>
  allSpans(changed).map(({ start, end, category }) => `${category}: ${changed.text.slice(start, end)}`);

describe('a document with other text in some places', () => {
  it('keeps its spans on what they cover, nested ones on all of what takes their place', () => {
    const { document: changed, merged } = withReplaced(document, [
      { ...at('Ada Lovelace'), text: '[PERSON]' },
      { ...at('Velby'), text: 'Orrick' },
    ]);
    expect(changed.text).toBe('Dr [PERSON] of the Bank of Orrick left.');
    expect(covered(changed)).toEqual([
      'Person: [PERSON]',
      'Given: [PERSON]',
      'Company: Bank of Orrick',
      'Place: Orrick',
    ]);
    expect(merged).toBe(0);
    const tokens = changed.sentences.flatMap((sentence) =>
      sentence.tokens.map(({ start, end }) => changed.text.slice(start, end)),
    );
    expect(tokens).toEqual(['Dr', '[PERSON]', 'of', 'the', 'Bank', 'of', 'Orrick', 'left', '.']);
  });

  it('says how many spans became the same', () => {
    const twice = {
      ...document,
      spans: [{ ...at('Ada Lovelace'), category: 'Person' }],
      furtherSpans: [{ ...at('Ada'), category: 'Person' }],
    };
    const { document: changed, merged } = withReplaced(twice, [{ ...at('Ada Lovelace'), text: '[PERSON]' }]);
    expect([covered(changed), merged]).toEqual([['Person: [PERSON]'], 1]);
  });

  it('has the same words outside, whatever is replaced by whatever', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: text.length }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        cuts,
        fc.array(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: 4 }),
        (places, texts) => {
          const sorted = [...places].sort((one, other) => one - other);
          const replaced: Replaced[] = [];
          for (let place = 0; place + 1 < sorted.length; place += 2) {
            replaced.push({
              start: sorted[place] as number,
              end: sorted[place + 1] as number,
              text: texts[place / 2] as string,
            });
          }
          const { document: changed } = withReplaced({ ...document, furtherSpans: undefined }, replaced);
          const pieces = replaced.reduceRight(
            (whole, { start, end, text: taken }) => whole.slice(0, start) + taken + whole.slice(end),
            text,
          );
          expect(changed.text).toBe(pieces);
          // A span that nothing touches covers what it did.
          for (const span of document.spans) {
            if (replaced.some(({ start, end }) => start < span.end && end > span.start)) continue;
            expect(covered(changed)).toContain(`${span.category}: ${text.slice(span.start, span.end)}`);
          }
        },
      ),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { ExportFormatName, Splits } from '../protocol/corpus.ts';
import { withAdded } from '../text/annotation.ts';
import { allSpans } from '../text/spans.ts';
import { wholeDocuments } from '../text/wholeDocuments.ts';
import { createCorpusService } from './corpusService.ts';

const lines = ['Ada Lovelace of the Bank of Velby.', 'שָׁלוֹם, Ada! 👩‍👩‍👧 e\u0301te\u0301.', 'Nobody came.'];
/** Nested, crossing, beside one another, within a word, twice at one place. */
const marks = [
  ['Ada Lovelace', 'Person'],
  ['Lovelace of', 'Odd'],
  ['Bank of Velby', 'Company'],
  ['Velby', 'Place'],
  ['Velby', 'City'],
  ['Bank', 'Bank'],
  ['of', 'Small'],
  ['Love', 'Part'],
  ['שָׁלוֹם', 'Greeting'],
  ['👩‍👩‍👧', 'Family'],
  ['e\u0301te\u0301', 'Season'],
] as const;

const named = (splits: Splits) =>
  wholeDocuments(splits)
    .flatMap((document) =>
      allSpans(document).map(({ start, end, category }) => `${category}: ${document.text.slice(start, end)}`),
    )
    .sort();

describe('what was marked in the Annotate panel', () => {
  it.each<[ExportFormatName, string]>([
    ['brat', 'out.zip'],
    ['webanno', 'out.tsv'],
    ['label-studio', 'out.json'],
  ])('leaves as %s and is the same when the file is imported', async (format, name) => {
    const corpora = createCorpusService();
    const bytes = new TextEncoder().encode(lines.join('\n'));
    const { id } = await corpora.importCorpus('calls', [{ name: 'calls.txt', bytes, part: 'train' }], { whole: true });
    for (const document of (await corpora.splits(id)).train.documents) {
      const spans = marks.flatMap(([words, category]) => {
        const start = document.text.indexOf(words);
        return start < 0 ? [] : [{ start, end: start + words.length, category }];
      });
      const edited = withAdded(document, spans);
      if (edited !== document) await corpora.replaceDocuments(id, [{ part: 'train', document: edited }]);
    }
    const before = named(await corpora.splits(id));
    expect(before).toHaveLength(marks.length);
    const exported = await corpora.exportCorpus(id, 'all', format);
    const written = typeof exported === 'string' ? new TextEncoder().encode(exported) : exported;
    const again = await corpora.importCorpus('again', [{ name, bytes: written, part: 'train' }], { whole: true });
    expect(named(await corpora.splits(again.id))).toEqual(before);
  });
});

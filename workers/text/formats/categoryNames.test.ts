/** A category called `B-x` or `__proto__` comes back out of every format as it went in, or is refused by its name. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Corpus, CorpusKind, ExportFormatName, FormatName } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { nameFault } from '../categoryNames.ts';
import { documentFromText, documentFromWords } from '../documents.ts';
import { categoriesOf, readCorpus } from './read.ts';
import { bratName } from './write/bratName.ts';
import { throughFormat } from './write/testing.ts';
import { writeCorpus } from './write.ts';

const plainNames = ['B-x', 'I-', 'B-', 'S-E-x', 'L-x', 'b-x', '_', '-', '--', '#', '"', "'a'", 'a b', ' ', '|', 'a|b'];
const oddNames = [
  'a]',
  '[',
  'a/b',
  'a,b',
  '{}',
  '0',
  'O',
  'o',
  '',
  '__proto__',
  'constructor',
  'toString',
  '-DOCSTART-',
];
const blankNames = [
  ' a',
  'a ',
  'a\tb',
  'a\nb',
  'a\rb',
  '\u00a0a',
  'a\u2028b',
  '\u200b',
  '\ud800',
  '人名 ☕',
  'e\u0301',
];
const name = fc.oneof(
  fc.constantFrom(...plainNames, ...oddNames, ...blankNames),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const words = ['Kim', 'Lee', 'left', '#', 'O', 'B-PER'];
/** For each word, how many words a span has that begins there, and its category. */
const spans = fc.array(fc.tuple(fc.nat(2), name), { minLength: words.length, maxLength: words.length }).map((given) => {
  let free = 0;
  return given.flatMap(([length, category], start) => {
    if (start < free || length === 0) return [];
    free = Math.min(words.length, start + length);
    return [{ start, end: free, category }];
  });
});

const corpusOf = (kind: CorpusKind, documents: Corpus['documents']): Corpus => ({
  name: 'made.up',
  kind,
  documents,
  categories: categoriesOf(kind, documents),
});

/** What is read again, or the refusal, which has to name one of the categories. */
function throughFile(corpus: Corpus, format: ExportFormatName): Corpus | undefined {
  try {
    const { problems, ...read } = throughFormat(corpus, format, corpus.kind === 'tags' ? { kind: 'tags' } : {});
    // Made-up names may look like slips of one another, which is said and changes nothing.
    expect(problems.filter(({ code }) => code !== 'odd-category')).toEqual([]);
    return read.corpus;
  } catch (error) {
    if (!(error instanceof GraftError)) throw error;
    const { code, message, remedy } = error.problem;
    expect([code, remedy]).toEqual(['category-name', expect.stringMatching(/another name/)]);
    expect(corpus.categories.some((category) => message.includes(JSON.stringify(category)))).toBe(true);
    return undefined;
  }
}

/** Formats that give back sentences as they were, and every category by its own name. */
const exact = ['jsonl', 'conll-iob2', 'conll-bioes', 'huggingface'] as const satisfies readonly ExportFormatName[];

describe.each(exact)('the names of categories through %s', (format) => {
  it('come back with the same spans, or are refused', () => {
    fc.assert(
      fc.property(fc.array(spans, { minLength: 1, maxLength: 4 }), (sentences) => {
        const documents = sentences.map((each, index) =>
          documentFromWords({ id: `${index + 1}`, annotated: 'all' }, [{ words, spans: each }]),
        );
        const corpus = corpusOf('spans', documents);
        const again = throughFile(corpus, format);
        if (again) expect(again).toEqual(corpus);
      }),
      { numRuns: 400 },
    );
  });

  it('come back as tags, or are refused', () => {
    // A # with a tag that no other word has is a comment in columns.
    const plain = words.filter((word) => word !== '#');
    fc.assert(
      fc.property(fc.array(name, { minLength: plain.length, maxLength: plain.length }), (tags) => {
        const corpus = corpusOf('tags', [documentFromWords({ id: '1', annotated: 'all' }, [{ words: plain, tags }])]);
        const again = throughFile(corpus, format);
        if (again) expect(again).toEqual(corpus);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['B-x', 'I-', '_', 'a b', 'a|b', 'a]', 'a/b', 'a,b', '"', '__proto__', 'constructor', '-DOCSTART-'])(
    'are kept: %s',
    (category) => {
      const sentence = { words, spans: [{ start: 0, end: 2, category }] };
      const corpus = corpusOf('spans', [documentFromWords({ id: '1', annotated: 'all' }, [sentence])]);
      expect(throughFile(corpus, format)).toEqual(corpus);
    },
  );
});

describe.each(['webanno', 'label-studio'] as const)('the names of categories through %s', (format) => {
  it('come back with the same spans, or are refused', () => {
    fc.assert(
      fc.property(spans, (given) => {
        // Where all have prefixes they may be tags of a token classifier.
        fc.pre(given.some(({ category }) => !/^[BIESLUM][-_]./.test(category)));
        const document = documentFromWords({ id: '1', annotated: 'all' }, [{ words, spans: given }]);
        const again = throughFile(corpusOf('spans', [document]), format);
        if (again) expect(again.documents.flatMap((each) => each.spans)).toEqual(document.spans);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the names of categories in brat', () => {
  it('have an underscore in the place of what brat has no place for, or are refused where two become one', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const document = documentFromWords({ id: '1', annotated: 'all' }, [{ words, spans: given }]);
        const corpus = corpusOf('spans', [document]);
        const again = throughFile(corpus, 'brat');
        const expected = document.spans.map((span) => ({ ...span, category: bratName(span.category) }));
        if (again) {
          expect(again.documents.flatMap((each) => each.spans)).toEqual(expected);
          return;
        }
        const names = new Set(expected.map(({ category }) => category));
        expect(names.size < corpus.categories.length || corpus.categories.some(nameFault)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('categories in columns', () => {
  it('have a prefix of their own, whatever their name begins with', () => {
    const document = documentFromText(
      { id: '1', text: 'Kim Lee', spans: [{ start: 0, end: 7, category: 'B-x' }], annotated: 'all' },
      () => {},
    );
    expect(writeCorpus(corpusOf('spans', [document]), 'conll-iob2')).toBe('Kim B-B-x\nLee I-B-x\n\n');
  });

  it('are refused where a tab, a line end or a space would be lost', () => {
    for (const category of ['a\tb', 'a\nb', ' a', 'a ', 'O']) {
      const sentence = { words, spans: [{ start: 0, end: 2, category }] };
      const corpus = corpusOf('spans', [documentFromWords({ id: '1', annotated: 'all' }, [sentence])]);
      expect(() => writeCorpus(corpus, 'conll-bioes')).toThrow(JSON.stringify(category));
    }
  });
});

describe('a category called O', () => {
  it.each<[FormatName, string]>([
    ['jsonl', '{"text":"Kim left","label":[[0,3,"O"],[4,8,"X"]]}\n'],
    ['json', '[{"text":"Kim left","label":[[0,3,"O"],[4,8,"X"]]}]'],
    ['csv', 'text,spans\nKim left,"[[0, 3, ""O""], [4, 8, ""X""]]"\n'],
  ])('is left out of %s, which says why', (format, text) => {
    const { corpus, problems, dropped } = readCorpus({ name: 'a', bytes: new TextEncoder().encode(text) }, { format });
    expect(corpus.categories).toEqual(['X']);
    expect(dropped.spans).toBe(1);
    expect(problems).toMatchObject([{ code: 'category-name', message: expect.stringContaining('the name O') }]);
    expect(problems[0]?.remedy).toContain('Give it another name in the file');
  });

  it('is read as outside in columns, which says so', () => {
    const { corpus, problems } = readCorpus(
      { name: 'a', bytes: new TextEncoder().encode('Kim B-O\nLee I-O\nleft B-X\n') },
      { format: 'conll' },
    );
    expect(corpus.categories).toEqual(['X']);
    expect(problems.map(({ code }) => code)).toEqual(['unknown-tag', 'unknown-tag']);
  });
});

/** What other tools are given holds every span at its place, and comes back as it went. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document, Span, Token } from '../../../protocol/corpus.ts';
import { documentFromText } from '../../documents.ts';
import { allSpans } from '../../spans.ts';
import { writeCorpus } from '../write.ts';
import { bratName } from './bratName.ts';
import { anyDocuments, corpusOf, throughFormat, wordDocuments } from './testing.ts';

const wordsOf = ({ text, sentences }: Document) =>
  sentences.map(({ tokens }) => tokens.map(({ start, end }) => text.slice(start, end)));
/** As code points, which Python slices by. */
const slice = (text: string, start: number, end: number) => [...text].slice(start, end).join('');
const inOrder = (spans: readonly Span[]) =>
  [...spans].sort(
    (one, other) =>
      one.start - other.start || other.end - one.end || (one.category < other.category ? -1 : Number(one !== other)),
  );
const moved = (by: number) => (place: Token) => ({ ...place, start: place.start + by, end: place.end + by });

describe('brat', () => {
  it('gives back every text and all its spans, nested ones too', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const { corpus, dropped } = throughFormat(corpusOf(documents), 'brat');
        expect(dropped).toEqual({ lines: 0, spans: 0 });
        expect(corpus.documents.map(({ text }) => text)).toEqual(documents.map(({ text }) => text));
        const expected = documents.map((document) =>
          inOrder(allSpans(document).map((span) => ({ ...span, category: bratName(span.category) }))),
        );
        expect(corpus.documents.map((document) => inOrder(allSpans(document)))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('writes one line end and counts it as one character, whatever the text had', () => {
    const text = '🙂 Ida\r\nHolm\rsat\r\n\r\nin Ulm';
    const spans = [
      { start: 3, end: 12, category: 'PER' },
      { start: text.length - 3, end: text.length, category: 'LOC' },
    ];
    const document = documentFromText({ id: '1', text, spans, annotated: 'all' }, () => undefined);
    const { corpus, assumed } = throughFormat(corpusOf([document]), 'brat');
    const [read] = corpus.documents;
    expect(read?.text).toBe('🙂 Ida\nHolm\nsat\n\nin Ulm');
    expect(read?.spans.map(({ start, end }) => read.text.slice(start, end))).toEqual(['Ida\nHolm', 'Ulm']);
    expect(assumed.join()).not.toContain('count');
  });
});

describe('WebAnno TSV', () => {
  it('gives back sentences, tokens and all spans, as one document', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const { corpus, problems, dropped } = throughFormat(corpusOf(documents), 'webanno');
        expect(dropped).toEqual({ lines: 0, spans: 0 });
        expect(problems.filter(({ code }) => code !== 'overlapping-spans')).toEqual([]);
        const [read, ...more] = corpus.documents;
        expect(more).toEqual([]);
        let begin = 0;
        const expected = documents.map((document) => {
          const by = moved(begin);
          begin += document.text.length + 1;
          return {
            words: wordsOf(document),
            tokens: document.sentences.map(({ tokens }) => tokens.map(by)),
            spans: allSpans(document).map((span) => ({ ...span, ...by(span) })),
          };
        });
        expect(wordsOf(read as Document)).toEqual(expected.flatMap(({ words }) => words));
        expect(read?.sentences.map(({ tokens }) => tokens)).toEqual(expected.flatMap(({ tokens }) => tokens));
        expect(inOrder(allSpans(read as Document))).toEqual(inOrder(expected.flatMap(({ spans }) => spans)));
      }),
      { numRuns: 300 },
    );
  });

  it('numbers what stands on several words or beside another, and escapes what would break a cell', () => {
    const text = 'a|b [c] d_e f';
    const spans = [
      { start: 0, end: 7, category: 'x|y' },
      { start: 4, end: 7, category: '_' },
      { start: 8, end: 11, category: 'A' },
    ];
    const tokens = [
      { start: 0, end: 3 },
      { start: 4, end: 7 },
      { start: 8, end: 11 },
      { start: 12, end: 13 },
    ];
    const document = documentFromText({ id: '1', text, spans, tokens, annotated: 'all' }, () => undefined);
    const rows = writeCorpus(corpusOf([document]), 'webanno').split('\n');
    expect(rows.slice(0, 5)).toEqual([
      '#FORMAT=WebAnno TSV 3.3',
      '#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value',
      '',
      '',
      '#Text=a|b [c] d_e f',
    ]);
    expect(rows.slice(5)).toEqual([
      '1-1\t0-3\ta|b\tx\\|y[1]\t',
      '1-2\t4-7\t[c]\tx\\|y[1]|\\_[2]\t',
      '1-3\t8-11\td_e\tA\t',
      '1-4\t12-13\tf\t_\t',
      '',
    ]);
  });
});

describe('Label Studio', () => {
  interface Value {
    readonly start: number;
    readonly end: number;
    readonly text: string;
    readonly labels: [string];
  }
  interface Task {
    readonly data: { readonly text: string };
    readonly annotations?: readonly { readonly result: readonly { readonly value: Value }[] }[];
  }

  it('counts code points, and gives back texts and all spans', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const tasks: Task[] = JSON.parse(writeCorpus(corpusOf(documents), 'label-studio'));
        expect(tasks.map(({ data }) => data.text)).toEqual(documents.map(({ text }) => text));
        for (const { data, annotations = [] } of tasks) {
          for (const { value } of annotations.flatMap(({ result }) => result))
            expect(slice(data.text, value.start, value.end)).toBe(value.text);
        }
        const { corpus, dropped } = throughFormat(corpusOf(documents), 'label-studio');
        expect(dropped.spans).toBe(0);
        expect(corpus.documents.map((document) => inOrder(allSpans(document)))).toEqual(
          documents.map((document) => inOrder(allSpans(document))),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('leaves a text that nobody looked at without annotations, and one without spans with an empty one', () => {
    const document = (annotated: 'all' | []) =>
      documentFromText({ id: '1', text: 'Nobody.', spans: [], annotated }, () => undefined);
    const tasks: Task[] = JSON.parse(writeCorpus(corpusOf([document([]), document('all')]), 'label-studio'));
    expect(tasks.map(({ annotations }) => annotations)).toEqual([undefined, [{ result: [] }]]);
  });
});

describe('spaCy', () => {
  interface Labelled extends Token {
    readonly label: string;
  }
  interface SpacyRecord {
    readonly text: string;
    readonly ents: readonly Labelled[];
    readonly spans?: { readonly sc: readonly Labelled[] };
    readonly sents: readonly Token[];
    readonly tokens: readonly (Token & { readonly id: number })[];
  }
  const records = (documents: readonly Document[]): SpacyRecord[] =>
    writeCorpus(corpusOf(documents), 'spacy')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('covers the whole text with tokens, each owning one space at most, and ends entities at tokens', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        for (const { text, ents, sents, tokens, spans } of records(documents)) {
          let rebuilt = '';
          for (const { id, start, end } of tokens) {
            expect(tokens[id]?.start).toBe(start);
            rebuilt += slice(text, start, end);
            if (tokens[id + 1]?.start !== end && slice(text, end, end + 1) === ' ') rebuilt += ' ';
          }
          expect(rebuilt).toBe(text);
          const starts = new Set(tokens.map(({ start }) => start));
          const ends = new Set(tokens.map(({ end }) => end));
          for (const { start, end } of [...ents, ...sents, ...(spans?.sc ?? [])])
            expect([starts.has(start), ends.has(end)]).toEqual([true, true]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('holds what training sees as entities, and all spans in the group sc where some overlap', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const written = records(documents);
        const isNested = documents.some(({ furtherSpans }) => furtherSpans);
        documents.forEach((document, index) => {
          const { text = '', ents = [], spans } = written[index] ?? {};
          const words = (places: readonly Labelled[]) =>
            places.map(({ start, end, label }) => [slice(text, start, end), label]);
          const expected = (places: readonly Span[]) =>
            places.map(({ start, end, category }) => [text.slice(start, end), category]);
          expect(words(ents)).toEqual(expected(document.spans));
          if (isNested) expect(words(spans?.sc ?? [])).toEqual(expected(allSpans(document)));
          else expect(spans).toBeUndefined();
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('spaCy, read again', () => {
  const parts = fc.array(
    fc.constantFrom('met', ' ', '\r\n', '\r\n\r\n', ' \r\n', '🙂', 'Zoë', '.', ',', '  ', '\t', '5km', '\r'),
    { minLength: 1, maxLength: 14 },
  );

  it('has the same words, however lines end and whatever characters stand before them', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const text = `Ada saw ${given.join('')}`;
        const span = { start: 0, end: 3, category: 'Person' };
        const document = documentFromText({ id: '1', text, spans: [span], annotated: 'all' }, () => undefined);
        const [read] = throughFormat(corpusOf([document]), 'spacy').corpus.documents;
        expect(wordsOf(read as Document)).toEqual(wordsOf(document));
      }),
      { numRuns: 300 },
    );
  });
});

describe('Hugging Face', () => {
  it('gives back every sentence with its words and the spans that training sees', () => {
    fc.assert(
      fc.property(wordDocuments, (documents) => {
        const { corpus, problems } = throughFormat(corpusOf(documents), 'huggingface');
        expect(problems).toEqual([]);
        expect(corpus.documents.flatMap(wordsOf)).toEqual(documents.flatMap(wordsOf));
        const named = ({ text, spans }: Document) =>
          spans.map(({ start, end, category }) => [text.slice(start, end), category]);
        expect(corpus.documents.flatMap(named)).toEqual(documents.flatMap(named));
      }),
      { numRuns: 200 },
    );
  });

  it('has the same fields in every record', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const lines = writeCorpus(corpusOf(documents), 'huggingface').trimEnd().split('\n');
        expect(new Set(lines.map((line) => Object.keys(JSON.parse(line)).join())).size).toBe(1);
      }),
    );
  });
});

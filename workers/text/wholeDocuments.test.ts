import { describe, expect, it } from 'vitest';
import type { Corpus, Document, Splits } from '../protocol/corpus.ts';
import { dividedLetter, marked } from './deidentify/testing.ts';
import { allSpans } from './spans.ts';
import { exportedCorpus, wholeDocuments } from './wholeDocuments.ts';

const written = '[Person|Ada Lovelace] left.\nNobody saw her.\nNor did [Person|Mr Weil].';
const letter = marked('letter', written);
const divided = dividedLetter(written);

const partOf = (...documents: Document[]): Corpus => ({ ...divided.train, documents });
const copyIn = ({ documents }: Corpus) => documents[0] as Document;
/** Each copy with something of its own. */
const withDetails = (train: Partial<Document>, dev: Partial<Document>): Splits => ({
  ...divided,
  train: partOf({ ...copyIn(divided.train), ...train }),
  dev: partOf({ ...copyIn(divided.dev), ...dev }),
});
const wholeOf = (...details: Parameters<typeof withDetails>) => wholeDocuments(withDetails(...details))[0];

describe('documents whose sentences were divided among parts', () => {
  it('are whole again', () => {
    expect(wholeDocuments(divided)).toEqual([letter]);
    expect(exportedCorpus(divided, 'all').documents).toEqual([letter]);
  });

  it('count as looked through for what was looked for in every part', () => {
    expect(wholeOf({}, { annotated: ['Person'] })?.annotated).toEqual(['Person']);
    expect(wholeOf({ annotated: ['Place', 'Person'] }, { annotated: ['Person', 'Date'] })?.annotated).toEqual([
      'Person',
    ]);
  });

  it('are submitted where all of it was, and keep all notes and rejections', () => {
    expect(wholeOf({ status: 'submitted' }, {})).not.toHaveProperty('status');
    const all = withDetails({ status: 'submitted', note: 'Who?' }, { status: 'submitted', note: 'Where?' });
    const rejected = [{ start: 28, end: 34, category: 'Person' }];
    const test = partOf({ ...copyIn(divided.test), status: 'submitted', rejected });
    expect(wholeDocuments({ ...all, test })).toEqual([
      { ...letter, status: 'submitted', note: 'Who?\nWhere?', rejected },
    ]);
  });

  it('leave a part with the text of that part alone', () => {
    const texts = (part: 'train' | 'dev' | 'test') => exportedCorpus(divided, part).documents.map(({ text }) => text);
    expect([texts('train'), texts('dev'), texts('test')]).toEqual([
      ['Ada Lovelace left.'],
      ['Nobody saw her.'],
      ['Nor did Mr Weil.'],
    ]);
    const rejected = [{ start: 28, end: 34, category: 'Person' }];
    const outer = {
      ...letter,
      rejected,
      sentences: [letter.sentences[0], letter.sentences[2]] as Document['sentences'],
    };
    const [cut] = exportedCorpus({ ...divided, train: partOf(outer) }, 'train').documents;
    expect(cut?.text).toBe('Ada Lovelace left.\nNor did Mr Weil.');
    expect(cut).not.toHaveProperty('rejected');
    expect(allSpans(cut as Document).map(({ start, end }) => cut?.text.slice(start, end))).toEqual([
      'Ada Lovelace',
      'Mr Weil',
    ]);
  });

  it('keep the tags of their tokens', () => {
    const tagged = copyIn(divided.test);
    const sentences = tagged.sentences.map(({ tokens }) => ({ tokens, tags: tokens.map((_, place) => `T${place}`) }));
    const splits = { ...divided, test: partOf({ ...tagged, spans: [], sentences }) };
    expect(exportedCorpus(splits, 'test').documents[0]?.sentences[0]?.tags).toEqual(['T0', 'T1', 'T2', 'T3', 'T4']);
  });
});

describe('documents of one id', () => {
  it('are two where their texts are not the same', () => {
    const other = marked('letter', 'Another one.');
    const splits = { train: partOf(letter), dev: partOf(other), test: partOf() };
    expect(wholeDocuments(splits)).toEqual([letter, other]);
    expect(exportedCorpus(splits, 'dev').documents).toEqual([other]);
  });

  it('are one where a file was given for two parts', () => {
    expect(wholeDocuments({ train: partOf(letter), dev: partOf(letter), test: partOf() })).toEqual([letter]);
  });

  it('stay as they are where a part has all of it, whatever its sentences leave out', () => {
    const short = { ...letter, sentences: letter.sentences.slice(0, 1) };
    expect(exportedCorpus({ train: partOf(short), dev: partOf(), test: partOf() }, 'train').documents).toEqual([short]);
  });
});

import { describe, expect, it } from 'vitest';
import { GraftError } from '../../protocol/errors.ts';
import { allSpans } from '../spans.ts';
import { readCorpus } from './read.ts';
import type { ReadOptions } from './reading.ts';

const read = (text: string, options: ReadOptions = {}, name = 'letter.tsv') =>
  readCorpus({ name, bytes: new TextEncoder().encode(text) }, options);
const spansOf = (text: string, options: ReadOptions = {}) =>
  read(text, options).corpus.documents.flatMap((document) =>
    allSpans(document).map(({ start, end, category }) => [category, document.text.slice(start, end)]),
  );
/** @param layers without `#T_SP=`. */
const file = (layers: string, ...sentences: string[]) =>
  `#FORMAT=WebAnno TSV 3.3\n${layers
    .split(' ')
    .map((layer) => `#T_SP=${layer}\n`)
    .join('')}\n\n${sentences.join('\n')}`;
const custom = 'webanno.custom.Names|value';
const entities = 'de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value';
const pos = 'de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue';

function refusal(text: string, options: ReadOptions = {}) {
  try {
    read(text, options);
  } catch (error) {
    if (error instanceof GraftError) return error.problem;
    throw error;
  }
  throw new Error('nothing thrown');
}

describe('reading WebAnno TSV', () => {
  it('takes a number for one span over several words, and stacked values for spans within spans', () => {
    const text = file(
      custom,
      '#Text=Bank of Velby Lund\n1-1\t0-4\tBank\tORG[1]\t\n1-2\t5-7\tof\tORG[1]\t\n1-3\t8-13\tVelby\tORG[1]|LOC[2]\t\n1-4\t14-18\tLund\tLOC\t\n',
    );
    expect(spansOf(text)).toEqual([
      ['ORG', 'Bank of Velby'],
      ['LOC', 'Velby'],
      ['LOC', 'Lund'],
    ]);
    const { corpus, format } = read(text);
    expect([format, corpus.documents.map(({ id }) => id)]).toEqual(['webanno', ['letter']]);
  });

  it('keeps sentences and tokens, offsets that Java counts, and texts of several lines', () => {
    const text = file(
      custom,
      '#Text=😊 Ada\n#Text=left\n1-1\t0-2\t😊\t_\t\n1-2\t3-6\tAda\tPER\t\n1-3\t7-11\tleft\t_\t\n',
      '#Text=Bo too\n2-1\t13-15\tBo\tPER\t\n2-2\t16-19\ttoo\t_\t\n',
    );
    const [document] = read(text).corpus.documents;
    expect(document?.text).toBe('😊 Ada\nleft\n\nBo too');
    expect(document?.sentences.map(({ tokens }) => tokens.map(({ start }) => start))).toEqual([
      [0, 3, 7],
      [13, 16],
    ]);
  });

  it('finds the words where offsets count code points, as other tools write them', () => {
    const text = file(
      custom,
      '#Text=😊😊 Ada left\n1-1\t0-2\t😊😊\t_\t\n1-2\t3-6\tAda\tPER\t\n1-3\t7-11\tleft\t_\t\n',
      '#Text=Bo\n2-1\t12-14\tBo\tPER\t\n',
    );
    expect(spansOf(text)).toEqual([
      ['PER', 'Ada'],
      ['PER', 'Bo'],
    ]);
  });

  it('reads a part of a word as a span within it', () => {
    const text = file(custom, '#Text=Velby-based\n1-1\t0-11\tVelby-based\t_\t\n1-1.1\t0-5\tVelby\tLOC\t\n');
    expect(spansOf(text)).toEqual([['LOC', 'Velby']]);
  });

  it('takes escapes out of words and values', () => {
    const row = '1-1\t0-3\ta\\\\b\tMY\\_TAG[1]|A\\|B\\[2\\][2]\t\n1-2\t4-5\tc\tMY\\_TAG[1]\t\n';
    expect(spansOf(file(custom, `#Text=a\\\\b c\n${row}`))).toEqual([
      ['MY_TAG', 'a\\b c'],
      ['A|B[2]', 'a\\b'],
    ]);
  });

  it('takes the layer of named entities, and of its features the value', () => {
    const row = '1-1\t0-3\tAda\tNE\t*\tPER\tX\t\n1-2\t4-7\tran\tVV\t_\t_\t_\t\n';
    const text = file(`${pos} ${entities} webanno.custom.Mood|kind`, `#Text=Ada ran\n${row}`);
    expect(spansOf(text)).toEqual([['PER', 'Ada']]);
    expect(read(text).assumed.join()).toContain('NamedEntity value (column 6)');
    expect(spansOf(text, { tagColumn: 6 })).toEqual([['X', 'Ada']]);
    expect(read(text, { kind: 'tags' }).corpus.documents[0]?.sentences[0]?.tags).toEqual(['NE', 'VV']);
  });

  it('asks where several layers could be meant, naming their columns', () => {
    const text = file('webanno.custom.Chem|kind webanno.custom.Harm|kind', '#Text=zinc\n1-1\t0-4\tzinc\tA\tB\t\n');
    const { code, remedy } = refusal(text);
    expect([code, remedy]).toEqual(['which-column', expect.stringContaining('--tag-column 3')]);
    expect(refusal(text, { tagColumn: 9 }).code).toBe('no-such-column');
    expect(spansOf(text, { tagColumn: 4 })).toEqual([['B', 'zinc']]);
  });

  it('takes a layer of parts of speech alone for one tag a token', () => {
    const { corpus } = read(file(pos, '#Text=Ada ran\n1-1\t0-3\tAda\tNE\t\n1-2\t4-7\tran\t_\t\n'));
    expect([corpus.kind, corpus.documents[0]?.sentences[0]?.tags]).toEqual(['tags', ['NE', '_']]);
  });

  it('calls annotations without a value by their layer', () => {
    expect(spansOf(file('webanno.custom.Mention', '#Text=Ada\n1-1\t0-3\tAda\t*\t\n'))).toEqual([['Mention', 'Ada']]);
  });

  it('reads files that were joined as a document each, though their numbers begin again', () => {
    const one = file(custom, '#Text=Ada Lund\n1-1\t0-3\tAda\tPER[1]\t\n1-2\t4-8\tLund\tPER[1]\t\n');
    const { corpus } = read(one + one);
    expect(corpus.documents.map(({ id, spans }) => [id, spans.length])).toEqual([
      ['letter-1', 1],
      ['letter-2', 1],
    ]);
  });

  it('says which rows it cannot read, and keeps the others', () => {
    const text = file(custom, '#Text=Ada ran\n1-1\t0-3\tAda\tPER\t\n1-2\t4-7\n');
    const { problems, dropped } = read(text);
    expect(problems).toContainEqual(expect.objectContaining({ code: 'broken-line', line: 7 }));
    expect(dropped.lines).toBe(1);
  });

  it.each([
    [
      'an older version',
      ' # de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity | value\n1-1\tAda\tB-PER\n',
      'webanno-version',
    ],
    [
      'chains alone',
      '#FORMAT=WebAnno TSV 3.3\n#T_CH=webanno.custom.Ref|referenceType|referenceRelation\n\n\n#Text=He\n1-1\t0-2\tHe\tpr[1]\t*->1-1\t\n',
      'annotation-not-understood',
    ],
  ])('refuses %s by its name', (_, text, code) => {
    const problem = refusal(text);
    expect([problem.code, problem.message]).toEqual([code, expect.stringContaining('WebAnno TSV')]);
  });
});

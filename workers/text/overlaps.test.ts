import { describe, expect, it } from 'vitest';
import type { Corpus, Document, Splits } from '../protocol/corpus.ts';
import { overlapInShort, overlapWarnings, takeOutOverlap } from './overlaps.ts';

/** A document whose lines are sentences; words in brackets carry the category A. */
function documentOf(id: string, lines: readonly string[], group?: string): Document {
  const text = lines.join('\n');
  let offset = 0;
  const sentences = lines.map((line) => {
    const tokens = [...line.matchAll(/\S+/g)].map((word) => ({
      start: offset + word.index,
      end: offset + word.index + word[0].length,
    }));
    offset += line.length + 1;
    return { tokens };
  });
  const spans = [...text.matchAll(/\[\S+\]/g)].map((word) => ({
    start: word.index,
    end: word.index + word[0].length,
    category: 'A',
  }));
  return { id, text, sentences, spans, annotated: 'all', ...(group === undefined ? {} : { group }) };
}

const corpusOf = (documents: readonly Document[]): Corpus => ({
  name: 'test',
  kind: 'spans',
  documents,
  categories: ['A'],
});

const splits = (train: Document[], dev: Document[], test: Document[]): Splits => ({
  train: corpusOf(train),
  dev: corpusOf(dev),
  test: corpusOf(test),
});

describe('overlapWarnings', () => {
  it('is silent where nothing stands on both sides', () => {
    const parts = ['left', 'right', 'straight on'].map((line) => [documentOf(line, [line])]);
    expect(overlapWarnings(splits(...(parts as [Document[], Document[], Document[]])))).toEqual([]);
  });

  it('counts the same sentences, those with other digits, and groups, between every two parts', () => {
    const problems = overlapWarnings(
      splits(
        [documentOf('a', ['call 555 now', 'no overlap'], 'g1')],
        [documentOf('b', ['call 555 now', 'call 555 now', 'call 777 now', 'other'], 'g2')],
        [documentOf('c', ['other', 'mine'], 'g1')],
      ),
    );
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['sentence-overlap', "2 of dev's 4 sentences also stand in train, such as “call 555 now”."],
      ['similar-overlap', "1 of dev's 4 sentences differs from one of train in digits alone, such as “call 777 now”."],
      ['group-overlap', '1 group stands both in train and in test, such as “g1”.'],
      ['sentence-overlap', "1 of test's 2 sentences also stands in dev, such as “other”."],
    ]);
  });

  it('is said in one line that counts all of it', () => {
    const shared = splits(
      [documentOf('a', ['call 555 now', 'no overlap'], 'g1')],
      [documentOf('b', ['call 555 now', 'call 555 now', 'call 777 now', 'other'], 'g2')],
      [documentOf('c', ['other', 'mine', 'no overlap'], 'g1')],
    );
    expect(overlapInShort(shared)?.message).toBe(
      "Sentences stand in more than one part: 2 of dev's 4 and 1 of test's 3 also in train; 1 of test's 3 also in dev; " +
        "1 of dev's 4 but for digits in train. Groups stand in more than one part: 1 of test also in train.",
    );
    expect(overlapInShort(splits([documentOf('a', ['mine'])], [documentOf('b', ['yours'])], []))).toBeNull();
  });

  it('says of which part what stands there twice can be taken out', () => {
    const same = () => [documentOf('a', ['one line'])];
    const remedies = overlapWarnings(splits(same(), same(), same())).map(({ remedy }) => remedy);
    expect(remedies.map((remedy) => /--deduplicate[ a-z]*/.exec(remedy)?.[0])).toEqual([
      '--deduplicate',
      '--deduplicate',
      '--deduplicate dev',
    ]);
  });

  it('names three examples at most, shortened', () => {
    const many = Array.from({ length: 10 }, (_, index) => `${'long '.repeat(30)}${'x'.repeat(index)}`);
    const [problem] = overlapWarnings(splits([documentOf('a', many)], [], [documentOf('b', many)]));
    expect(problem?.message.match(/“/g)).toHaveLength(3);
    expect(problem?.message.length).toBeLessThan(300);
  });
});

describe('takeOutOverlap', () => {
  const parts = splits(
    [documentOf('one', ['ask [Ann] now', 'stay [Bo] here', 'go']), documentOf('two', ['go', 'mine [Cy]'], 'g1')],
    [documentOf('dev', ['go', 'other'])],
    [documentOf('test', ['ask [Ann] now', 'other'], 'g1')],
  );

  it('takes sentences out of the part that is named alone; the document keeps its id, its text and the other spans', () => {
    const { splits: rest, sentences, groups } = takeOutOverlap(parts, 'train');
    expect([sentences, groups]).toEqual([4, 1]);
    const [document, ...others] = rest.train.documents;
    expect(others).toEqual([]);
    expect([document?.id, document?.text]).toEqual(['one', parts.train.documents[0]?.text]);
    expect(document?.sentences).toEqual(parts.train.documents[0]?.sentences.slice(1, 2));
    expect(document?.spans).toEqual(parts.train.documents[0]?.spans.slice(1));
    expect([rest.dev, rest.test]).toEqual([parts.dev, parts.test]);
  });

  it('leaves nothing of which train is warned', () => {
    const { splits: rest } = takeOutOverlap(parts, 'train');
    expect(overlapWarnings(rest).map(({ message }) => message)).toEqual([
      "1 of test's 2 sentences also stands in dev, such as “other”.",
    ]);
    expect(overlapWarnings(takeOutOverlap(rest, 'dev').splits)).toEqual([]);
  });

  it('gives the parts back as they are where nothing stands twice', () => {
    const apart = splits([documentOf('a', ['left'])], [documentOf('b', ['right'])], []);
    expect(takeOutOverlap(apart, 'train').splits).toBe(apart);
  });

  it('refuses to leave nothing of a part', () => {
    const same = splits([documentOf('a', ['left'])], [], [documentOf('b', ['left'])]);
    expect(() => takeOutOverlap(same, 'train')).toThrow(/Every sentence of train/);
  });
});

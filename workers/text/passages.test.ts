import { describe, expect, it } from 'vitest';
import type { Corpus } from '../protocol/corpus.ts';
import { documentFromWords } from './documents.ts';
import { countPieces, heldOut, type Passage, passagesOf } from './passages.ts';
import type { PieceTokenizer } from './pieces/pieceTokenizer.ts';
import { createRandom } from './random.ts';

/** A piece a letter: the number of the letter; `?` is not known. */
const tokenizer: PieceTokenizer = {
  size: 200,
  special: { padding: 0, unknown: 1, start: 2, end: 3, mask: 4 },
  vocabulary: [],
  piecesOf: (word) => ({ ids: [...word].map((letter) => (letter === '?' ? 1 : letter.charCodeAt(0))), offsets: [] }),
};

function corpusOf(...documents: readonly (readonly string[])[]): Corpus {
  return {
    name: 'text',
    kind: 'spans',
    categories: [],
    documents: documents.map((sentences, id) =>
      documentFromWords(
        { id: `${id}`, annotated: [] },
        sentences.map((sentence) => ({ words: sentence.split(' ') })),
      ),
    ),
  };
}

const textOf = ({ ids, words }: Passage) =>
  [...words.subarray(0, -1)]
    .map((start, word) => String.fromCharCode(...ids.subarray(start, words[word + 1])))
    .join(' ');
const texts = (corpus: Corpus, longest: number) => passagesOf(corpus, tokenizer, longest).map(textOf);

describe('passages', () => {
  it('are neighbouring sentences of one document, as many as fit', () => {
    const corpus = corpusOf(['ab cd', 'ef', 'gh ij', 'k'], ['lm']);
    expect(texts(corpus, 8)).toEqual(['ab cd ef', 'gh ij k', 'lm']);
    expect(texts(corpus, 100)).toEqual(['ab cd ef gh ij k', 'lm']);
  });

  it('divide a sentence that is too long between two words, and cut a word that is', () => {
    expect(texts(corpusOf(['ab cd ef gh']), 7)).toEqual(['ab cd', 'ef gh']);
    expect(texts(corpusOf(['abcdefgh x']), 7)).toEqual(['abcde', 'x']);
  });

  it('leave out what holds nothing to guess', () => {
    expect(passagesOf(corpusOf(['? ?'], ['a ?']), tokenizer, 10)).toHaveLength(1);
  });

  it('know where words begin, and how many pieces there are', () => {
    const passages = passagesOf(corpusOf(['abc d', 'ef']), tokenizer, 20);
    expect([...(passages[0]?.words ?? [])]).toEqual([0, 3, 4, 6]);
    expect(countPieces(passages)).toBe(6);
  });
});

describe('what is held out', () => {
  const passages = passagesOf(
    corpusOf(...Array.from({ length: 100 }, (_, n) => [`${String.fromCharCode(97 + (n % 26))}`])),
    tokenizer,
    9,
  );

  it('is a twentieth, the same for the same seed, and not learned from', () => {
    const { learned, measured } = heldOut(passages, createRandom(1));
    expect(measured).toHaveLength(5);
    expect(learned).toHaveLength(95);
    expect(new Set([...learned, ...measured])).toEqual(new Set(passages));
    expect(heldOut(passages, createRandom(1)).measured).toEqual(measured);
    expect(heldOut(passages, createRandom(2)).measured).not.toEqual(measured);
  });

  it('is at least one', () => {
    expect(heldOut(passages.slice(0, 2), createRandom(1)).measured).toHaveLength(1);
  });
});

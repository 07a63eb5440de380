import { describe, expect, it } from 'vitest';
import { alignPieces } from './alignedPieces.ts';
import { createPieceTokenizer } from './pieces/pieceTokenizer.ts';
import { readTokenizerFiles } from './pieces/tokenizerFiles.ts';

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const letters = [...'abc'].flatMap((letter) => [letter, `##${letter}`]);
const tokenizerOf = (...pieces: readonly string[]) =>
  createPieceTokenizer(
    readTokenizerFiles((name) => (name === 'vocab.txt' ? [...special, ...letters, ...pieces].join('\n') : undefined)),
  );

describe('aligned pieces', () => {
  const teacher = tokenizerOf('ab', 'cab');
  const learner = tokenizerOf('ab');
  const passages = [
    ['ab', 'cab', 'abc'],
    ['ca', 'b'],
  ];
  const { learner: small, teacher: whole, ...rows } = alignPieces(passages, { learner, teacher, longest: 16 });
  const pieceAt =
    (ids: Int32Array, { vocabulary }: typeof teacher) =>
    (row: number) =>
      vocabulary[ids[row] as number];
  const pieces = (all: Int32Array) => [...all.subarray(0, rows.count)];

  it('are all pieces of words that both cut alike, and the first piece of the others', () => {
    expect(pieces(rows.learnerRows).map(pieceAt(small.ids, learner))).toEqual([
      'ab',
      'c',
      'ab',
      '##c',
      'c',
      '##a',
      'b',
    ]);
    expect(pieces(rows.teacherRows).map(pieceAt(whole.ids, teacher))).toEqual([
      ...['ab', 'cab', 'ab', '##c', 'c', '##a', 'b'],
    ]);
  });

  it('are filled with rows that are none', () => {
    expect(rows.learnerRows).toHaveLength(rows.teacherRows.length);
    expect([...rows.learnerRows.subarray(rows.count)].every((row) => row === -1)).toBe(true);
  });

  it('end where a word is longer than the models read', () => {
    const cut = alignPieces([['abcabcabc']], { learner, teacher: learner, longest: 5 });
    expect(cut.count).toBe(3);
    expect(Math.max(...cut.learnerRows)).toBe(3);
  });
});

/** Vocabularies as they were published, where they are at hand, and what their publishers say that texts become. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPieceTokenizer, type PieceTokenizer } from './pieceTokenizer.ts';
import { readTokenizerFiles } from './tokenizerFiles.ts';

const data = resolve(process.env.GRAFT_DATA ?? '../shared/data');
const text = (path: string) => readFileSync(resolve(data, path), 'utf8');
const needed = ['bert_cased_vocab', 'gpt2_bpe', 'minilm_l6', 'reuters_text', 'conll2002', 'kind_it'];
const missing = needed.filter((folder) => !existsSync(resolve(data, folder)));
if (missing.length > 0)
  console.warn(`${missing.join(', ')} not in ${data} (set GRAFT_DATA to their folder): their tests are skipped.`);

const open = (files: Record<string, () => string>) =>
  createPieceTokenizer(readTokenizerFiles((name) => files[name]?.()));

/** GPT-2's vocabulary has no pieces that begin, end or hide; RoBERTa's, which is made from it, has. */
const withSpecialPieces = () => {
  const pieces = JSON.parse(text('gpt2_bpe/encoder.json')) as Record<string, number>;
  const names = ['<s>', '<pad>', '</s>', '<unk>', '<mask>'];
  return JSON.stringify({ ...pieces, ...Object.fromEntries(names.map((name, index) => [name, 50257 + index])) });
};

const vocabularies = {
  cased: () => open({ 'vocab.txt': () => text('bert_cased_vocab/bert-base-cased-vocab.txt') }),
  'byte-level': () => open({ 'encoder.json': withSpecialPieces, 'vocab.bpe': () => text('gpt2_bpe/vocab.bpe') }),
  uncased: () => open({ 'tokenizer.json': () => text('minilm_l6/tokenizer.json') }),
};

const reuters = () =>
  text('reuters_text/reuters-1987-news.txt')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 10_000)
    .flatMap((line) => line.split(/\s+/).filter((word) => word !== ''));
const column = (files: readonly string[], separator: RegExp) =>
  files
    .flatMap((file) => text(file).split('\n'))
    .map((line) => line.trimEnd().split(separator)[0] ?? '')
    .filter((word) => word !== '')
    .slice(0, 200_000);
const corpora = {
  reuters,
  spanish: () => column(['conll2002/esp.train', 'conll2002/esp.testa', 'conll2002/esp.testb'], / /),
  italian: () =>
    column(['kind_it/wikinews_train.tsv', 'kind_it/fiction_train.tsv', 'kind_it/degasperi_train.tsv'], /\t/),
};

/** The ids of all pieces, one after the other, as little-endian integers of four bytes. */
function digest(tokenizer: PieceTokenizer, words: readonly string[]): string {
  const hash = createHash('sha256');
  for (const word of words) hash.update(Int32Array.from(tokenizer.piecesOf(word).ids));
  return hash.digest('hex').slice(0, 16);
}

/** Whether the characters of each piece's place are those that the piece spells. */
function spells(tokenizer: PieceTokenizer, word: string, name: keyof typeof vocabularies): boolean {
  const { ids, offsets } = tokenizer.piecesOf(word);
  if (name === 'byte-level') {
    // Pieces of one character's bytes share its place, so that the places are read without repetition.
    let end = 0;
    let read = '';
    for (const [from, to] of offsets) {
      if (to > end) read += word.slice(Math.max(from, end), to);
      end = Math.max(end, to);
    }
    return read === word;
  }
  return ids.every((id, index) => {
    const piece = (tokenizer.vocabulary[id] ?? '').replace(/^##/, '');
    if (id === tokenizer.special.unknown) return true;
    const written = word.slice(...(offsets[index] as [number, number]));
    const plain = written.normalize('NFD').replace(/[\p{Mn}\p{Cf}]/gu, '');
    return piece === (name === 'uncased' ? plain.toLowerCase() : written.replace(/[\p{Cf}\p{Cc}]/gu, ''));
  });
}

describe.skipIf(missing.length > 0)('published vocabularies', () => {
  const idsOf = (tokenizer: PieceTokenizer, words: string) =>
    words.split(' ').flatMap((word) => tokenizer.piecesOf(word).ids);

  it('give what the documentation of transformers shows for cased BERT', () => {
    const cased = vocabularies.cased();
    expect(idsOf(cased, 'Using a Transformer network is simple')).toEqual([7993, 170, 13809, 23763, 2443, 1110, 3014]);
    expect(idsOf(cased, 'Hello, my dog is cute')).toEqual([8667, 117, 1139, 3676, 1110, 10509]);
    expect(cased.special).toEqual({ padding: 0, unknown: 100, start: 101, end: 102, mask: 103 });
  });

  it('give what the documentation of transformers shows for byte-level BPE after a space', () => {
    expect(idsOf(vocabularies['byte-level'](), 'Hello world')).toEqual([18435, 995]);
  });

  it('give the example of the paper for uncased BERT', () => {
    const uncased = vocabularies.uncased();
    const { ids, offsets } = uncased.piecesOf('Unaffable');
    expect(ids.map((id) => uncased.vocabulary[id])).toEqual(['una', '##ffa', '##ble']);
    expect(offsets).toEqual([
      [0, 3],
      [3, 6],
      [6, 9],
    ]);
    expect(idsOf(uncased, 'Hello world')).toEqual([7592, 2088]);
  });

  // Worked out by tokenizers 0.23.3 in Python, word by word.
  const digests: Record<keyof typeof vocabularies, Record<keyof typeof corpora, string>> = {
    cased: { reuters: 'd6ac6a65e5cef495', spanish: 'c6b180fdfe6afbe2', italian: '6a8068991fa5d4fb' },
    'byte-level': { reuters: 'b603e765ede97e93', spanish: '53cb9c938ed327c1', italian: 'ef742b3c29a20aa1' },
    uncased: { reuters: '2b59b8984343597c', spanish: '578688f336945fd2', italian: '32f0a6549b3821a4' },
  };

  it.each(Object.keys(vocabularies) as (keyof typeof vocabularies)[])(
    '%s: the pieces of 10,000 lines of news and of Spanish and Italian are those of the original, each in its place',
    (name) => {
      const tokenizer = vocabularies[name]();
      const found = Object.entries(corpora).map(([corpus, wordsOf]) => {
        const words = wordsOf();
        expect([...new Set(words)].filter((word) => !spells(tokenizer, word, name))).toEqual([]);
        return [corpus, digest(tokenizer, words)];
      });
      expect(Object.fromEntries(found)).toEqual(digests[name]);
    },
    60_000,
  );
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPieceTokenizer, type PieceTokenizer } from './pieceTokenizer.ts';
import { countSpellings, countUse, coverageOf } from './pieceUse.ts';
import { readTokenizerFiles } from './tokenizerFiles.ts';
import { type TrimmedPieces, trimPieces } from './trimPieces.ts';

/** test/parity/make_pieces.py: tokenizers of each kind, and words that they cut. */
const fixtures: Record<string, { tokenizer: object; words: readonly (readonly [word: string])[] }> = JSON.parse(
  readFileSync(new URL('../../../test/parity/fixtures/pieces.json', import.meta.url), 'utf8'),
);
const kinds = Object.entries(fixtures).map(([name, { tokenizer, words }]) => ({
  name,
  files: [JSON.stringify(tokenizer), '{}'] as const,
  words: words.map(([word]) => word).filter((word) => word !== ''),
}));

const piecesIn = (tokenizer: PieceTokenizer, word: string) =>
  tokenizer.piecesOf(word).ids.map((id) => tokenizer.vocabulary[id]);
const opened = ({ files }: TrimmedPieces) => createPieceTokenizer(files);

/** What must be kept, whatever the text: found by asking for too little. */
function leastOf(files: readonly [string, string]): number {
  try {
    trimPieces(files, [], 0);
    return 0;
  } catch (error) {
    return Number(/are ([\d,]+)\./.exec(String(error))?.[1]?.replaceAll(',', ''));
  }
}

describe.each(kinds)('a trimmed vocabulary: $name', ({ files, words }) => {
  const before = createPieceTokenizer(files);
  const least = leastOf(files);
  /** A text of some of the words, and how much of the vocabulary is to stay. */
  const cases = fc.record({
    text: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 20 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    others: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { maxLength: 10 }),
  });
  const trimmedBy = (text: readonly string[], share: number) =>
    trimPieces(files, countUse(countSpellings(text), before), least + Math.round(share * (before.size - least)));

  it('keeps pieces with the rows that they had, and no more than were asked for', () => {
    fc.assert(
      fc.property(cases, ({ text, share }) => {
        const trimmed = trimmedBy(text, share);
        const after = opened(trimmed);
        expect(after.vocabulary).toEqual(Array.from(trimmed.kept, (id) => before.vocabulary[id]));
        expect(after.size).toBeLessThanOrEqual(least + Math.round(share * (before.size - least)));
        expect(after.size).toBeGreaterThanOrEqual(least);
        const names = ({ special, vocabulary }: PieceTokenizer) =>
          Object.fromEntries(Object.entries(special).map(([role, id]) => [role, vocabulary[id]]));
        expect(names(after)).toEqual(names(before));
      }),
      { numRuns: 25 },
    );
  });

  it('cuts a word as before where its pieces are kept, and knows every word that was known', () => {
    fc.assert(
      fc.property(cases, ({ text, share, others }) => {
        const trimmed = trimmedBy(text, share);
        const after = opened(trimmed);
        const kept = new Set<string | undefined>(after.vocabulary);
        for (const word of [...words, ...others]) {
          const whole = piecesIn(before, word);
          const smaller = piecesIn(after, word);
          if (whole.every((piece) => kept.has(piece))) expect(smaller).toEqual(whole);
          const unknown = ({ special, vocabulary }: PieceTokenizer) => vocabulary[special.unknown];
          if (!whole.includes(unknown(before))) expect(smaller).not.toContain(unknown(after));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is trimmed again to the same where nothing more is to go', () => {
    const once = trimmedBy(words.slice(0, 5), 0.5);
    const again = trimPieces(once.files, [], once.kept.length);
    expect([...again.kept]).toEqual([...once.kept.keys()]);
    expect(again.files).toEqual(once.files);
  });
});

const bert = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const letters = [...'abc'].flatMap((letter) => [letter, `##${letter}`]);
const fromList = (pieces: readonly string[]) =>
  readTokenizerFiles((name) => (name === 'vocab.txt' ? pieces.join('\n') : undefined));
const keptOf = (files: readonly string[], counts: Readonly<Record<string, number>>, most: number) => {
  const { vocabulary } = createPieceTokenizer(files);
  const trimmed = trimPieces(
    files,
    vocabulary.map((piece) => counts[piece] ?? 0),
    most,
  );
  return opened(trimmed).vocabulary;
};

describe('what is kept', () => {
  const files = fromList([...bert, '[unused0]', ...letters, 'ab', 'abc', '##bc', 'cab']);

  it('is the most frequent, then the first, and never what is free', () => {
    expect(keptOf(files, { cab: 2, '##bc': 3 }, 13)).toEqual([...bert, ...letters, '##bc', 'cab']);
    expect(keptOf(files, { cab: 2 }, 13)).toEqual([...bert, ...letters, 'ab', 'cab']);
    expect(keptOf(files, {}, 99)).toEqual([...bert, ...letters, 'ab', 'abc', '##bc', 'cab']);
    expect(keptOf(files, { '[unused0]': 1 }, 12)).toContain('[unused0]');
  });

  it('is a piece whose characters could not stand for it', () => {
    expect(keptOf(fromList([...bert, ...letters, 'ab', 'ad']), { ab: 9 }, 12)).toContain('ad');
  });

  it('is what a pair was joined from', () => {
    const table = ['<s>', '<pad>', '</s>', '<unk>', '<mask>', 'Ġ', 'U', 'l', 'm', 'Ul', 'ĠUl', 'ĠUlm', 'lm'];
    const ulm = readTokenizerFiles(
      (name) =>
        ({
          'vocab.json': JSON.stringify(Object.fromEntries(table.map((piece, id) => [piece, id]))),
          'merges.txt': 'U l\nĠ Ul\nĠUl m\nl m',
        })[name],
    );
    const all = keptOf(ulm, { ĠUlm: 1 }, 12);
    expect(all).toEqual(table.slice(0, 12));
    // It would not fit with its parts, and what does is kept in its place.
    expect(keptOf(ulm, { ĠUlm: 1 }, 11)).not.toContain('ĠUlm');
    const { files: written } = trimPieces(ulm, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 12);
    expect(JSON.parse(written[0]).model.merges).toEqual([
      ['U', 'l'],
      ['Ġ', 'Ul'],
      ['ĠUl', 'm'],
    ]);
  });

  it('has its new number wherever the files name it', () => {
    const [tokenizer, config] = trimPieces(
      [fromList(['a', '##a', 'aa', ...bert])[0], JSON.stringify({ added_tokens_decoder: { 5: { content: '[CLS]' } } })],
      [],
      7,
    ).files;
    const { added_tokens: added, post_processor: processor } = JSON.parse(tokenizer);
    expect(added.find(({ content }: { content: string }) => content === '[CLS]').id).toBe(4);
    expect(processor.special_tokens['[CLS]'].ids).toEqual([4]);
    expect(JSON.parse(config)).toEqual({ added_tokens_decoder: { 4: { content: '[CLS]' } } });
  });

  it('is refused where it is too little, or pieces bear marks', () => {
    expect(() => trimPieces(files, [], 10)).toThrow('10 pieces are too few');
    const [tokenizer, config] = fixtures.byteLevel
      ? [JSON.parse(JSON.stringify(fixtures.byteLevel.tokenizer)), '{}']
      : [];
    tokenizer.model.end_of_word_suffix = '</w>';
    expect(() => trimPieces([JSON.stringify(tokenizer), config ?? ''], [], 400)).toThrow('cannot be trimmed');
  });
});

describe('how much of a text is covered', () => {
  it('counts pieces that are kept and words that are cut as before', () => {
    const files = fromList([...bert, ...letters, 'ab', 'abc']);
    const before = createPieceTokenizer(files);
    const spellings = countSpellings(['ab', 'ab', 'ab', 'abc', 'a']);
    const trimmed = trimPieces(files, countUse(spellings, before), 12);
    const coverage = coverageOf(spellings, before, opened(trimmed), trimmed.kept);
    expect(coverage).toEqual({ pieces: 4 / 5, words: 4 / 5 });
  });
});

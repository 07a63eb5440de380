import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraftError } from '../../protocol/errors.ts';
import { createPieceTokenizer, type PieceTokenizer } from './pieceTokenizer.ts';
import { readTokenizerFiles } from './tokenizerFiles.ts';

interface Fixture {
  readonly tokenizer: { model: { vocab: unknown } };
  readonly words: readonly (readonly [word: string, ids: number[], places: [number, number][]])[];
}

const fixtures: Record<string, Fixture> = JSON.parse(
  readFileSync(new URL('../../../test/parity/fixtures/pieces.json', import.meta.url), 'utf8'),
);
const tokenizers = Object.entries(fixtures).map(
  ([name, { tokenizer, words }]) => [name, createPieceTokenizer([JSON.stringify(tokenizer), '{}']), words] as const,
);

/** A combining mark that went, or that was composed with its base, belongs to the base here; the library leaves it out. */
function withMarks(word: string, [start, end]: readonly [number, number]): [number, number] {
  const marks = end > start ? (/^[\p{M}\u00ad\u200b]*/u.exec(word.slice(end))?.[0].length ?? 0) : 0;
  return [start, end + marks];
}

describe.each(tokenizers)('%s', (_, tokenizer, words) => {
  it.each(words)('cuts %j as the original does', (word, ids, places) => {
    const pieces = tokenizer.piecesOf(word);
    if (ids.length === 0) {
      expect(pieces).toEqual({ ids: [tokenizer.special.unknown], offsets: [[0, word.length]] });
      return;
    }
    expect(pieces.ids).toEqual(ids);
    const marked = (all: readonly (readonly [number, number])[]) => all.map((place) => withMarks(word, place));
    expect(marked(pieces.offsets)).toEqual(marked(places));
  });

  it('gives any word places that lie in it, one after the other, and cut no character', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, (word) => {
        const { ids, offsets } = tokenizer.piecesOf(word);
        expect(ids.length).toBeGreaterThan(0);
        expect(offsets).toHaveLength(ids.length);
        expect(ids.every((id) => id >= 0 && id < tokenizer.size)).toBe(true);
        const boundaries = new Set([0]);
        let at = 0;
        for (const character of word) {
          at += character.length;
          boundaries.add(at);
        }
        offsets.forEach(([start, end], index) => {
          expect(start).toBeLessThanOrEqual(end);
          expect(start).toBeGreaterThanOrEqual(offsets[index - 1]?.[0] ?? 0);
          expect(boundaries.has(start) && boundaries.has(end)).toBe(true);
        });
      }),
    );
  });
});

const withVocabulary = (lines: readonly string[], config: object = {}) =>
  createPieceTokenizer(
    readTokenizerFiles(
      (name) => ({ 'vocab.txt': lines.join('\n'), 'tokenizer_config.json': JSON.stringify(config) })[name],
    ),
  );
const bert = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** Each piece with the characters of the word that it stands for. */
const shown = (tokenizer: PieceTokenizer, word: string) => {
  const { ids, offsets } = tokenizer.piecesOf(word);
  return ids.map((id, index) => [tokenizer.vocabulary[id], word.slice(...(offsets[index] as [number, number]))]);
};

describe('the places of pieces', () => {
  const uncased = withVocabulary([...bert, 'cafe', '##s', 'e', '東', '京', '!', 'un', '##able']);

  it('stand in the word as it is written, not as the tokenizer changes it', () => {
    expect(shown(uncased, 'CAFÉS')).toEqual([
      ['cafe', 'CAFÉ'],
      ['##s', 'S'],
    ]);
    expect(shown(uncased, 'Cafe\u0301s!')).toEqual([
      ['cafe', 'Cafe\u0301'],
      ['##s', 's'],
      ['!', '!'],
    ]);
    expect(shown(uncased, 'ca\u00adfes')).toEqual([
      ['cafe', 'ca\u00adfe'],
      ['##s', 's'],
    ]);
    expect(shown(uncased, 'un\u200bable')).toEqual([
      ['un', 'un'],
      ['##able', 'able'],
    ]);
  });

  it('part ideographs and keep emoji whole', () => {
    expect(shown(uncased, '東京')).toEqual([
      ['東', '東'],
      ['京', '京'],
    ]);
    expect(shown(uncased, '👩\u200d👧!')).toEqual([
      ['[UNK]', '👩\u200d👧'],
      ['!', '!'],
    ]);
  });

  it('are the whole word where nothing is left of it', () => {
    expect(shown(uncased, '\u00ad')).toEqual([['[UNK]', '\u00ad']]);
  });

  it('are the whole character for each piece of its bytes', () => {
    const { offsets } = (tokenizers.find(([name]) => name === 'byteLevel') as (typeof tokenizers)[number])[1].piecesOf(
      'a😀',
    );
    expect(offsets.slice(-2).every(([start, end]) => start === 1 && end === 3)).toBe(true);
  });
});

describe('a list of pieces (vocab.txt)', () => {
  const lower = [...bert, 'ulm', 'é', 'e'];
  const cased = [...bert, 'Ulm', 'ulm', 'é', 'e', 'É'];

  it('is read in lower case where it holds no capitals and nothing else is said', () => {
    expect(shown(withVocabulary(lower), 'Ulm')).toEqual([['ulm', 'Ulm']]);
    expect(shown(withVocabulary(cased), 'Ulm')).toEqual([['Ulm', 'Ulm']]);
    expect(shown(withVocabulary(cased, { do_lower_case: true }), 'Ulm')).toEqual([['ulm', 'Ulm']]);
  });

  it('keeps or strips accents as tokenizer_config.json says', () => {
    expect(shown(withVocabulary(lower), 'É')).toEqual([['e', 'É']]);
    expect(shown(withVocabulary(lower, { strip_accents: false }), 'É')).toEqual([['é', 'É']]);
    expect(shown(withVocabulary(cased, { strip_accents: true, do_lower_case: false }), 'é')).toEqual([['e', 'é']]);
  });

  it('leaves ideographs together where tokenizer_config.json says so', () => {
    const lines = [...bert, '東', '京', '東京'];
    expect(shown(withVocabulary(lines, { tokenize_chinese_chars: false }), '東京')).toEqual([['東京', '東京']]);
  });

  it('may begin with a byte-order mark and end its lines as Windows does', () => {
    const tokenizer = createPieceTokenizer(
      readTokenizerFiles((name) => (name === 'vocab.txt' ? `\ufeff${lower.join('\r\n')}\r\n` : undefined)),
    );
    expect(tokenizer.vocabulary).toEqual(lower);
    expect(tokenizer.special).toEqual({ padding: 0, unknown: 1, start: 2, end: 3, mask: 4 });
  });
});

describe('a table and merges (vocab.json, merges.txt)', () => {
  const pieces = ['<s>', '<pad>', '</s>', '<unk>', '<mask>', 'Ġ', 'U', 'l', 'm', 'Ul', 'ĠUl', 'ĠUlm', 'Ulm', '.'];
  const files: Record<string, string> = {
    'vocab.json': JSON.stringify(Object.fromEntries(pieces.map((piece, id) => [piece, id]))),
    'merges.txt': '#version: 0.2\nU l\nĠ Ul\nĠUl m\nUl m\n',
  };
  const open = (over: Record<string, string> = {}) =>
    createPieceTokenizer(readTokenizerFiles((name) => ({ ...files, ...over })[name]));

  it('reads words as preceded by a space', () => {
    expect(shown(open(), 'Ulm.')).toEqual([
      ['ĠUlm', 'Ulm'],
      ['.', '.'],
    ]);
    expect(open().special).toEqual({ start: 0, padding: 1, end: 2, unknown: 3, mask: 4 });
  });

  it('refuses merges of anything but two pieces, and a table without its merges', () => {
    expect(() => open({ 'merges.txt': 'U l m' })).toThrow('“U l m” is not two pieces');
    expect(() => readTokenizerFiles((name) => (name === 'vocab.json' ? '{}' : undefined))).toThrow('no merges.txt');
  });
});

describe('files that are no tokenizer', () => {
  const valid = JSON.parse(JSON.stringify(fixtures.wordPieceCased?.tokenizer));
  const message = (content: unknown) => {
    try {
      createPieceTokenizer([typeof content === 'string' ? content : JSON.stringify(content), '{}']);
      return 'none';
    } catch (thrown) {
      return thrown instanceof GraftError ? thrown.message : `not said: ${thrown}`;
    }
  };

  it.each([
    ['tokenizer.json: The tokenizer cannot be used. It is not JSON', '{"version": "1.0", "mod'],
    ['It cannot be read', { version: '1.0' }],
    ['normalizer is of the kind Rot13', { ...valid, normalizer: { type: 'Rot13' } }],
    ['Unknown PreTokenizer type: Scissors', { ...valid, pre_tokenizer: { type: 'Scissors' } }],
    [
      'Its pattern {"Regex":"("} is not understood',
      { ...valid, normalizer: { type: 'Replace', pattern: { Regex: '(' } } },
    ],
    [
      'precompiled_charsmap) is cut off',
      { ...valid, normalizer: { type: 'Precompiled', precompiled_charsmap: '/w==' } },
    ],
    [
      'no piece that hides others',
      { ...valid, added_tokens: [], model: { ...valid.model, vocab: { '[UNK]': 0, '[CLS]': 1, '[SEP]': 2 } } },
    ],
    ['It cannot be read', { ...valid, added_tokens: [{ id: 1e12, content: 'x' }] }],
  ])('%s', (expected, content) => {
    expect(message(content)).toContain(expected);
  });
});

describe('tokenizer.json', () => {
  it('loses padding and a fixed length, and takes the names of special pieces from beside it', () => {
    const file = {
      ...fixtures.wordPieceCased?.tokenizer,
      padding: { strategy: { Fixed: 128 } },
      truncation: { max_length: 128 },
    };
    const [tokenizer, config] = readTokenizerFiles(
      (name) =>
        ({ 'tokenizer.json': `\ufeff${JSON.stringify(file)}`, 'special_tokens_map.json': '{"pad_token":"[PAD]"}' })[
          name
        ],
    );
    expect(JSON.parse(tokenizer)).toMatchObject({ padding: null, truncation: null });
    expect(JSON.parse(config)).toEqual({ pad_token: '[PAD]' });
  });

  it('of a base model gets a space before its words, of SentencePiece too', () => {
    const spaced = (name: string) => {
      const { normalizer: _, ...rest } = (fixtures[name]?.tokenizer ?? {}) as Record<string, object>;
      const file = { ...rest, normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' } };
      return JSON.parse(
        readTokenizerFiles((each) => (each === 'tokenizer.json' ? JSON.stringify(file) : undefined))[0],
      );
    };
    expect(spaced('byteFallback').normalizer.normalizers[0]).toEqual({ type: 'Prepend', prepend: '▁' });
    // SentencePiece's own step does it already.
    expect(spaced('unigram').normalizer.type).toBe('Replace');
    expect(spaced('byteLevel').pre_tokenizer.add_prefix_space).toBe(true);
  });
});

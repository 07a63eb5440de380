/** The tokenizer.json that transformers would make of a folder without one: of BERT's list of pieces, and of GPT-2's and RoBERTa's table with merges. */
import { type AddedToken, type TokenizerConfig, type TokenizerFile, tokenizerError } from './tokenizerFile.ts';

const bertSpecials = {
  cls_token: '[CLS]',
  sep_token: '[SEP]',
  pad_token: '[PAD]',
  mask_token: '[MASK]',
  unk_token: '[UNK]',
};
const robertaSpecials = {
  cls_token: '<s>',
  sep_token: '</s>',
  pad_token: '<pad>',
  mask_token: '<mask>',
  unk_token: '<unk>',
};

/**
 * WordPiece as BERT has it (Devlin et al. 2019).
 * @param pieces vocab.txt: a piece a line, its id the line's number from 0.
 */
export function bertTokenizer(pieces: string, config: TokenizerConfig): TokenizerFile {
  const lines = pieces.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const vocab: Record<string, number> = Object.fromEntries(lines.map((piece, id) => [piece, id]));
  const names = specialNames(config, bertSpecials);
  const start = names.cls_token;
  const end = names.sep_token;
  // Unsaid, it shows in the pieces: an uncased vocabulary has no capital letter but in the names of special pieces.
  const uncased = !lines.some((piece) => /^(?:##)?\p{Lu}/u.test(piece));
  return {
    version: '1.0',
    added_tokens: addedTokens(vocab, config, Object.values(names)),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config.tokenize_chinese_chars !== false,
      strip_accents: typeof config.strip_accents === 'boolean' ? config.strip_accents : null,
      lowercase: typeof config.do_lower_case === 'boolean' ? config.do_lower_case : uncased,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: template([start, 'A', end]),
      pair: template([start, 'A', end, 'B', end]),
      special_tokens: Object.fromEntries(
        [start, end].map((name) => [name, { id: name, ids: [idIn(vocab, name, 'vocab.txt')], tokens: [name] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: names.unk_token,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

/**
 * Byte-level BPE (Radford et al. 2019) as RoBERTa uses it.
 * @param vocab ids by piece, from vocab.json.
 * @param merges merges.txt: two pieces a line, what is joined first comes first; a first line that says the version.
 */
export function byteLevelTokenizer(
  vocab: Readonly<Record<string, number>>,
  merges: string,
  config: TokenizerConfig,
): TokenizerFile {
  const names = specialNames(config, robertaSpecials);
  const pairs = merges
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line, index) => line !== '' && !(index === 0 && line.startsWith('#version')));
  const wrong = pairs.find((pair) => pair.split(' ').length !== 2);
  if (wrong !== undefined) throw tokenizerError(`“${wrong}” is not two pieces.`, 'merges.txt');
  return {
    version: '1.0',
    added_tokens: addedTokens(vocab, config, Object.values(names)).map((token) =>
      token.content === names.mask_token ? { ...token, lstrip: true } : token,
    ),
    normalizer: null,
    pre_tokenizer: {
      type: 'ByteLevel',
      add_prefix_space: true,
      trim_offsets: true,
      use_regex: true,
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [names.sep_token, idIn(vocab, names.sep_token, 'vocab.json')],
      cls: [names.cls_token, idIn(vocab, names.cls_token, 'vocab.json')],
      trim_offsets: true,
      add_prefix_space: true,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab: { ...vocab },
      merges: pairs.map((pair) => pair.split(' ')),
    },
  };
}

function specialNames<Names extends Record<string, string>>(config: TokenizerConfig, usual: Names): Names {
  const nameOf = (key: string) => {
    const value = config[key];
    return typeof value === 'string' ? value : (value as { content?: string } | null | undefined)?.content;
  };
  return Object.fromEntries(Object.entries(usual).map(([key, name]) => [key, nameOf(key) ?? name])) as Names;
}

/** Special pieces, and what tokenizer_config.json lists as added. */
function addedTokens(
  vocab: Readonly<Record<string, number>>,
  config: TokenizerConfig,
  special: readonly string[],
): AddedToken[] {
  const tokens = new Map<number, AddedToken>();
  const plain = { single_word: false, lstrip: false, rstrip: false };
  for (const content of special) {
    const id = Object.hasOwn(vocab, content) ? vocab[content] : undefined;
    if (id !== undefined) tokens.set(id, { id, content, ...plain, normalized: false, special: true });
  }
  const listed = (config.added_tokens_decoder ?? {}) as Record<string, Partial<AddedToken>>;
  for (const [key, { content, ...rest }] of Object.entries(listed)) {
    const id = Number(key);
    if (content !== undefined) tokens.set(id, { ...plain, special: false, ...rest, id, content });
  }
  return [...tokens.values()].sort((a, b) => a.id - b.id);
}

function template(names: readonly string[]): object[] {
  const typeOf = (index: number) => (index > 2 ? 1 : 0);
  return names.map((id, index) =>
    id === 'A' || id === 'B'
      ? { Sequence: { id, type_id: typeOf(index) } }
      : { SpecialToken: { id, type_id: typeOf(index) } },
  );
}

function idIn(vocab: Readonly<Record<string, number>>, piece: string, file: string): number {
  const id = Object.hasOwn(vocab, piece) ? vocab[piece] : undefined;
  if (id !== undefined) return id;
  throw tokenizerError(`The vocabulary has no piece ${piece}.`, file);
}

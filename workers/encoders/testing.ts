/** What tests of transformers share: a small tokenizer. */

/** The text `tokenizer.files` of a tokenizer whose special pieces stand among these as BERT writes them. */
export function wordPieceFiles(vocabulary: readonly string[]): string[] {
  const vocab = Object.fromEntries(vocabulary.map((piece, id) => [piece, id]));
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  // The library in Rust wants all of them said.
  const taken = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content) => ({ id: vocab[content], content, ...taken })),
    normalizer: null,
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', vocab['[SEP]']], cls: ['[CLS]', vocab['[CLS]']] },
    decoder: null,
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
      vocab,
    },
  };
  const [pad, unk, cls, sep, mask] = special;
  const config = { pad_token: pad, unk_token: unk, cls_token: cls, sep_token: sep, mask_token: mask };
  return [JSON.stringify(tokenizer), JSON.stringify(config)];
}

/**
 * The files of a tokenizer as a checkpoint's folder holds them, made into the two that Graft keeps: tokenizer.json and
 * tokenizer_config.json. Older folders have a list of pieces (BERT's vocab.txt) or a table and its merges (byte-level BPE).
 */
import { z } from 'zod';
import { bertTokenizer, byteLevelTokenizer } from './olderTokenizers.ts';
import {
  configSchema,
  type Declared,
  parse,
  type TokenizerConfig,
  type TokenizerFile,
  tokenizerError,
  tokenizerSchema,
} from './tokenizerFile.ts';

/** A file's text by its name; undefined where the folder has none of that name. */
export type ReadText = (name: string) => string | undefined;

/**
 * Each word will be read as one that a space precedes, where the tokenizer makes that difference (byte-level BPE,
 * SentencePiece's BPE): models pretrained on running text know most words so.
 * @returns the contents of tokenizer.json and tokenizer_config.json.
 * @throws GraftError where there is no tokenizer or it cannot be read.
 */
export function readTokenizerFiles(read: ReadText): readonly [string, string] {
  const config = {
    ...parse(read('special_tokens_map.json') ?? '{}', configSchema, 'special_tokens_map.json'),
    ...parse(read('tokenizer_config.json') ?? '{}', configSchema, 'tokenizer_config.json'),
  };
  const tokenizer = withSpaceBefore(readTokenizer(read, config));
  // Padding and a fixed length are no part of how words are cut, and would come back to whoever loads an export.
  return [JSON.stringify({ ...tokenizer, truncation: null, padding: null }), JSON.stringify(config)];
}

function readTokenizer(read: ReadText, config: TokenizerConfig): TokenizerFile {
  const whole = read('tokenizer.json');
  if (whole !== undefined) return upToDate(parse(whole, tokenizerSchema, 'tokenizer.json'));
  const pieces = read('vocab.txt');
  if (pieces !== undefined) return bertTokenizer(pieces, config);
  const table = read('vocab.json') ?? read('encoder.json');
  const merges = read('merges.txt') ?? read('vocab.bpe');
  if (table !== undefined && merges !== undefined) {
    return byteLevelTokenizer(parse(table, z.record(z.string(), z.number()), 'vocab.json'), merges, config);
  }
  throw tokenizerError(
    table === undefined
      ? 'There is neither tokenizer.json nor vocab.txt nor vocab.json with merges.txt.'
      : 'There is vocab.json, but no merges.txt.',
  );
}

/** SentencePiece's step as older files declare it: `add_prefix_space` where newer ones have a scheme. */
function upToDate(tokenizer: TokenizerFile): TokenizerFile {
  return { ...tokenizer, pre_tokenizer: changed(tokenizer.pre_tokenizer, metaspaceUpToDate) };
}

function metaspaceUpToDate(step: Declared): Declared {
  if (step.type !== 'Metaspace' || step.prepend_scheme !== undefined) return step;
  return { ...step, prepend_scheme: step.add_prefix_space === false ? 'never' : 'always' };
}

function withSpaceBefore(tokenizer: TokenizerFile): TokenizerFile {
  const preTokenizer = changed(tokenizer.pre_tokenizer, (step) => {
    if (step.type === 'ByteLevel') return { ...step, add_prefix_space: true };
    return step.type === 'Metaspace' ? { ...step, prepend_scheme: 'always' } : step;
  });
  const steps = tokenizer.normalizer ? flat(tokenizer.normalizer) : [];
  const marksSpaces = steps.some(({ type, content }) => type === 'Replace' && content === '▁');
  const prepends =
    steps.some(({ type }) => type === 'Prepend') || flat(preTokenizer).some(({ type }) => type === 'Metaspace');
  const normalizer =
    marksSpaces && !prepends
      ? { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, ...steps] }
      : tokenizer.normalizer;
  return { ...tokenizer, normalizer, pre_tokenizer: preTokenizer };
}

/** A step and those within it, each changed. */
function changed(step: Declared | null | undefined, change: (step: Declared) => Declared): Declared | null {
  if (!step) return null;
  if (step.type !== 'Sequence') return change(step);
  const pretokenizers = (step.pretokenizers as Declared[] | undefined) ?? [];
  return { ...step, pretokenizers: pretokenizers.map((each) => changed(each, change)) };
}

/** A step, or those that it is a sequence of. */
function flat(step: Declared | null): Declared[] {
  if (!step) return [];
  if (step.type !== 'Sequence') return [step];
  return ((step.normalizers ?? step.pretokenizers ?? []) as Declared[]).flatMap(flat);
}

/**
 * Words into the pieces that a checkpoint's table knows (WordPiece, byte-level BPE, SentencePiece's unigrams), by
 * @huggingface/tokenizers. Words are kept: each is cut by itself, as transformers does with `is_split_into_words`, and each
 * piece knows its place in the word. The library cuts; what it does not tell, the places, is worked out here.
 */
import { Tokenizer } from '@huggingface/tokenizers';
import { addedTokens } from './addedTokens.ts';
import { type AlignedText, aligned, coverOf, textOf } from './alignedText.ts';
import { createNormaliser } from './normalise.ts';
import { alignCut, type PieceForm, placePieces } from './placePieces.ts';
import { type SpecialPieces, specialPieces } from './specialPieces.ts';
import { type Declared, parseTokenizerFiles, type TokenizerFile, tokenizerError } from './tokenizerFile.ts';

export interface WordPieces {
  readonly ids: readonly number[];
  /** From and to, as UTF-16 places in the word. Pieces of parts of one character each have its place. */
  readonly offsets: readonly (readonly [number, number])[];
}

export interface PieceTokenizer {
  /** Entries of the vocabulary; ids are below it. */
  readonly size: number;
  readonly special: SpecialPieces;
  /** By id. An id that no piece has is the empty text. */
  readonly vocabulary: readonly string[];
  /** At least one: the unknown piece where nothing is left of the word. */
  piecesOf(word: string): WordPieces;
}

/** As many spellings are remembered before it begins anew. */
const rememberedWords = 200_000;

/**
 * @param files the contents of tokenizer.json and of tokenizer_config.json.
 * @throws GraftError where they are not those of a tokenizer that is known.
 */
export function createPieceTokenizer(files: readonly string[]): PieceTokenizer {
  const { tokenizer, config } = parseTokenizerFiles(files);
  const normalise = createNormaliser(tokenizer.normalizer);
  const added = addedTokens(tokenizer.added_tokens, normalise);
  const { cut, model } = libraryParts(tokenizer, config);
  const addedIds = new Map(tokenizer.added_tokens.map(({ content, id }) => [content, id]));
  const idOf = (piece: string) => addedIds.get(piece) ?? model.tokens_to_ids.get(piece);
  const vocabulary = vocabularyOf(model.tokens_to_ids, addedIds);
  const special = specialPieces(tokenizer, config, idOf);
  const byteLevel = declares(tokenizer.pre_tokenizer, 'ByteLevel');
  const form: PieceForm = {
    continuation: String(tokenizer.model.continuing_subword_prefix ?? ''),
    ending: String(tokenizer.model.end_of_word_suffix ?? ''),
    unknown: model.unk_token,
  };

  const modelPieces = (text: AlignedText, ids: number[], offsets: [number, number][]) => {
    for (const part of alignCut(text, cut(textOf(text)), byteLevel)) {
      const pieces = model([textOf(part)]) as string[];
      ids.push(...pieces.map((piece) => idOf(piece) ?? special.unknown));
      offsets.push(...placePieces(part, pieces, form));
    }
  };
  const tokenize = (word: string): WordPieces => {
    const ids: number[] = [];
    const offsets: [number, number][] = [];
    const take = (id: number, text: AlignedText) => {
      const { start, end } = coverOf(text);
      ids.push(id);
      offsets.push([start, end]);
    };
    for (const part of added.inWord(aligned(word))) {
      if (part.id !== null) take(part.id, part.text);
      else {
        for (const inner of added.inNormalised(normalise(part.text))) {
          if (inner.id !== null) take(inner.id, inner.text);
          else if (inner.text.length > 0) modelPieces(inner.text, ids, offsets);
        }
      }
    }
    return ids.length > 0 ? { ids, offsets } : { ids: [special.unknown], offsets: [[0, word.length]] };
  };

  const remembered = new Map<string, WordPieces>();
  return {
    size: vocabulary.length,
    special,
    vocabulary,
    piecesOf(word) {
      const known = remembered.get(word);
      if (known) return known;
      const pieces = tokenize(word);
      if (remembered.size >= rememberedWords) remembered.clear();
      remembered.set(word, pieces);
      return pieces;
    },
  };
}

/** The library's pre-tokenizer and model. Normaliser and added tokens are this project's, since they must tell places. */
function libraryParts(tokenizer: TokenizerFile, config: Record<string, unknown>) {
  const bare = { ...tokenizer, normalizer: null, added_tokens: [], post_processor: null, decoder: null };
  let library: Tokenizer;
  try {
    library = new Tokenizer(bare, config);
  } catch (cause) {
    throw tokenizerError(cause instanceof Error ? `${cause.message}.` : 'It is of a kind that is not known.');
  }
  const { pre_tokenizer: cutter, model } = library;
  if (!model) throw tokenizerError('It has no model.');
  const cut = (text: string): string[] => (cutter ? cutter(text, { section_index: 0 }) : [text]);
  return { cut, model };
}

function vocabularyOf(...tables: readonly ReadonlyMap<string, number>[]): string[] {
  let size = 0;
  for (const table of tables) for (const id of table.values()) size = Math.max(size, id + 1);
  const vocabulary = new Array<string>(size).fill('');
  for (const table of tables) for (const [piece, id] of table) vocabulary[id] = piece;
  return vocabulary;
}

function declares(step: Declared | null | undefined, type: string): boolean {
  if (!step) return false;
  return (
    step.type === type || ((step.pretokenizers as Declared[] | undefined) ?? []).some((each) => declares(each, type))
  );
}

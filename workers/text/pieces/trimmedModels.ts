/**
 * The three kinds of models that cut words into pieces, as a trimmed vocabulary needs to know them: what must stay so that no
 * word becomes unknown that was not, and what a piece that stays needs beside itself.
 */
import { GraftError } from '../../protocol/errors.ts';
import { type Merge, mergesIn } from './merges.ts';
import type { TokenizerFile } from './tokenizerFile.ts';
import type { NewIds } from './trimmedFiles.ts';

type Model = TokenizerFile['model'];

export interface ModelPieces {
  readonly pieces: readonly (readonly [piece: string, id: number])[];
  /** Whether words could become unknown without it, or be read otherwise though their pieces are kept. */
  isNeeded(piece: string): boolean;
  /** The ids of those that it is made of. */
  partsOf(piece: string): readonly number[];
  /** What of the model is another after the trimming. */
  trimmed(newIds: NewIds): Partial<Model>;
}

/** @throws GraftError where it is a BPE that marks pieces by prefix or suffix. */
export function modelPieces(model: Model): ModelPieces {
  const { vocab } = model;
  if (Array.isArray(vocab)) return unigram(vocab, model.unk_id);
  const merges = model.merges as readonly (string | Merge)[] | undefined;
  if (model.type === 'BPE' || (model.type === undefined && merges)) return mergedPairs(model, vocab, merges ?? []);
  return wordPiece(vocab, String(model.continuing_subword_prefix ?? ''));
}

const isOneCharacter = (text: string) => [...text].length === 1;

/** A byte that is written out, of SentencePiece. */
const isByte = (piece: string) => /^<0x[0-9A-F]{2}>$/.test(piece);

const inOrder = (vocab: Readonly<Record<string, number>>) => Object.entries(vocab).sort(([, a], [, b]) => a - b);

const kept = (pieces: ModelPieces['pieces'], newIds: NewIds) =>
  Object.fromEntries(pieces.flatMap(([piece, id]) => (newIds.has(id) ? [[piece, newIds.get(id) as number]] : [])));

/**
 * The longest piece is taken each time, and a word of which some rest is no piece is unknown. That cannot be where each
 * character is a piece, where a word begins with it and where one goes on.
 */
function wordPiece(vocab: Readonly<Record<string, number>>, prefix: string): ModelPieces {
  const pieces = inOrder(vocab);
  const bareOf = (piece: string) => (prefix !== '' && piece.startsWith(prefix) ? piece.slice(prefix.length) : piece);
  const replaceable = (piece: string) => {
    const goesOn = bareOf(piece) !== piece;
    return [...bareOf(piece)].every((letter, at) => Object.hasOwn(vocab, goesOn || at > 0 ? prefix + letter : letter));
  };
  return {
    pieces,
    isNeeded: (piece) => isOneCharacter(bareOf(piece)) || !replaceable(piece),
    partsOf: () => [],
    trimmed: (newIds) => ({ vocab: kept(pieces, newIds) }),
  };
}

/**
 * A word begins as its characters, and pairs are joined in the order of the merges. What made a piece are always the same
 * merges. Where these stay, so does the way to it: of what could be joined before, nothing else comes earlier.
 */
function mergedPairs(
  model: Model,
  vocab: Readonly<Record<string, number>>,
  merges: readonly (string | Merge)[],
): ModelPieces {
  if (model.end_of_word_suffix || model.continuing_subword_prefix) throw marked();
  const pieces = inOrder(vocab);
  const ids = new Map(pieces);
  const pairs = merges.map((merge) => (typeof merge === 'string' ? (merge.split(' ') as unknown as Merge) : merge));
  const made = mergesIn(pairs);
  return {
    pieces,
    isNeeded: (piece) => isOneCharacter(piece) || isByte(piece),
    partsOf: (piece) =>
      made(piece)
        .flat()
        .flatMap((part) => ids.get(part) ?? []),
    trimmed(newIds) {
      const used = new Set(
        pieces.flatMap(([piece, id]) => (newIds.has(id) ? made(piece).map((merge) => JSON.stringify(merge)) : [])),
      );
      return { vocab: kept(pieces, newIds), merges: merges.filter((_, at) => used.has(JSON.stringify(pairs[at]))) };
    },
  };
}

/**
 * The likeliest of all ways to cut a word is taken. What cannot be read is taken to be less likely than the least likely
 * piece, which stays for that.
 */
function unigram(vocab: readonly (readonly [piece: string, score: number])[], unknown: unknown): ModelPieces {
  const least = vocab.reduce((so, [, score]) => Math.min(so, score), Number.POSITIVE_INFINITY);
  const leastPiece = vocab.find(([, score]) => score === least)?.[0];
  return {
    pieces: vocab.map(([piece], id) => [piece, id] as const),
    isNeeded: (piece) => isOneCharacter(piece) || isByte(piece) || piece === leastPiece,
    partsOf: () => [],
    trimmed: (newIds) => ({
      vocab: vocab.filter((_, id) => newIds.has(id)).map(([piece, score]) => [piece, score]),
      ...(typeof unknown === 'number' && { unk_id: newIds.get(unknown) }),
    }),
  };
}

function marked(): GraftError {
  return new GraftError({
    code: 'shrinking-tokenizer',
    message: 'Its tokenizer joins pairs and marks pieces by a prefix or a suffix: such a vocabulary cannot be trimmed.',
    remedy: 'Keep all pieces (--pieces 0), and take fewer layers (--layers).',
  });
}

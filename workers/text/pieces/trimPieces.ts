/**
 * A smaller vocabulary for a tokenizer that there is (Abdaoui, Pradel and Sigel 2020, "Load what you need"): the pieces that a
 * text uses most, and whatever keeps every word readable. A word whose pieces are all kept is cut as before; another one is cut
 * into smaller pieces.
 */
import { GraftError } from '../../protocol/errors.ts';
import { createPieceTokenizer } from './pieceTokenizer.ts';
import { parseTokenizerFiles } from './tokenizerFile.ts';
import { renumberedConfig, renumberedFile } from './trimmedFiles.ts';
import { modelPieces } from './trimmedModels.ts';

export interface TrimmedPieces {
  /** The contents of tokenizer.json and of tokenizer_config.json. */
  readonly files: readonly [string, string];
  /** By the new ids, the ids before, rising: the rows of a table that stay. */
  readonly kept: Int32Array;
}

/** What BERT's vocabularies keep free. */
const nobodyReads = /^\[unused\d+\]$/;

/**
 * Kept are the special pieces and those that were added, single characters and bytes; then what the text has, the most
 * frequent first; then the others in their order, in which usual ones come first.
 * @param files the contents of tokenizer.json and of tokenizer_config.json.
 * @param counts by id, how often the text has the piece.
 * @param most pieces that are kept.
 * @throws GraftError where `most` is too few for what must be kept, or the tokenizer is of a kind that cannot be trimmed.
 */
export function trimPieces(files: readonly string[], counts: ArrayLike<number>, most: number): TrimmedPieces {
  const { tokenizer, config } = parseTokenizerFiles(files);
  const { special } = createPieceTokenizer(files);
  const model = modelPieces(tokenizer.model);
  const countOf = (id: number) => counts[id] ?? 0;
  const read = model.pieces.filter(([piece, id]) => countOf(id) > 0 || !nobodyReads.test(piece));
  const kept = new Set([
    ...Object.values(special),
    ...tokenizer.added_tokens.map(({ id }) => id),
    ...read.flatMap(([piece, id]) => (model.isNeeded(piece) ? [id] : [])),
  ]);
  if (kept.size > most) throw tooFew(most, kept.size);
  const usualFirst = read.sort(([, a], [, b]) => countOf(b) - countOf(a) || a - b);
  for (const [piece, id] of usualFirst) {
    if (kept.size >= most) break;
    const wanted = [...new Set([id, ...model.partsOf(piece)])].filter((each) => !kept.has(each));
    if (kept.size + wanted.length <= most) for (const each of wanted) kept.add(each);
  }
  const ids = Int32Array.from(kept).sort();
  const newIds = new Map(Array.from(ids, (before, id) => [before, id]));
  const trimmed = { ...renumberedFile(tokenizer, newIds), model: { ...tokenizer.model, ...model.trimmed(newIds) } };
  return { files: [JSON.stringify(trimmed), JSON.stringify(renumberedConfig(config, newIds))], kept: ids };
}

function tooFew(most: number, needed: number): GraftError {
  return new GraftError({
    code: 'shrinking-pieces',
    message: `${most.toLocaleString('en')} pieces are too few: the special ones and the single characters alone, without which words would become unknown, are ${needed.toLocaleString('en')}.`,
    remedy: `Keep at least ${needed.toLocaleString('en')} pieces (--pieces).`,
  });
}

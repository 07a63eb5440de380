/** The text of a transformer: its tokenizer, as the files that it came as. It has nothing to learn. */
import type { Part, Texts } from '../layers/part.ts';
import { createPieceTokenizer, type PieceTokenizer } from '../text/pieces/pieceTokenizer.ts';

/** So many words are enough to try a model on. */
const mostWords = 5000;

export class TokenizerPart implements Part {
  /** The path of the part is `tokenizer`. */
  static readonly textName = 'tokenizer.files';
  readonly parameters = {};
  readonly pieces: PieceTokenizer;
  private words: readonly string[] | null = null;

  /** @param files contents of tokenizer.json and of tokenizer_config.json. */
  constructor(
    readonly path: string,
    private readonly files: readonly string[],
  ) {
    this.pieces = createPieceTokenizer(files);
  }

  get texts(): Texts {
    return { [TokenizerPart.textName]: this.files };
  }

  /** Words that are one piece, in the order of the pieces: in most vocabularies the usual ones come first. */
  get wholeWords(): readonly string[] {
    this.words ??= this.findWholeWords();
    return this.words;
  }

  private findWholeWords(): string[] {
    const { vocabulary } = this.pieces;
    const found: string[] = [];
    for (let id = 0; id < vocabulary.length && found.length < mostWords; id++) {
      // Byte-level and sentence pieces mark that a word begins; word pieces mark that one goes on.
      const word = (vocabulary[id] ?? '').replace(/^[Ġ▁]/u, '');
      if (!/^\p{L}+$/u.test(word)) continue;
      const { ids } = this.pieces.piecesOf(word);
      if (ids.length === 1 && ids[0] === id) found.push(word);
    }
    return found;
  }
}

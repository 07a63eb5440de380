/**
 * Word vectors that other people trained, from files that can be larger than memory: GloVe text, word2vec text and
 * fastText's .vec, as they are, gzipped or in a zip archive, and a list of words with a matrix. A file is read once, in
 * passing, and only the words that are wanted are kept.
 */
import { GraftError, type Problem } from '../protocol/errors.ts';
import { type ByteSink, feedChunks } from './vectorContainers.ts';
import { VectorLines } from './vectorLines.ts';
import { isWordList, VectorMatrix, wordsEntry } from './vectorMatrix.ts';

/** Vectors of some words, one row a word. */
export class WordVectors {
  private readonly rows: ReadonlyMap<string, number>;

  /**
   * @param values row by row; [words, dimension].
   * @param problems lines of the file that were left out, and why.
   */
  constructor(
    readonly words: readonly string[],
    readonly dimension: number,
    readonly values: Float32Array,
    readonly problems: readonly Problem[] = [],
  ) {
    this.rows = new Map(words.map((word, row) => [word, row]));
  }

  /** Whether the word has a vector exactly as written. */
  has(word: string): boolean {
    return this.rows.has(word);
  }

  /** The word's vector as written, then lower-cased; [dimension], a view into `values`. */
  lookup(word: string): Float32Array | undefined {
    const row = this.rows.get(word) ?? this.rows.get(word.toLowerCase());
    return row === undefined ? undefined : this.values.subarray(row * this.dimension, (row + 1) * this.dimension);
  }
}

export interface ReadVectorsOptions {
  /** For messages. What the file is in is told by its bytes, not by its name. */
  readonly fileName: string;
  /** Which words to keep, as the file writes them; all by default. */
  readonly wanted?: (word: string) => boolean;
  /** The dimension that the model needs: picks the entry of a zip archive; another one is refused. */
  readonly dimension?: number;
  /** Bytes of the file read so far, as it lies on disk. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Reads a file of word vectors of any size in memory proportional to the words kept. Of a zip archive the first entry
 * with vectors (of the dimension asked for) is read. Lines that cannot be used are left out and named in `problems`.
 * @throws GraftError where the file is empty, binary, damaged, holds no vectors or vectors of another dimension.
 */
export async function readVectors(
  stream: ReadableStream<Uint8Array>,
  { fileName, wanted = () => true, dimension, onProgress = () => {} }: ReadVectorsOptions,
): Promise<WordVectors> {
  const entriesOfOtherDimension: string[] = [];
  const matrix = new VectorMatrix(fileName, wanted);
  let chosen: VectorLines | VectorMatrix | undefined;

  /** Notes an entry whose vectors the model cannot take. */
  const isOtherDimension = (found: number | undefined, entryName: string | undefined): boolean => {
    const other = dimension !== undefined && found !== dimension;
    if (other) entriesOfOtherDimension.push(`${entryName ?? fileName} (${found})`);
    return other;
  };

  const openText = (entryName: string | undefined): ByteSink => {
    const lines = new VectorLines(entryName ? `${fileName}/${entryName}` : fileName, wanted);
    return {
      push(bytes) {
        lines.push(bytes);
        return lines.dimension !== undefined && isOtherDimension(lines.dimension, entryName) ? 'skip' : 'more';
      },
      end() {
        lines.end();
        if (isOtherDimension(lines.dimension, entryName)) return 'next';
        chosen = lines;
        return 'found';
      },
    };
  };

  const openWords = (): ByteSink =>
    collecting((text) => {
      if (isWordList(text)) {
        matrix.takeWords(text);
        return 'next';
      }
      const sink = openText(wordsEntry);
      return sink.push(text) === 'skip' ? 'next' : sink.end();
    });

  const openArray = (entryName: string): ByteSink =>
    collecting((bytes) => {
      if (!matrix.takeArray(entryName, bytes) || isOtherDimension(matrix.dimension, entryName)) return 'next';
      chosen = matrix;
      return 'found';
    });

  const openEntry = (entryName: string | undefined): ByteSink => {
    if (entryName === wordsEntry) return openWords();
    return entryName !== undefined && matrix.takes(entryName) ? openArray(entryName) : openText(entryName);
  };

  await feedChunks(stream, { fileName, onProgress, openEntry });
  if (!chosen) throw noEntry(fileName, dimension, entriesOfOtherDimension);
  return new WordVectors(chosen.words, chosen.dimension ?? 0, chosen.values(), chosen.problems());
}

/** Takes a whole entry before anything is done with it. */
function collecting(whole: (bytes: Uint8Array) => 'found' | 'next'): ByteSink {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  return {
    push(bytes) {
      pieces.push(bytes.slice());
      length += bytes.length;
      return 'more';
    },
    end() {
      const all = new Uint8Array(length);
      let offset = 0;
      for (const piece of pieces) {
        all.set(piece, offset);
        offset += piece.length;
      }
      return whole(all);
    },
  };
}

function noEntry(fileName: string, dimension: number | undefined, others: readonly string[]): GraftError {
  if (dimension === undefined || others.length === 0) {
    return new GraftError({
      code: 'vectors-absent',
      file: fileName,
      message: 'The archive holds no text file with word vectors.',
      remedy: 'Give a zip archive with a GloVe, word2vec or fastText text file in it, or the text file itself.',
    });
  }
  return new GraftError({
    code: 'vector-dimension',
    file: fileName,
    message: `The file holds no vectors of ${dimension} dimensions, but of: ${others.join(', ')}.`,
    remedy: `Give vectors of ${dimension} dimensions, those that the source model was trained with.`,
  });
}
